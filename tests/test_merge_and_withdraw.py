"""Merging and withdrawing: links follow, addresses never die, and both can be undone."""

import pytest

from cases import history, integrity
from cases.intake.models import Member, Operation
from cases.kinds import KINDS
from cases.models import Decision, Deployment, Entry, Revision, Vendor
from cases.moderation import merge, withdraw
from tests.full import full_state
from tests.make import (
    cited,
    edit,
    make,
    make_deployment,
    make_place,
    make_source,
    make_vendor,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editing(moderating, mona):
    """A client that an editor is logged in with."""
    Member.objects.filter(user=mona).update(role=Member.Role.EDITOR)
    return moderating


@pytest.fixture
def twins():
    """Two records of one firm, and a deployment and money that name the first."""
    first = make_vendor("XXII Group", aliases=["Vingt-deux"])
    second = make_vendor("XXII")
    make_deployment(title="Essai", vendor=first)
    make("funding", title="Levée", payee=first)
    return first, second


def test_links_and_names_move_to_the_record_that_stays(twins, mona):
    merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même société")
    assert Deployment.objects.get().roles.get().entry == twins[1].entry
    assert Vendor.objects.get().aliases == ["XXII Group", "Vingt-deux"]
    assert Decision.objects.first().kind == "merged"
    assert list(integrity.problems()) == []


def test_the_old_address_leads_to_the_new_one(client, twins, mona):
    url = twins[0].get_absolute_url()
    merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même")
    response = client.get(url)
    assert (response.status_code, response.headers["Location"]) == (301, "/vendors/xxii/")
    assert "XXII Group" not in client.get("/vendors/").content.decode().replace("XXII Group]", "")


def test_undoing_a_merge_restores_both_and_what_pointed_to_them(client, twins, mona):
    before = [history.current_state(vendor.entry) for vendor in twins]
    operation = merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même")
    edit(Deployment.objects.get(), note="changée depuis")
    merge.undo_merge(operation, mona)
    assert [history.current_state(vendor.entry) for vendor in twins] == before
    assert Deployment.objects.get().roles.get().entry == twins[0].entry
    assert Deployment.objects.get().note == "changée depuis"
    assert client.get("/vendors/xxii-group/").status_code == 200
    assert list(integrity.problems()) == []


def test_a_merge_is_undone_once(twins, mona):
    operation = merge.merge_records(twins[0].entry, twins[1].entry, mona, "la même")
    merge.undo_merge(operation, mona)
    revisions = Revision.objects.count()
    merge.undo_merge(operation, mona)
    assert Revision.objects.count() == revisions


def test_a_record_cannot_be_merged_into_itself_or_into_another_kind(twins, mona):
    for target in (twins[0].entry, make_source("Une source").entry):
        with pytest.raises(merge.CannotMerge):
            merge.merge_records(twins[0].entry, target, mona, "erreur")


def test_a_withdrawn_record_leaves_a_tombstone_and_no_link(client, twins, mona):
    url = twins[0].get_absolute_url()
    withdraw.withdraw(twins[0].entry, mona, "données personnelles")
    assert client.get(url).status_code == 410
    assert client.get(f"{url}history/").status_code == 410
    assert not Deployment.objects.get().roles.exists()
    assert "XXII Group" not in client.get("/vendors/").content.decode()
    assert "Vingt-deux" not in client.get("/search/?q=vingt").content.decode()
    assert list(integrity.problems()) == []


def test_nothing_of_a_withdrawn_record_stays_in_a_public_table(mona):
    vendor = make_vendor("Zyxvendeur", description="zyxtexte", tags=["zyxtag"])
    withdraw.withdraw(vendor.entry, mona, "demande")
    kept = [*Entry.objects.filter(pk=vendor.pk).values("title", "search_names", "search_text"),
            *Revision.objects.filter(entry=vendor.entry).values("snapshot", "salts")]  # fmt: skip
    assert "zyx" not in str(kept).lower()


def test_undoing_a_withdrawal_restores_the_record_its_history_and_its_links(client, twins, mona):
    before = history.current_state(twins[0].entry)
    operation = withdraw.withdraw(twins[0].entry, mona, "erreur")
    withdraw.undo_withdrawal(operation, mona)
    assert history.current_state(twins[0].entry) == before
    assert Deployment.objects.get().roles.get().entry == twins[0].entry
    assert client.get("/vendors/xxii-group/history/1/").status_code == 200
    assert list(integrity.problems()) == []


def test_a_source_that_is_withdrawn_takes_its_citations_along(mona):
    source = make_source("Retirée")
    vendor = make_vendor("XXII", citations=[cited(source)])
    withdraw.withdraw(source.entry, mona, "demande")
    assert not vendor.entry.citations.exists()


def test_what_another_record_cannot_do_without_stays(mona):
    place = make_place("Ville")
    make("camera", place=place)
    with pytest.raises(history.Refused):
        withdraw.withdraw(place.entry, mona, "erreur")
    place.entry.refresh_from_db()
    assert place.entry.is_live


@pytest.mark.parametrize("key", [key for key in KINDS if key != "term"])
def test_a_full_record_of_any_kind_survives_withdrawal_and_its_undoing(key, mona):
    record = make(key, **full_state(key))
    before = history.current_state(record.entry)
    withdraw.undo_withdrawal(withdraw.withdraw(record.entry, mona, "essai"), mona)
    assert history.current_state(record.entry) == before
    assert list(integrity.problems()) == []


def test_an_editor_sees_what_moves_before_merging(editing, twins):
    url = "/moderation/records/vendors/xxii-group/"
    sent = {"target": "XXII", "reason": "la même", "action": "preview"}
    assert "Essai" in editing.post(url, sent).content.decode()
    assert Vendor.objects.count() == 2
    assert editing.post(url, sent | {"action": "merge"}).status_code == 302
    assert Vendor.objects.count() == 1


def test_merging_and_undoing_a_merge_are_for_editors(moderating, edith, twins):
    url = "/moderation/records/vendors/xxii-group/"
    assert 'value="preview"' not in moderating.get(url).content.decode()
    for action in ("preview", "merge"):
        sent = {"target": "XXII", "reason": "la même", "action": action}
        assert moderating.post(url, sent).status_code == 403
    merge.merge_records(twins[0].entry, twins[1].entry, edith, "la même")
    operation = Operation.objects.get()
    undo = moderating.post("/moderation/operations/", {"operation": operation.pk})
    assert undo.status_code == 403
    assert Vendor.objects.count() == 1


def test_a_moderator_withdraws_and_undoes(client, moderating, twins):
    url = "/moderation/records/vendors/xxii-group/"
    sent = {"withdraw-reason": "demande", "withdraw-ground": "personal", "action": "withdraw"}
    moderating.post(url, sent)
    assert client.get("/vendors/xxii-group/").status_code == 410
    operation = Operation.objects.get()
    moderating.post("/moderation/operations/", {"operation": operation.pk})
    assert client.get("/vendors/xxii-group/").status_code == 200


@pytest.mark.parametrize("action", ["merge", "withdraw"])
def test_neither_is_done_without_a_reason(editing, twins, action):
    sent = {"target": "XXII", "reason": "", "withdraw-reason": "", "action": action}
    response = editing.post("/moderation/records/vendors/xxii-group/", sent)
    assert response.status_code == 422
    assert Vendor.objects.count() == 2


@pytest.mark.parametrize("path", ["/moderation/records/", "/moderation/operations/",
                                  "/moderation/records/vendors/xxii/"])  # fmt: skip
def test_visitors_and_strangers_may_do_none_of_it(client, stranger, twins, path):
    assert client.get(path).status_code == 302
    sign_in(client, stranger)
    assert client.get(path).status_code == 403


def test_a_record_is_opened_by_its_name(moderating, twins):
    response = moderating.post("/moderation/records/", {"record": "xxii"})
    assert response.headers["Location"] == "/moderation/records/vendors/xxii/"
