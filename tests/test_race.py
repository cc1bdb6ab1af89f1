"""Two people act on the same contribution at the same instant: one wins, the other is told."""

import functools
import threading

import pytest
from django.db import connection, connections

from cases.intake.models import Submission, Transition
from cases.models import Decision, Revision
from cases.moderation import claims, decide, dialogue
from tests.make import make_moderator, propose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]
DECIDED = "of two at once one wins, and the other is told"
RACES = "19: two moderators act at the same instant"


def accept(submission, user):
    decide.accept(submission, 1, user)


def refuse(submission, user):
    decide.refuse(submission, 1, user, "non")


def ask(submission, user):
    decide.ask(submission, 1, user, "Quelle page ?")


def withdraw(submission, _user):
    dialogue.withdraw(submission)


def hold(submission, user):
    if not claims.claim(submission, user):
        raise decide.AlreadyDecided


PAIRS = [(accept, accept), (accept, refuse), (refuse, ask), (accept, withdraw)]


def at_once(*acts) -> list[str]:
    """Do all of it at the same instant, each in a thread with a connection of its own."""
    outcomes, start = [], threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
            outcomes.append("won")
        except decide.AlreadyDecided:
            outcomes.append("told")
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def two():
    """Two moderators."""
    return make_moderator("mona"), make_moderator("max")


def fresh(number: int):
    """The same contribution as each of two people reads it."""
    pk = propose("vendor", name=f"Disputée {number}").pk
    return Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)


def test_of_two_decisions_exactly_one_is_made_and_published_once(two, soak_count):
    for number in soak_count(DECIDED, RACES, full=200, few=4):
        first, second = PAIRS[number % len(PAIRS)]
        one, other = fresh(number)
        acts = functools.partial(first, one, two[0]), functools.partial(second, other, two[1])
        outcomes = at_once(*acts)
        assert outcomes == ["told", "won"], (number, first, second)
        one.refresh_from_db()
        assert Transition.objects.filter(submission=one).count() <= 1
        published = Revision.objects.filter(entry__kind="vendor", entry__slug=f"disputee-{number}")
        assert published.count() == (one.state == "accepted")
    decided = Submission.objects.filter(state__in=("accepted", "refused")).count()
    assert Decision.objects.count() == decided


def test_of_two_who_open_it_exactly_one_holds_it(two, soak_count):
    for number in soak_count(DECIDED, RACES, full=200, few=4):
        pairs = zip(fresh(number), two, strict=True)
        outcomes = at_once(*(functools.partial(hold, each, who) for each, who in pairs))
        assert outcomes == ["told", "won"], number
