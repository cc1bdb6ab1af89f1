"""Where a contribution waits: computed from its flags when it arrives, and when it is answered."""

from cases.intake.models import Submission

Flag, Lane = Submission.Flag, Submission.Lane

# How much each flag speaks for junk; at JUNK_FROM a contribution waits with the likely junk.
# Only where it waits depends on it: nothing is refused by a machine.
JUNK_WEIGHT = {
    Flag.TRAP: 2,
    Flag.REPEATED: 2,
    Flag.QUESTION: 1,
    Flag.HASTY: 1,
    Flag.LINKS: 1,
    Flag.SHOUTING: 1,
    Flag.NO_BASIS: 0.5,
    Flag.NO_SOURCE: 0.5,
}
JUNK_FROM = 2
# What takes a person's time: someone may be named, or something is out of reach.
HARD = {
    Flag.EMAIL, Flag.PHONE, Flag.PLATE, Flag.NUMBER, Flag.PERSON, Flag.DATE, Flag.AMOUNT,
    Flag.TECHNOLOGY, Flag.NO_SOURCE, Flag.LINKS,
}  # fmt: skip
# In the order in which an evening clears them fastest.
ORDER = list(Lane)


def lane_of(flags: list[dict], *, busy: bool = False, door: bool = False) -> str:
    """The lane for these flags ([{"flag", "why"}]); a complaint has its own, also when busy."""
    found = {flag["flag"] for flag in flags}
    if door:
        return Lane.DOORS
    if junk_weight(found) >= JUNK_FROM:
        return Lane.JUNK
    if busy:
        return Lane.BUSY
    if Flag.DUPLICATE in found:
        return Lane.DUPLICATE
    return Lane.HARD if found & HARD else Lane.READY


def junk_weight(flags: set[str]) -> float:
    """How much the flags speak for junk."""
    return sum(JUNK_WEIGHT.get(flag, 0) for flag in flags)
