"""Fields of forms, told what their contribution declares and knows; copied once for all of it."""

import copy

from .fields import EntryField, PathField, TagsField, TermField, TermsField, Vocabulary


def tell(fields: dict, vocabulary: Vocabulary, declared: dict | None = None, known=None) -> None:
    """Tell every field which `@n` exist, which terms may be chosen, what is looked up."""
    for field in fields.values():
        if isinstance(field, EntryField):
            field.declared = declared or {}
        if isinstance(field, EntryField | TagsField):
            field.known = known
        if isinstance(field, TermField | TermsField):
            field.use(vocabulary)


class SharedFields(dict):
    """The fields of one class of forms, for forms that are only asked whether a record is right.

    Django copies the fields of a class for each form, deeply, in case the form changes them. Of
    these a form copies the field alone that is told of its own record: which value a row is about.
    """

    def __deepcopy__(self, memo) -> dict:
        return {
            name: copy.deepcopy(field, memo) if isinstance(field, PathField) else field
            for name, field in self.items()
        }
