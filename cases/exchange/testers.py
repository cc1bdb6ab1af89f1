"""The instance described for tests from outside: commands, addresses, forms.

Everything is read off the registry, the forms, the settings and the data, so that the
description cannot say anything else than the code does.
"""

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cases.evidence.limits import MOST_BYTES, MOST_FILES
from cases.exchange.dumps import published
from cases.forms.asked import AFTER, BEFORE, AboutForm
from cases.forms.base import RecordForm
from cases.forms.complaints import AnswerForm
from cases.forms.contribution import MOST_LINKED, MOST_ROWS_TOGETHER
from cases.forms.decision import BulkForm, DecisionForm
from cases.forms.fields import EntryField, PartialDateFormField, TagsField, TermField, TermsField
from cases.forms.fields.links import MOST_TOKENS
from cases.forms.fields.texts import MOST_TAGS
from cases.forms.one_more import MORE
from cases.forms.report import DOORS, AppealForm
from cases.forms.steps import READ_AGAIN, SHOWN, STEP
from cases.intake.models import Complaint, Submission
from cases.kinds import KINDS, Kind
from cases.models import Capture, Door, Entry, Term
from cases.moderation.manner import ANSWER, TRAP
from cases.moderation.queue import QueueFilter

COMMANDS = {
    "run": "make run",
    "test": "make test",
    "migrate": "manage.py migrate",
    "load_reference": "manage.py load_reference",
    "load_corpus": "manage.py load_corpus fixtures/corpus.yaml",
    "create_moderator": 'manage.py create_moderator NAME [--role ROLE] [--territories "38 69"]',
    "verify": "manage.py verify",
    "archive_sources": "manage.py archive_sources [--limit N] [--loop SECONDS] [--source SLUG] "
    "[--again]",
    "check_links": "manage.py check_links [--limit N] [--older-than DAYS]",
    "dump": "manage.py dump [DIR] [--site URL] [--with-files] [--keep N]",
    "load_dump": "manage.py load_dump DIR",
    "backup": "manage.py backup DIR [--keep N] [--check]",
    "restore": "manage.py restore DIR [--snapshot NAME] [--identity FILE] [--accept-problems]",
    "rebuild": "manage.py rebuild",
    "expire": "manage.py expire [--dry-run]",
}

# Addresses that answer moderators only, or to a POST.
NOT_FOR_READERS = [
    "/moderation/", "/moderation/<id>/", "/moderation/next/", "/moderation/previous/",
    "/moderation/together/", "/contribute/<kind>/similar/",
    "/moderation/filters/", "/moderation/reasons/", "/moderation/reasons/new/",
    "/moderation/reasons/<id>/", "/moderation/complaints/<id>/", "/moderation/operations/",
    "/moderation/records/", "/moderation/records/<list>/<slug>/", "/moderation/team/",
    "/moderation/team/new/", "/moderation/team/<id>/", "/moderation/audit/", "/account/",
    "/account/code/", "/account/proof/", "/account/password/", "/account/codes/",
    "/account/authenticator/", "/account/sessions/", "/account/logout/", "/receipt/correct/",
    "/moderation/captures/", "/moderation/captures/<id>/",
]  # fmt: skip

CAPTURE = "/sources/<slug>/captures/<n>/"
DUMP_FILE = "/data/<name>/<file>"

# How a program gets in: what create_moderator prints, and what the pages ask.
LOGIN = {
    "first": {"path": "/account/login/", "fields": ["username", "password", "next"],
              "then": "302 to /account/code/"},
    "second": {"path": "/account/code/", "fields": ["code", "next"], "then": "302 to next"},
    "printed": ["Password:", "Secret: (an otpauth:// address)", "Recovery: (ten codes)"],
    "code": "TOTP (RFC 6238) of the otpauth address: SHA1, 6 digits, 30 seconds; or a recovery "
            "code. A code works once, and none older than the last one used: log in again within "
            "the same 30 seconds with the next code (one step ahead is accepted) or a recovery "
            "code.",
    "python": "django_otp.oath.totp(base64.b32decode(secret))",
    "refused": "422 with the form; 429 with Retry-After after several failures",
    "fresh": "Pages that do harm in wrong hands ask for `password` and `code` at /account/proof/ "
             "unless both were given within ten minutes, as they were by logging in.",
    "session": "30 minutes without a page, 12 hours in all; two cookies, `sessionid` and "
               "`presence`, both needed. A password made for somebody may be kept: choosing "
               "another is proposed, not forced.",
    "roles": "docs/roles.md",
}  # fmt: skip


