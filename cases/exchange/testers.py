"""The instance described for tests from outside: commands, addresses, forms.

Everything is read off the registry, the forms, the settings and the data, so that the
description cannot say anything else than the code does.
"""

from django import forms
from django.conf import settings
from django.urls import reverse

from cases.forms.base import RecordForm
from cases.forms.complaints import AnswerForm
from cases.forms.contribution import AFTER, BEFORE, MOST_LINKED, MOST_ROWS_TOGETHER, AboutForm
from cases.forms.fields import EntryField, PartialDateFormField, TagsField, TermField, TermsField
from cases.forms.fields.links import MOST_TOKENS
from cases.forms.fields.texts import MOST_TAGS
from cases.forms.report import DOORS, AppealForm
from cases.forms.review import DecisionForm
from cases.intake.models import Complaint, Submission
from cases.kinds import KINDS, Kind
from cases.models import Door, Entry, Term

COMMANDS = {
    "run": "make run",
    "test": "make test",
    "migrate": "manage.py migrate",
    "load_reference": "manage.py load_reference",
    "load_corpus": "manage.py load_corpus fixtures/corpus.yaml",
    "create_moderator": "manage.py create_moderator NAME",
    "verify": "manage.py verify",
    "rebuild": "manage.py rebuild",
}

# Addresses that answer moderators only, or to a POST.
NOT_FOR_READERS = [
    "/moderation/", "/moderation/<id>/", "/moderation/complaints/<id>/", "/moderation/operations/",
    "/moderation/records/", "/moderation/records/<list>/<slug>/", "/account/logout/",
]  # fmt: skip


def description() -> dict:
    """Commands, data folder, address patterns with a live example each, forms with their fields."""
    return {
        "commands": COMMANDS,
        "environment": ["PORT", "DATABASE_URL", "DATA_DIR", "DEMO", "TERRITORY", "REQUIRE_ALL"],
        "data_dir": str(settings.DATA_DIR),
        "languages": {"fr": "/", "en": "/en/"},
        "addresses": addresses(),
        "kinds": {key: _kind(kind) for key, kind in KINDS.items()},
        "contribute": _contribute(),
        "report": {
            "path": "/<list>/<slug>/report/",
            "hidden": ["token", "door"],
            "doors": {form.DOOR.value: _fields(form()) for form in DOORS},
            "appeal": _fields(AppealForm()),
        },
        "moderation": {
            "login": {"path": reverse("login"), "fields": ["username", "password", "next"]},
            "queue": {"path": reverse("moderation-queue"),
                      "filters": ["state", "lane", "kind", "territory", "q", "page"]},
            "complaint": {"path": "/moderation/complaints/<id>/", "actions": _answers(),
                          "fields": [_field(name, field, AnswerForm)
                                     for name, field in AnswerForm.base_fields.items()]},
            "review": {"path": "/moderation/<id>/", "fields": _fields(DecisionForm()),
                       "per_change": ["c<n>-seen", "c<n>-keep", "c<n>-settle-<field>", "c<n>-skip",
                                      "c<n>-<field>"]},
        },
        "limits": {
            "request_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            "form_token_seconds": [settings.FORM_TOKEN_MIN_AGE.seconds,
                                   int(settings.FORM_TOKEN_MAX_AGE.total_seconds())],
        },
    }  # fmt: skip


def addresses() -> list[dict]:
    """Every public address pattern, with one live example where the register has one."""
    fixed = ["home", "search", "changes", "cities", "transparency", "transparency-csv",
             "transparency-atom", "contribute", "receipt", "login", "about-register", "healthz",
             "readyz", "testers"]  # fmt: skip
    found = [{"pattern": reverse(name), "example": reverse(name)} for name in fixed]
    found += [{"pattern": "/about/<slug>/", "example": reverse("about", args=["legal"])}]
    found += [{"pattern": pattern, "example": None} for pattern in NOT_FOR_READERS]
    for kind in KINDS.values():
        found += _kind_addresses(kind)
    return found


def _kind_addresses(kind: Kind) -> list[dict]:
    base = reverse("record-list", args=[kind])
    entry = (
        Entry.objects.live().filter(kind=kind.key, revisions__isnull=False).order_by("pk").first()
    )
    record = f"{base}{entry.slug}/" if entry else None
    found = [{"pattern": base, "example": base}]
    for end in ("", "edit/", "report/", "history/", "history/<n>/", "compare/<a>/<b>/"):
        example = end.replace("<n>", "1").replace("<a>/<b>", "1/1")
        found.append(
            {"pattern": f"{base}<slug>/{end}", "example": f"{record}{example}" if record else None}
        )
    contribute = reverse("contribute-kind", args=[kind])
    return [*found, {"pattern": contribute, "example": contribute}]


def _kind(kind: Kind) -> dict:
    form = kind.form()
    return {
        "list": reverse("record-list", args=[kind]),
        "contribute": reverse("contribute-kind", args=[kind]),
        "fields": _fields(form),
        "rows": {
            rows.name: {"prefix": rows.prefix, "fields": _row_fields(rows)} for rows in form.ROWS
        },
        "filters": sorted(kind.filter.base_filters) + ["page", "sort"],
    }


def _row_fields(rows) -> list[dict]:
    return _fields(rows.form())


def _contribute() -> dict:
    return {
        "path": "/contribute/<kind>/",
        "edit": "/<list>/<slug>/edit/",
        "actions": ["preview", "edit", "send"],
        "hidden": ["token", "base_number"],
        "about": _fields(AboutForm()),
        "linked_before": BEFORE | {"other kinds": ("source",)},
        "linked_after": AFTER,
        "required_in_a_new_record": {
            "deployment": ["places", "description"],
            "funding": ["amount, amount_min, amount_max or amount_text"],
            "source": ["title, url or publisher"],
        },
        "most": {
            "rows": MOST_ROWS_TOGETHER,
            "new_records_of_a_kind": MOST_LINKED,
            "tags": MOST_TAGS,
            "entries_in_a_field": MOST_TOKENS,
        },
        "prefixes": "<kind>-<n>-<field> for new records, <row prefix>-<n>-<field> for rows",
        "receipt": {"path": reverse("receipt"), "fields": ["code"]},
    }


def _answers() -> dict:
    """What a moderator may decide on a complaint, by its door, while the page stands."""
    page, sent = Entry(kind="page"), Submission()
    forms_ = {door.value: AnswerForm(Complaint(door=door, submission=sent), page) for door in Door}
    return {
        door: [value for value, _label in form.fields["action"].choices]
        for door, form in forms_.items()
    }


def _fields(form: forms.BaseForm) -> list[dict]:
    return [_field(name, field, form) for name, field in form.fields.items()]


def _field(name: str, field: forms.Field, form) -> dict:
    described = {"name": name, "type": _type(field), "required": field.required}
    if getattr(field, "max_length", None):
        described["max_length"] = field.max_length
    if isinstance(field, EntryField):
        described["kinds"] = list(field.kinds)
    elif isinstance(field, TermField | TermsField):
        described["scheme"] = field.scheme
        described["choices"] = list(
            Term.objects.filter(scheme=field.scheme).values_list("key", flat=True)
        )
    elif getattr(field, "choices", None):
        described["choices"] = [str(value) for value, _label in field.choices]
    if isinstance(form, RecordForm) and name in ("title", "name"):
        described["is_title"] = True
    return described


def _type(field: forms.Field) -> str:
    names = {TagsField: "tags", PartialDateFormField: "partial date", EntryField: "entry"}
    for known, name in names.items():
        if isinstance(field, known):
            return name
    return type(field).__name__.removesuffix("Field").lower()
