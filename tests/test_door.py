"""The one door: what is accepted becomes public at once and whole; nothing else ever does."""

import pytest

from cases import history, integrity, rebuild
from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import DataVersion, Decision, Deployment, Entry, Revision, Tag, Vendor
from cases.moderation import decide, form_tokens
from cases.moderation.submit import Proposal, Replayed, submit
from cases.snapshots import empty_snapshot
from tests.make import make, make_place

pytestmark = pytest.mark.django_db


def state(key, **fields):
    """A whole snapshot of a new record."""
    return empty_snapshot(KINDS[key].form) | fields


def propose(*proposals):
    """A submission that waits in the queue."""
    return submit(list(proposals), form_tokens.issue())


def edit(record, **fields):
    """A proposal to change fields of a record, made on what it states now."""
    current = history.current_state(record.entry)
    key = record.entry.kind
    return Proposal(key, current | fields, current, record.entry, record.version)


def test_what_is_submitted_is_nowhere_public():
    before = Entry.objects.count()
    propose(Proposal("vendor", state("vendor", name="Neuf", tags=["inédit"])))
    assert Entry.objects.count() == before
    assert not Vendor.objects.exists()
    assert not Tag.objects.exists()
    assert not Revision.objects.exists()


def test_accepting_publishes_the_record_its_revision_and_a_public_decision(mona):
    submission = propose(Proposal("vendor", state("vendor", name="Neuf")))
    version = DataVersion.current()
    [revision] = decide.accept(submission, 1, mona, reason="vérifié")
    assert Vendor.objects.get().name == "Neuf"
    assert revision.number == 1
    assert Decision.objects.get().reason == "vérifié"
    assert DataVersion.current() == version + 1


def test_a_contribution_may_link_records_that_it_creates_itself(mona):
    place = make_place(name="Moirans")
    role = {"key": "00000000-0000-0000-0000-000000000001", "entry": "@0", "role": "publisher",
            "confidence": "stated", "note": ""}  # fmt: skip
    submission = propose(
        Proposal("vendor", state("vendor", name="Nouvelle société")),
        Proposal("deployment", state("deployment", title="Essai", places=[place.entry.slug],
                                     roles=[role])),
    )  # fmt: skip
    decide.accept(submission, 1, mona)
    deployment = Deployment.objects.get()
    assert deployment.roles.get().entry == Vendor.objects.get().entry


def test_a_record_left_out_takes_the_rows_about_it_along(mona):
    role = {"key": "00000000-0000-0000-0000-000000000001", "entry": "@0", "role": "publisher",
            "confidence": "stated", "note": ""}  # fmt: skip
    submission = propose(
        Proposal("vendor", state("vendor", name="Douteuse")),
        Proposal("deployment", state("deployment", title="Essai", roles=[role])),
    )
    decide.accept(submission, 1, mona, {0: decide.Edit({}, {}, skip=True)})
    assert not Vendor.objects.exists()
    assert not Deployment.objects.get().roles.exists()


def test_accepting_creates_the_tags_that_did_not_exist(mona):
    make("tag", name="Éducation")
    decide.accept(
        propose(Proposal("vendor", state("vendor", name="A", tags=["education", "Neuf"]))), 1, mona
    )
    assert sorted(Vendor.objects.get().tags.values_list("name", flat=True)) == ["Neuf", "Éducation"]
    assert Tag.objects.count() == 2


def test_a_published_record_takes_the_place_of_a_proposed_one(mona):
    known = make("vendor", name="BriefCam")
    role = {"key": "00000000-0000-0000-0000-000000000001", "entry": "@0", "role": "publisher",
            "confidence": "stated", "note": ""}  # fmt: skip
    submission = propose(
        Proposal("vendor", state("vendor", name="Briefcam SA")),
        Proposal("deployment", state("deployment", title="Essai", roles=[role])),
    )
    mapped = decide.Edit({}, {}, existing="vendor/briefcam")
    decide.accept(submission, 1, mona, {0: mapped})
    assert Vendor.objects.get().pk == known.pk
    assert Deployment.objects.get().roles.get().entry == known.entry
    assert submission.state == "accepted"


def test_one_bad_record_keeps_the_whole_contribution_out(mona):
    submission = propose(
        Proposal("vendor", state("vendor", name="Bonne")),
        Proposal("source", state("source", title="Mauvaise", url="javascript:alert(1)")),
    )
    with pytest.raises(history.Refused):
        decide.accept(submission, 1, mona)
    assert not Vendor.objects.exists()
    submission.refresh_from_db()
    assert submission.state == Submission.State.RECEIVED


def test_a_decision_made_twice_counts_once(mona, max_moderator):
    submission = propose(Proposal("vendor", state("vendor", name="Une")))
    decide.accept(submission, 1, mona)
    with pytest.raises(decide.AlreadyDecided):
        decide.refuse(submission, 1, max_moderator, "non")
    assert Decision.objects.count() == 1


def test_refusing_keeps_the_reason_and_publishes_nothing(mona):
    submission = propose(Proposal("vendor", state("vendor", name="Une")))
    decide.refuse(submission, 1, mona, "pas de source")
    submission.refresh_from_db()
    assert submission.reason == "pas de source"
    assert not Vendor.objects.exists()


