"""What a moderator should look at first, computed on arrival; each flag says why."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from cases.intake.models import Submission

from .duplicates import possible_duplicates
from .found import Flag, Found
from .known_vendors import unknown_for_the_technology
from .manner import Manner
from .personal import traces_of_people
from .plausible import out_of_reach
from .submit import Proposal
from .texts import free_texts, hash_of_texts, prose

LINK = re.compile(r"https?://|www\.", re.I)
MOST_LINKS = 5
SHOUTED_FROM, SHOUTED_PART = 40, 0.6  # letters, and how many of them are capitals
MOST_COUNTED = 100


def flags_of(
    proposals: list[Proposal], basis: str, manner: Manner | None = None, known: int = 0
) -> list[dict]:
    """[{"flag", "why", …}] of a contribution, each flag once, as `Found.plain` writes them.

    `known` is the number of the submission itself, where it is stored already.
    """
    found = {}
    for one in _all(proposals, basis, manner or Manner(), known):
        found.setdefault(one.flag, one)
    return [one.plain() for one in found.values()]


def flags_of_text(text: str) -> list[dict]:
    """The same for a plain text, such as a complaint: what a moderator should not copy."""
    found = {}
    for one in (*traces_of_people([text]), *_of_prose(text)):
        found.setdefault(one.flag, one)
    return [one.plain() for one in found.values()]


def flags_of_manner(manner: Manner) -> list[dict]:
    """The flags of how something was sent, whatever it says."""
    return [one.plain() for one in _of_manner(manner)]


def _all(proposals, basis, manner, known) -> Iterator[Found]:
    yield from _of_duplicates(proposals)
    for proposal in proposals:
        yield from traces_of_people(free_texts(proposal))
        yield from _of_prose("\n".join(prose(proposal)))
        yield from out_of_reach(proposal, proposals)
        yield from unknown_for_the_technology(proposal)
        if proposal.kind == "vendor" and proposal.target is None:
            yield Found(
                Flag.NEW_VENDOR,
                _("“%(name)s”: look for another spelling in the register, then for its SIREN."),
                {"name": proposal.title},
            )  # fmt: skip
    yield from _of_sources(proposals, basis)
    yield from _of_repetition(proposals, known)
    yield from _of_manner(manner)


def _of_duplicates(proposals: list[Proposal]) -> Iterator[Found]:
    repeats = possible_duplicates(proposals)
    if repeats:
        first = repeats[0]
        yield Found(
            Flag.DUPLICATE,
            _("“%(title)s”: compare, and merge what is new into it."),
            {"title": first.entry.title},
            tuple(repeat.entry.reference for repeat in repeats),
        )  # fmt: skip


def _of_prose(text: str) -> Iterator[Found]:
    links = len(LINK.findall(text))
    if links > MOST_LINKS:
        yield Found(Flag.LINKS, _("%(n)s links in the text: a source has a field of its own."),
                    {"n": links})  # fmt: skip
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) > SHOUTED_FROM and sum(map(str.isupper, letters)) > SHOUTED_PART * len(letters):
        yield Found(Flag.SHOUTING, _("“%(text)s”: rewrite it in small letters."),
                    {"text": text.strip()[:60]})  # fmt: skip


def _of_sources(proposals: list[Proposal], basis: str) -> Iterator[Found]:
    if not basis:
        yield Found(Flag.NO_BASIS, _("Ask whether it was seen, or read, and where."))
    cited = any(p.data.get("citations") for p in proposals)
    if not cited and not any(p.kind == "source" for p in proposals):
        yield Found(Flag.NO_SOURCE, _("Ask for a document, a link or a picture, or look for one."))


def _of_repetition(proposals: list[Proposal], known: int) -> Iterator[Found]:
    said = hash_of_texts(proposals)
    if not said:
        return
    same = Submission.objects.filter(text_hash=said, channel=Submission.Channel.FORM)
    same = same.exclude(pk=known).exclude(state=Submission.State.WITHDRAWN)
    numbers = list(same.order_by("-pk").values_list("pk", flat=True)[:MOST_COUNTED])
    if numbers:
        yield Found(
            Flag.REPEATED,
            _("Others with the same text so far: %(n)s. The last is contribution %(number)s: "
              "decide on them together."),
            {"n": len(numbers), "number": numbers[0]},
        )  # fmt: skip


def _of_manner(manner: Manner) -> Iterator[Found]:
    if manner.hasty:
        yield Found(Flag.HASTY, _("Faster than a person reads: a machine, or a prepared text."))
    if manner.trapped:
        yield Found(Flag.TRAP, _("A machine most likely, or a browser that shows everything."))
    if manner.unanswered:
        yield Found(Flag.QUESTION, _("Many were being sent; this one came without the answer."))
