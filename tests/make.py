"""Plain factories. Records are made as in life: submitted, then accepted by a moderator."""

import itertools

from django.contrib.auth.models import User

from cases.intake.models import Submission
from cases.kinds import KINDS
from cases.models import Entry, Record
from cases.moderation import accounts, decide, form_tokens
from cases.moderation.submit import Proposal, submit
from cases.snapshots import empty_snapshot

_numbers = itertools.count(1)


def make(key: str, /, slug: str = "", **fields) -> Record:
    """A public record of this kind; what is not given is empty, and the name made up."""
    kind = KINDS[key]
    fields.setdefault(kind.label_field, f"{kind.key} {next(_numbers)}")
    if key == "term":
        fields.setdefault("scheme", "technology")
        fields.setdefault("key", fields["name"].replace(" ", "-"))
        slug = f"{fields['scheme']}-{fields['key']}"
    if key == "camera":
        fields.setdefault("place", make("place").entry.slug)
    if key == "funding":
        fields.setdefault("amount_text", "montant non communiqué")
    state = empty_snapshot(kind.form) | fields
    submission = submit([Proposal(key, state, wanted_slug=slug)], form_tokens.issue())
    [*_tags, revision] = decide.accept(submission, submission.version, make_moderator("factory"))
    return kind.model.objects.get(pk=revision.entry_id)


def make_term(scheme: str, key: str, **fields) -> str:
    """The key of a term of a vocabulary, made when it does not exist."""
    if not Entry.objects.filter(kind="term", slug=f"{scheme}-{key}").exists():
        make("term", scheme=scheme, key=key, **{"name": key, **fields})
    return key


def make_place(name: str = "", **fields) -> Record:
    """A town."""
    if name:
        fields["name"] = name
    return make("place", **{"kind": "commune", "country": "FR", **fields})


def make_vendor(name: str = "", **fields) -> Record:
    """A vendor."""
    return make("vendor", **({"name": name} if name else {}), **fields)


def make_deployment(title: str = "", place: Record | None = None, vendor: Record | None = None,
                    technology: str = "", **fields) -> Record:  # fmt: skip
    """A deployment in a place, by a vendor, of a technology."""
    if title:
        fields["title"] = title
    if place:
        fields.setdefault("places", [place.entry.slug])
    if vendor:
        fields.setdefault("roles", [make_row("deployment", "roles", entry=vendor.entry.reference,
                                             role="vendor")])  # fmt: skip
    if technology:
        fields.setdefault("technologies", [make_term("technology", technology)])
    return make("deployment", **fields)


def make_source(title: str = "", **fields) -> Record:
    """A source."""
    return make("source", **({"title": title} if title else {}), **fields)


def make_row(key: str, name: str, **values) -> dict:
    """A nested row for a snapshot of this kind."""
    rows = next(rows for rows in KINDS[key].form.ROWS if rows.name == name)
    return rows.blank() | values


def make_submission(*proposals: Proposal) -> Submission:
    """A contribution that waits in the queue."""
    return submit(list(proposals), form_tokens.issue())


def make_moderator(name: str) -> User:
    """A moderator; log in with `client.force_login`."""
    found = User.objects.filter(username=name).first()
    if found is None:
        accounts.create_moderator(name)
        found = User.objects.get(username=name)
    return found
