"""docs/data-dictionary.md says what the registry and the forms say."""

from django.conf import settings

from cases.kinds import KINDS
from cases.management.commands.data_dictionary import document

PRINTED = "run: python manage.py data_dictionary > docs/data-dictionary.md"


def test_the_document_is_the_one_that_the_forms_print():
    assert (settings.BASE_DIR / "docs" / "data-dictionary.md").read_text("utf-8") == document(), (
        PRINTED
    )


def test_every_field_of_every_kind_is_in_it():
    text = document()
    for kind in KINDS.values():
        part = text.split(f"\n## {kind.key}\n")[1].split("\n## ")[0]
        shared = text.split("\n## Fields of every kind\n")[1]
        for name in kind.form.base_fields:
            assert f"| `{name}` |" in part or f"| `{name}` |" in shared, (kind.key, name)
