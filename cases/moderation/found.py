"""One thing that a machine found in a contribution, with what a person may do about it."""

from dataclasses import dataclass, field

from cases.intake.models import Submission

Flag = Submission.Flag
MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Found:
    """A flag; `why` is a sentence for moderators, in English with places for `about`.

    It is translated when it is read, for the moderator may read another language than the
    sender. `records` are the addresses (`kind/slug`) of the records it names.
    """

    flag: str
    why: str
    about: dict = field(default_factory=dict)
    records: tuple[str, ...] = ()

    def plain(self) -> dict:
        """What is stored with the contribution."""
        about = {name: str(value)[:MOST_CHARACTERS] for name, value in self.about.items()}
        stored = {"flag": str(self.flag), "why": self.why}
        if about:
            stored["about"] = about
        if self.records:
            stored["records"] = list(self.records)
        return stored
