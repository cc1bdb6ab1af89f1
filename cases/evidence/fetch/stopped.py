"""Every reason why a page was not read, and whose decision that was."""

from cases.models import Why

OURS = {Why.SCHEME, Why.FORM, Why.USER, Why.PORT, Why.ADDRESS, Why.LISTED, Why.REDIRECTS,
        Why.TYPE, Why.ENCODING, Why.SIZE}  # fmt: skip
THEIRS = {Why.ROBOTS, Why.RIGHTS}


class Stopped(Exception):
    """A page was not read. `why` says it; `detail` is for the operator, never shown."""

    def __init__(self, why: Why, detail: str = ""):
        super().__init__(f"{why.value}: {detail}" if detail else why.value)
        self.why, self.detail = why, detail

    @property
    def is_ours(self) -> bool:
        """True when the register refuses, whatever the site would have answered."""
        return self.why in OURS

    @property
    def is_theirs(self) -> bool:
        """True when the publisher asked not to be copied."""
        return self.why in THEIRS
