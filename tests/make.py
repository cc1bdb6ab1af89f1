"""Plain factories: records made as everybody makes them, submitted and then accepted.

`make("vendor", name="XXII")` gives the record; any field or list of rows of its form may be
given as snapshots write it, and entries, records and terms as themselves.
"""

import io
import itertools
import time
import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image

from cases.evidence import storage
from cases.evidence.cleaned import Cleaned
from cases.evidence.types import Type
from cases.forms.fields import EntryField, TermsField
from cases.kinds import KINDS
from cases.models import Entry, Record, Term
from cases.moderation import accounts, decide, form_tokens, presence, second_factor, sessions
from cases.moderation.session_store import SessionStore
from cases.moderation.submit import Proposal, submit
from cases.snapshots import empty_snapshot, snapshot

_numbers = itertools.count(1)


def make(kind: str, slug: str = "", /, **fields) -> Record:
    """A record of the kind, accepted; its name is made up when none is given."""
    form = KINDS[kind].form
    fields.setdefault(KINDS[kind].label_field, f"{kind} {next(_numbers)}")
    for name, value in NEEDED.get(kind, {}).items():
        fields.setdefault(name, value() if callable(value) else value)
    state = empty_snapshot(form) | _plain(form, fields)
    revision = accept(Proposal(kind, state, wanted_slug=slug))
    return KINDS[kind].model.objects.get(pk=revision.entry_id)


def edit(record: Record, **fields) -> Record:
    """The record after an accepted edit of these fields."""
    kind = KINDS[record.entry.kind]
    base = snapshot(record, kind.form)
    state = base | _plain(kind.form, fields)
    accept(Proposal(kind.key, state, base, target=record.entry, base_number=record.version))
    return kind.model.objects.get(pk=record.pk)


def propose(kind: str, **fields):
    """A submission that nobody has decided yet."""
    form = KINDS[kind].form
    state = empty_snapshot(form) | _plain(form, fields)
    return submit([Proposal(kind, state)], form_tokens.issue())


def accept(*proposals: Proposal):
    """The last revision written by accepting the proposals."""
    submission = submit(list(proposals), form_tokens.issue(), channel="import")
    return decide.accept(submission, submission.version, None)[-1]


def make_term(scheme: str, key: str, **fields) -> Term:
    """The term of a vocabulary, made if it is not there."""
    known = Term.objects.filter(scheme=scheme, key=key).first()
    named = {"name": key.replace("_", " "), **fields}
    return known or make("term", f"{scheme}-{key}", scheme=scheme, key=key, **named)


def make_place(name: str = "Nice", **fields) -> Record:
    """A town, unless its kind says otherwise."""
    return make("place", fields.pop("slug", ""), **{"name": name, "kind": "commune", **fields})


def make_vendor(name: str = "Surveil SA", **fields) -> Record:
    """A vendor."""
    return make("vendor", name=name, **fields)


def make_organisation(name: str = "Tribunal administratif", **fields) -> Record:
    """A body that is not a vendor."""
    return make("organisation", name=name, **fields)


def make_source(title: str = "Un article", **fields) -> Record:
    """A source."""
    return make("source", title=title, **fields)


def make_deployment(place: Record | None = None, vendor: Record | None = None, **fields) -> Record:
    """A deployment, in a place and with a vendor if they are given."""
    fields.setdefault("title", "Caméras augmentées")
    if place:
        fields["places"] = [place]
    if vendor:
        fields["roles"] = [role(vendor), *fields.get("roles", [])]
    return make("deployment", **fields)


def role(who: Record, what: str = "vendor", **fields) -> dict:
    """A row of a deployment: who plays which role."""
    return {"entry": who, "role": what, **fields}


def dated(value: str, what: str = "start", **fields) -> dict:
    """A row of any record: when something happened."""
    make_term("date_role", what)
    return {"role": what, "value": value, **fields}


def cited(source: Record | None, field: str = "", **fields) -> dict:
    """A row of any record: the source that supports it, or one of its fields."""
    return {"source": source, "field": field, **fields}