def description() -> dict:
    """Commands, data folder, address patterns with a live example each, forms with their fields."""
    return {
        "commands": COMMANDS,
        "environment": ["PORT", "DATABASE_URL", "DATA_DIR", "DEMO", "TERRITORY", "REQUIRE_ALL",
                        "BACKUP_RECIPIENT", "QUESTIONS", "RATE_PER_NETWORK", "RATE_IN_ALL",
                        "SOURCE_FETCH_LOOPBACK_PORTS"],
        "data_dir": str(settings.DATA_DIR),
        "languages": {code: _home(code) for code, _name in settings.LANGUAGES},
        "addresses": addresses(),
        "kinds": {key: _kind(kind) for key, kind in KINDS.items()},
        "contribute": _contribute(),
        "report": {
            "path": "/<list>/<slug>/report/",
            "hidden": ["token", "door"],
            "doors": {form.DOOR.value: _fields(form()) for form in DOORS},
            "appeal": _fields(AppealForm()),
        },
        "moderation": _moderation(),
        "limits": _limits(),
    }  # fmt: skip


def _home(language: str) -> str:
    with translation.override(language):
        return reverse("home")


def _moderation() -> dict:
    return {
        "login": LOGIN,
        "queue": {"path": reverse("moderation-queue"),
                  "filters": [*QueueFilter.base_filters, "page"]},
        "next": {"path": reverse("moderation-next"), "fields": ["past"]},
        "together": {"path": reverse("moderation-together"), "fields": _fields(BulkForm()),
                     "per_contribution": ["pk", "version-<pk>"]},
        "complaint": {"path": "/moderation/complaints/<id>/", "actions": _answers(),
                      "fields": [_field(name, field, AnswerForm)
                                 for name, field in AnswerForm.base_fields.items()]},
        "review": {"path": "/moderation/<id>/", "fields": _fields(DecisionForm()),
                   "per_change": ["c<n>-seen", "c<n>-keep", "c<n>-settle-<field>", "c<n>-skip",
                                  "c<n>-existing", "c<n>-existing_name", "c<n>-<field>",
                                  "attachment-<n>"]},
    }  # fmt: skip


def _limits() -> dict:
    return {
        "file_bytes": MOST_BYTES,
        "files_of_a_contribution": MOST_FILES,
        "contributions_an_hour_of_one_network": settings.RATE_PER_NETWORK,
        "contributions_an_hour_in_all": settings.RATE_IN_ALL,
        "processes_that_share_these_limits": settings.WEB_CONCURRENCY,
        "request_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "form_token_seconds": [settings.FORM_TOKEN_MIN_AGE.seconds,
                               int(settings.FORM_TOKEN_MAX_AGE.total_seconds())],
    }  # fmt: skip


def addresses() -> list[dict]:
    """Every public address pattern, with one live example where the register has one."""
    fixed = ["home", "search", "changes", "cities", "transparency", "transparency-csv",
             "transparency-atom", "data", "contribute", "receipt", "login", "about-register",
             "style", "guides", "healthz", "readyz", "testers"]  # fmt: skip
    found = [{"pattern": reverse(name), "example": reverse(name)} for name in fixed]
    example = f"{reverse('complete', args=[['place', 'vendor']])}?q=gre"
    found += [{"pattern": "/complete/<kinds>/", "example": example}]
    found += [{"pattern": "/about/<slug>/", "example": reverse("about", args=["legal"])}]
    found += [{"pattern": "/about/guides/<topic>/", "example": reverse("guide", args=["letter"])}]
    found += [{"pattern": pattern, "example": None} for pattern in NOT_FOR_READERS]
    copy = Capture.objects.filter(entry__in=Entry.objects.live()).select_related("entry").first()
    example = reverse("capture", args=[copy.entry.slug, copy.number]) if copy else None
    found += [{"pattern": CAPTURE, "example": example}]
    dump = published.latest()
    example = reverse("data-file", args=[dump.name, "vendors.csv"]) if dump else None
    found += [{"pattern": DUMP_FILE, "example": example}]
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
    found.append({"pattern": contribute, "example": contribute})
    if kind.contribute:
        paper = reverse("contribute-paper", args=[kind])
        found.append({"pattern": paper, "example": paper})
    return found


def _kind(kind: Kind) -> dict:
    form = kind.form()
    return {
        "list": reverse("record-list", args=[kind]),
        "contribute": reverse("contribute-kind", args=[kind]),
        "fields": _fields(form),
        "rows": {
            rows.name: {
                "prefix": rows.prefix,
                "fields": _row_fields(rows),
                "moderators_only": rows.moderators_only,
            }
            for rows in form.ROWS
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
        "on_one_page": "/contribute/<kind>/?all=1",
        "steps": {"shown": SHOWN, "button": STEP, "last": READ_AGAIN, "one_more": MORE},
        "attach": {"path": "/<list>/<slug>/edit/", "action": "attach"},
        "use_instead": {"field": "use", "value": "<n of the new record>:<kind>/<slug>"},
        "hidden": ["token", "base_number"],
        "trap": TRAP,
        "answer_to_the_question": ANSWER,
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
        "receipt": {
            "path": reverse("receipt"),
            "fields": ["code", "action", "text", "sure"],
            "actions": ["answer", "withdraw", "proof"],
            "correct": reverse("receipt-correct"),
        },
        "files": {
            "path": reverse("receipt-files"),
            "fields": ["code", "action", "file", "caption", "name", "part", "square", "zoom"],
            "actions": ["add", "show", "mask", "remove"],
        },
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
