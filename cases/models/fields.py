"""Model fields of the register: links to entries, terms of a vocabulary, lists, partial dates."""

from django.db import models

from .entry import Entry


class EntryLink(models.ForeignKey):
    """A link to one entry of the kinds named, such as `EntryLink("vendor")`."""

    def __init__(self, *kinds, **options):
        self.kinds = kinds or tuple(options.pop("kinds", ()))
        options.setdefault("to", Entry)
        options.setdefault("on_delete", models.PROTECT)
        options.setdefault("related_name", "+")
        super().__init__(**options)

    def deconstruct(self):
        """Keep the kinds in migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "kinds": self.kinds}

    def formfield(self, **options):
        """A text input that finds the entry by address or name."""
        from cases.forms.fields import EntryField

        return EntryField(
            self.kinds, required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )


class EntryLinks(models.ManyToManyField):
    """Links to any number of entries of the kinds named."""

    def __init__(self, *kinds, **options):
        self.kinds = kinds or tuple(options.pop("kinds", ()))
        options.setdefault("to", Entry)
        options.setdefault("related_name", "+")
        options.setdefault("blank", True)
        super().__init__(**options)

    def deconstruct(self):
        """Keep the kinds in migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "kinds": self.kinds}

    def formfield(self, **options):
        """A text input that finds several entries, one a line."""
        from cases.forms.fields import EntriesField

        return EntriesField(
            self.kinds, required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )


class TermLink(EntryLink):
    """A link to one term of a vocabulary, such as `TermLink("source_kind")`."""

    def __init__(self, scheme="", **options):
        self.scheme = options.pop("scheme", scheme)
        options.pop("kinds", None)
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__("term", **options)

    def deconstruct(self):
        """Keep the scheme in migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "scheme": self.scheme}

    def formfield(self, **options):
        """A choice among the terms of the scheme."""
        from cases.forms.fields import TermField

        return TermField(
            self.scheme, required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )


class TermLinks(EntryLinks):
    """Links to several terms of one vocabulary."""

    def __init__(self, scheme="", **options):
        self.scheme = options.pop("scheme", scheme)
        options.pop("kinds", None)
        super().__init__("term", **options)

    def deconstruct(self):
        """Keep the scheme in migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "scheme": self.scheme}

    def formfield(self, **options):
        """Boxes to tick, one for each term of the scheme."""
        from cases.forms.fields import TermsField

        return TermsField(
            self.scheme, required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )


class TextListField(models.JSONField):
    """An ordered list of short texts."""

    def __init__(self, **options):
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(**options)

    def formfield(self, **options):
        """One text a line."""
        from cases.forms.fields import LinesField

        return LinesField(
            required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )


class PartialDateField(models.CharField):
    """A date as precise as it is known, as EDTF text (ISO 8601-2): `2022-06`, `2019~`."""

    def __init__(self, **options):
        options.setdefault("max_length", 60)
        super().__init__(**options)

    def formfield(self, **options):
        """A text input that reads dates as people write them."""
        from cases.forms.fields import PartialDateFormField

        return PartialDateFormField(
            required=not self.blank, label=self.verbose_name, help_text=self.help_text
        )
