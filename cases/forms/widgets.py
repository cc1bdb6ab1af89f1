"""Inputs of the register; each works without JavaScript."""

from django import forms


class EntryInput(forms.TextInput):
    """A text input for one entry, with the candidates to choose from when several fit."""

    template_name = "widgets/entry.html"
    kinds = ()
    candidates = ()

    def get_context(self, name, value, attrs):
        """Give the template the candidates of an ambiguous answer."""
        context = super().get_context(name, value, attrs)
        context["widget"]["candidates"] = self.candidates
        context["widget"]["kinds"] = " ".join(self.kinds)
        return context

    def value_from_datadict(self, data, files, name):
        """What was typed and what was picked."""
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def format_value(self, value):
        """What was typed first; picks are shown as picks; nothing where nothing was sent."""
        if isinstance(value, list):
            value = value[0] if value else ""
        return super().format_value(value)


class EntriesInput(EntryInput):
    """A text input of several lines for several entries."""

    template_name = "widgets/entries.html"

    def format_value(self, value):
        """One entry a line."""
        joined = "\n".join(str(part) for part in value) if isinstance(value, list) else value
        return super().format_value(joined)


class LinesInput(forms.Textarea):
    """A short text area: one text a line."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 3, **(attrs or {})})


class TagsInput(forms.TextInput):
    """Tags separated by commas."""

    def __init__(self, attrs=None):
        super().__init__({"data-complete": "tag", "data-complete-as": "tag", **(attrs or {})})