def make_row(kind: str, name: str, **values) -> dict:
    """A whole nested row, as a snapshot of this kind holds it."""
    rows = next(rows for rows in KINDS[kind].form.ROWS if rows.name == name)
    return _row(rows.form, values)


def make_any(kind: str, number: int = 0, **fields) -> Record:
    """A plain record of any kind, for tests that run over the registry."""
    return make(kind, **{KINDS[kind].label_field: f"Exemple {kind} {number}", **fields})


def place_for_cameras() -> Record:
    """The one place in which cameras of the tests stand."""
    entry = Entry.objects.filter(kind="place", slug="ville-aux-cameras").first()
    return entry.place if entry else make_place("Ville aux caméras", slug="ville-aux-cameras")


# What a kind's form asks for beside a name.
NEEDED = {
    "camera": {"place": place_for_cameras},
    "funding": {"amount": "1000"},
    "term": {"scheme": "example", "key": lambda: f"example-{next(_numbers)}"},
}


def make_submission(*proposals: Proposal):
    """A contribution that waits in the queue."""
    return submit(list(proposals), form_tokens.issue())


def make_moderator(name: str, role: str = "moderator", territories: str = "") -> User:
    """An account with this role; `sign_in` to act as it."""
    known = User.objects.filter(username=name).first()
    if known is None:
        accounts.create_moderator(name, role, territories)
    return known or User.objects.get(username=name)


def sign_in(client, user: User, *, with_code: bool = True) -> None:
    """Log in as the pages do: password, then code (unless `with_code` is false)."""
    if not second_factor.has(user):
        second_factor.give(user)
    request = HttpRequest()
    request.session, request.user = SessionStore(), AnonymousUser()
    sessions.begin(request, user)
    if with_code:
        sessions.verify(request, TOTPDevice.objects.get(user=user))
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    client.cookies[settings.PRESENCE_COOKIE_NAME] = presence.signed(
        request.session.session_key, request.presence
    )


def code_of(user: User) -> str:
    """The code that the account's authenticator shows, or the next if that one was used.

    So two codes within 30 seconds; somebody who needs a third has recovery codes.
    """
    device = TOTPDevice.objects.get(user=user)
    now = int(time.time() // device.step)
    return f"{totp(device.bin_key, drift=max(0, device.last_t + 1 - now)):06}"


def store_picture(colour: str = "orange", size: tuple[int, int] = (90, 60)) -> str:
    """The name of a stored picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return storage.store(Cleaned(out.getvalue(), Type.PNG, *size))


def _plain(form, fields: dict) -> dict:
    """Snapshot values for what a test gives."""
    rows = {rows.name: rows for rows in form.ROWS}
    plain = {}
    for name, value in fields.items():
        if name in rows:
            plain[name] = [_row(rows[name].form, row) for row in value]
        else:
            plain[name] = _value(form.base_fields.get(name), value)
    return plain


def _row(form, given: dict) -> dict:
    """A whole row: what is not given is empty or has its default."""
    instance = form._meta.model()
    empty = {name: getattr(instance, name, "") for name in form.base_fields
             if not isinstance(form.base_fields[name], EntryField)}  # fmt: skip
    row = {name: "" if value is None else value for name, value in empty.items()}
    row |= {name: "" for name in form.base_fields if name not in row}
    row |= {name: _value(form.base_fields[name], value) for name, value in given.items()}
    return row | {"key": str(given.get("key") or uuid.uuid4())}


def _value(field, value):
    if isinstance(value, list | tuple):
        values = [_value(field, part) for part in value]
        return sorted(values) if isinstance(field, EntryField | TermsField) else values
    if isinstance(value, Term):
        return value.key
    if isinstance(value, Record):
        value = value.entry
    if isinstance(value, Entry):
        kinds = getattr(field, "kinds", ())
        return value.slug if len(kinds) == 1 else value.reference
    return "" if value is None else value
