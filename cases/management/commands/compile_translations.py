"""Compile the translations, cases/**/locale/*/LC_MESSAGES/*.po, without needing gettext.

A file is written only when it changes. A file that is not sound stops the command: broken
syntax, a message there twice, or a translation whose placeholders are not those of the text.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError


def read_catalog(path: Path) -> Catalog:
    """The messages of one file, or an error that names the file and the line."""
    try:
        with path.open("rb") as po:
            catalog = read_po(po, locale=path.parts[-3], domain=path.stem, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error
    refuse_unsound(path, catalog)
    return catalog


def refuse_unsound(path: Path, catalog: Catalog) -> None:
    """Stop at what Babel reads in silence but a reader would see as a wrong or broken page."""
    for message, errors in catalog.check():
        raise CommandError(f"{path}, line {message.lineno}: {errors[0]} in {message.id!r}")
    written = sum(line.startswith("msgid ") for line in path.read_text("utf-8").splitlines())
    kept = len(list(catalog))  # with the header, which every file needs
    if written != kept:
        raise CommandError(f"{path}: {written} msgid lines for {kept} messages: one is there "
                           "twice, or the header is missing.")  # fmt: skip


def compile_file(path: Path) -> bool:
    """Write the .mo beside the .po if it is not there already, and say whether it was written."""
    compiled = BytesIO()
    write_mo(compiled, read_catalog(path))
    target = path.with_suffix(".mo")
    if target.exists() and target.read_bytes() == compiled.getvalue():
        return False
    # Renamed into place, so that a server starting meanwhile never reads half a file.
    partial = target.with_suffix(".mo.partial")
    partial.write_bytes(compiled.getvalue())
    partial.replace(target)
    return True


class Command(BaseCommand):
    """See the module."""

    help = "Compile the translations (.po to .mo) without gettext."
    requires_system_checks = ()

    def handle(self, **options):
        """Compile every file and say how many changed."""
        root = Path(apps.get_app_config("cases").path)
        files = sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))
        written = sum(compile_file(path) for path in files)
        self.stdout.write(f"Translations: {len(files)} files, {written} compiled")