def test_a_question_leaves_the_contribution_in_the_queue(mona):
    submission = propose(Proposal("vendor", state("vendor", name="Une")))
    decide.ask(submission, 1, mona, "Quelle page ?")
    assert submission in Submission.objects.waiting()
    assert submission.messages.get().text == "Quelle page ?"
    decide.accept(submission, 2, mona)
    assert Vendor.objects.exists()


def test_two_edits_of_different_fields_both_enter(mona):
    vendor = make("vendor", name="XXII")
    first = propose(edit(vendor, country="FR"))
    second = propose(edit(vendor, website="https://xxii.example/"))
    decide.accept(first, 1, mona)
    decide.accept(second, 1, mona)
    vendor.refresh_from_db()
    assert (vendor.country, vendor.website) == ("FR", "https://xxii.example/")


def test_two_edits_of_the_same_field_are_a_conflict_that_a_person_settles(mona):
    vendor = make("vendor", name="XXII", country="FR")
    first = propose(edit(vendor, country="BE"))
    second = propose(edit(vendor, country="CH"))
    decide.accept(first, 1, mona)
    with pytest.raises(decide.Conflict) as conflict:
        decide.accept(second, 1, mona)
    assert conflict.value.fields == ("country",)
    vendor.refresh_from_db()
    assert vendor.country == "BE"


@pytest.mark.parametrize("change", [{"merged": True}, {"withdrawn_on": "2026-01-01"}])
def test_an_edit_of_a_record_that_is_gone_is_refused(mona, change):
    vendor, other = make("vendor", name="Partie"), make("vendor", name="Reste")
    submission = propose(edit(vendor, country="BE"))
    gone = {"merged_into": other.entry} if "merged" in change else change
    Entry.objects.filter(pk=vendor.pk).update(**gone)
    with pytest.raises(decide.TargetGone):
        decide.accept(submission, 1, mona)


def test_the_same_form_sent_twice_is_one_contribution():
    token, proposal = form_tokens.issue(), Proposal("vendor", state("vendor", name="Une"))
    assert submit([proposal], token) == submit([proposal], token)
    assert Submission.objects.count() == 1


def test_a_used_form_sent_with_other_content_is_not_taken_for_the_first():
    token = form_tokens.issue()
    submit([Proposal("vendor", state("vendor", name="Une"))], token)
    with pytest.raises(Replayed):
        submit([Proposal("vendor", state("vendor", name="Autre"))], token)


def test_a_slug_is_never_reused_nor_changed_with_the_title(mona):
    vendor = make("vendor", name="Nom")
    decide.accept(propose(edit(vendor, name="Tout autre nom")), 1, mona)
    vendor.refresh_from_db()
    assert vendor.entry.slug == "nom"
    assert make("vendor", name="Nom").entry.slug == "nom-2"


def test_the_digest_chain_holds_from_one_revision_to_the_next():
    for name in ("Une", "Deux", "Trois"):
        make("vendor", name=name)
    assert list(integrity.problems()) == []


@pytest.mark.parametrize("column", ["snapshot", "salts", "commitments"])
def test_a_byte_changed_by_hand_is_named(column):
    make("vendor", name="Une")
    revision = Revision.objects.get()
    changed = getattr(revision, column) | {"name": "Autre"}
    Revision.objects.filter(pk=revision.pk).update(**{column: changed})
    assert any("vendor/une" in problem for problem in integrity.problems())


def test_a_public_row_changed_by_hand_is_named():
    make("vendor", name="Une")
    Vendor.objects.update(country="XX")
    assert "vendor/une: country is not what revision 1 states" in list(integrity.problems())


def test_a_place_cannot_lie_in_itself_nor_in_what_lies_in_it(mona):
    outer = make_place("Dehors", kind="region")
    inner = make_place("Dedans", parent=outer.entry.slug)
    for place, parent in ((outer, outer), (outer, inner)):
        with pytest.raises(history.Refused):
            decide.accept(propose(edit(place, parent=parent.entry.slug)), 1, mona)


def test_what_lies_in_a_place_moves_with_it(mona):
    first, second = make_place("Une", kind="region"), make_place("Deux", kind="region")
    middle = make_place("Milieu", kind="department", parent=first.entry.slug)
    town = make_place("Ville", parent=middle.entry.slug)
    decide.accept(propose(edit(middle, parent=second.entry.slug)), 1, mona)
    town.refresh_from_db()
    assert town.ancestor_ids() == [second.pk, middle.pk]
    assert list(integrity.problems()) == []


def test_tags_in_other_scripts_stay_apart(mona):
    for name in ("مراقبة", "監視", "x"):
        tagged = state("vendor", name=f"Société {name}", tags=[name])
        decide.accept(propose(Proposal("vendor", tagged)), 1, mona)
    assert sorted(Tag.objects.values_list("name", flat=True)) == sorted(["مراقبة", "監視", "x"])


@pytest.mark.parametrize("text", [">" * 25_000 + "x", "> " * 20_000 + "x", "- > " * 10_000 + "x"])
def test_a_text_nested_beyond_reason_is_rendered_the_same_everywhere(text):
    make("event", title="Nid", description=text)
    assert list(integrity.problems()) == []


def test_rebuilding_makes_derived_data_again():
    vendor = make("vendor", name="Une")
    vendor.entry.names.all().delete()
    assert list(integrity.problems()) != []
    list(rebuild.rebuild())
    assert list(integrity.problems()) == []
