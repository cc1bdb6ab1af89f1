"""System checks that prove the registry of kinds complete."""

from django.conf import settings
from django.core.checks import Error, register

from .kinds import KINDS


@register()
def registry_is_complete(app_configs, **options) -> list[Error]:
    """Every editable field is in its form, every column exists, every kind has its template."""
    errors = []
    for kind in KINDS.values():
        errors += _missing_fields(kind)
        if not (settings.BASE_DIR / "templates" / kind.template).exists():
            errors.append(Error(f"{kind.key}: {kind.template} is missing.", id="cases.E002"))
        for name in kind.essential:
            if name not in kind.form.base_fields:
                errors.append(Error(f"{kind.key}: no form field {name}.", id="cases.E003"))
    return errors


def _missing_fields(kind) -> list[Error]:
    editable = {
        f.name
        for f in [*kind.model._meta.fields, *kind.model._meta.many_to_many]
        if f.editable and f.name not in ("entry", "slug")
    }
    missing = sorted(editable - set(kind.form.base_fields))
    return [
        Error(f"{kind.key}: the form has no field {', '.join(missing)}.", id="cases.E001")
    ] if missing else []  # fmt: skip
