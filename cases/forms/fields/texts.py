"""Texts: of several lines, lists of lines, tags."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import text
from cases.forms.lookup import tag_addresses
from cases.forms.widgets import LinesInput, TagsInput
from cases.models import Tag

MOST_LINES = 100
MOST_TAGS = 30


def check_visible(value: str) -> None:
    """Refuse characters that cannot be seen, and texts made of nothing else."""
    try:
        text.check_text(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invisible") from error
    if value and not any(unicodedata.category(letter)[0] in "LNPS" for letter in value):
        raise ValidationError(_("Write something that can be read."), code="invisible")


def check_web_address(value: str) -> None:
    """Accept http and https addresses without a user name before the host."""
    if value.partition("://")[0].lower() not in ("http", "https"):
        raise ValidationError(_("Give an address that begins with https:// or http://."))
    if "@" in value.partition("://")[2].partition("/")[0]:
        raise ValidationError(_("Give the address without a user name."))


class LongTextField(forms.CharField):
    """Text of several lines, with one kind of line end."""

    default_validators = [check_visible]

    def to_python(self, value):
        """The text, stripped, with line feeds only."""
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))


class LinesField(LongTextField):
    """A list of short texts, one a line."""

    widget = LinesInput
    default_error_messages = {
        "long": _("A line is longer than 300 characters: cut it in two."),
        "many": _(
            "More than 100 lines: keep the first hundred, and say the rest in the description."
        ),
    }

    def to_python(self, value):
        """The lines that are not empty."""
        joined = "\n".join(value) if isinstance(value, list) else value
        lines = [line.strip() for line in super().to_python(joined).split("\n")]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise ValidationError(self.error_messages["many"], code="many")
        if any(len(line) > 300 for line in lines):
            raise ValidationError(self.error_messages["long"], code="long")
        return lines

    def run_validators(self, value):
        """Each line is checked as a text is."""
        for line in value:
            super().run_validators(line)

    def plain(self, lines) -> list[str]:
        """The lines."""
        return list(lines or [])

    def typed(self, plain: list[str]) -> str:
        """One a line."""
        return "\n".join(plain)

    def prepare_value(self, value):
        """One a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data) -> bool:
        """Compare the lines."""
        return super().has_changed(self.prepare_value(initial), data)


class TagsField(forms.CharField):
    """Tags by name, separated by commas; a new name becomes a tag only when accepted."""

    widget = TagsInput
    known = None  # set by a form that was told what its contribution names
    default_validators = [check_visible]
    default_error_messages = {
        "long": _("A tag has at most 60 characters."),
        "many": _("Give at most %(most)s tags."),
        "letters": _("A tag needs letters or figures."),
    }

    def to_python(self, value):
        """Keys of known tags and names of new ones, sorted."""
        parts = value if isinstance(value, list) else str(value or "").replace("\n", ",").split(",")
        parts = [" ".join(part.split()) for part in parts[: MOST_LINES * 10] if part.strip()]
        names = {text.fold(part): part for part in parts}
        if len(names) > MOST_TAGS:
            raise ValidationError(
                self.error_messages["many"], code="many", params={"most": MOST_TAGS}
            )
        if "" in names:
            raise ValidationError(self.error_messages["letters"], code="letters")
        if any(len(name) > 60 for name in names.values()):
            raise ValidationError(self.error_messages["long"], code="long")
        keys = (self.known.tag_addresses if self.known else tag_addresses)(names)
        return sorted({keys.get(folded, name) for folded, name in names.items()})

    def run_validators(self, value):
        """Each name is checked as a text is."""
        for name in value:
            super().run_validators(name)

    def plain(self, tags) -> list[str]:
        """Sorted keys (and names of new tags)."""
        return sorted(tag.slug if isinstance(tag, Tag) else tag for tag in tags)

    def typed(self, plain: list[str]) -> str:
        """Separated by commas."""
        return ", ".join(plain)

    def prepare_value(self, value):
        """Separated by commas."""
        return ", ".join(self.plain(value)) if isinstance(value, list | tuple) else value
