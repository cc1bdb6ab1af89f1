"""What a moderator says of a decision: a reason of the list, own words, or both."""

from dataclasses import dataclass

from cases.intake.models import Reason

from . import audit


@dataclass(frozen=True)
class Said:
    """The public words of a decision in both languages, and the reason of the list they hold."""

    fr: str = ""
    en: str = ""
    chosen: Reason | None = None

    def __bool__(self) -> bool:
        """True when something is said."""
        return bool(self.fr or self.en)


def said(words: str = "", chosen: Reason | None = None) -> Said:
    """The text of the chosen reason, then the moderator's own words, which both languages show."""
    words = words.strip()
    if chosen is None:
        return Said(words, words)
    french, english = (
        "\n\n".join(part for part in (chosen.text(language), words) if part)
        for language in ("fr", "en")
    )
    return Said(french, english, chosen)


def offered(use: str = "") -> list[Reason]:
    """The reasons in use, in order: all, or those for one decision (a value of Reason.Use)."""
    found = Reason.objects.filter(is_active=True)
    return list(found.filter(use=use) if use else found)


def default_for(use: str) -> Reason | None:
    """The first reason for this decision, taken when nothing else was said."""
    return next(iter(offered(use)), None)


def keep_reason(form, moderator) -> Reason:
    """Save a reason from its valid form. What was said with it before keeps its words."""
    reason = form.save()
    audit.write(moderator, "edit reason", f"reason/{reason.pk}")
    return reason
