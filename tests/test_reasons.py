"""The list of reasons: moderators edit it, everybody reads it in their own language."""

import pytest
from django.utils import translation

from cases.intake.models import AuditLine, Reason
from cases.models import Decision
from tests.make import propose
from tests.test_moderate import decide

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEXTS = {"label_fr": "Hors sujet", "label_en": "Off topic", "text_fr": "Ce n’est pas le sujet.",
         "text_en": "This is off topic.", "position": 1, "is_active": "on"}  # fmt: skip


@pytest.fixture
def reason(db):
    """A reason to refuse."""
    return Reason.objects.create(use="refuse", **TEXTS | {"is_active": True})


def test_a_new_instance_offers_reasons_for_every_decision(db, first_reasons):
    assert set(Reason.objects.values_list("use", flat=True)) == set(Reason.Use.values)
    assert not Reason.objects.filter(text_en="").exists()


def test_a_reason_alone_is_enough_and_is_read_in_two_languages(moderating, client, reason):
    submission = propose("vendor", name="XXII")
    decide(moderating, submission, "refuse", chosen=str(reason.pk))
    submission.refresh_from_db()
    decision = Decision.objects.get()
    for language, text in (("fr", TEXTS["text_fr"]), ("en", TEXTS["text_en"])):
        with translation.override(language):
            assert submission.reason_in_words == decision.reason_in_words == text
    assert TEXTS["text_en"] in client.get("/en/transparency/").content.decode()
    assert submission.transitions.last().reason == reason


def test_the_public_log_counts_a_refusal_by_the_class_of_its_reason(moderating, reason):
    Reason.objects.update(ground="scope")
    decide(moderating, propose("vendor", name="XXII"), "refuse", chosen=str(reason.pk))
    assert Decision.objects.get().ground == "scope"


def test_own_words_stand_under_the_reason(moderating, reason):
    submission = propose("vendor", name="XXII")
    decide(moderating, submission, "refuse", chosen=str(reason.pk), reason="Voyez la charte.")
    submission.refresh_from_db()
    assert submission.reason == "Ce n’est pas le sujet.\n\nVoyez la charte."


def test_a_reason_for_another_decision_is_refused_beside_its_field(moderating, reason):
    submission = propose("vendor", name="XXII")
    response = decide(moderating, submission, "ask", chosen=str(reason.pk))
    assert response.status_code == 422
    assert "Ce motif sert à une autre décision." in response.content.decode()


def test_moderators_edit_the_list_and_what_was_said_keeps_its_words(moderating, reason):
    submission = propose("vendor", name="XXII")
    decide(moderating, submission, "refuse", chosen=str(reason.pk))
    changed = TEXTS | {"use": "refuse", "text_fr": "Autrement dit."}
    answer = moderating.post(f"/moderation/reasons/{reason.pk}/", changed)
    assert answer.status_code == 302
    submission.refresh_from_db()
    assert submission.reason == TEXTS["text_fr"]
    assert AuditLine.objects.filter(action="edit reason", who="mona").count() == 1


def test_a_reason_without_text_is_not_kept(moderating):
    answer = moderating.post("/moderation/reasons/new/", TEXTS | {"use": "refuse", "text_fr": ""})
    assert answer.status_code == 422
    assert not Reason.objects.filter(label_fr="Hors sujet").exists()


def test_a_reason_no_longer_offered_is_gone_from_the_review(moderating, reason):
    submission = propose("vendor", name="XXII")
    assert "Hors sujet" in moderating.get(f"/moderation/{submission.pk}/").content.decode()
    Reason.objects.update(is_active=False)
    assert "Hors sujet" not in moderating.get(f"/moderation/{submission.pk}/").content.decode()
