"""The band of cells at the top of a record: what, where, who, since when, how much, law."""

from dataclasses import replace

from django.utils.translation import gettext as _

from cases.dossiers import Dossier, dossier_of
from cases.models import Record, Role

from .everything import fact_of, figures, not_known, party_value, role_value
from .sourcing import Sources
from .values import Fact, Value, amount_value, missing, named, shared_words
from .when import date_value, sort_key, telling_date

MOST = 4


def key_facts(
    record: Record, sources: Sources | None = None, linked: Dossier | None = None
) -> list[Fact]:
    """Six cells for a deployment, a place and those who act; fewer for the other kinds."""
    sources = sources or Sources(record)
    linked = linked or dossier_of(record)
    kind = record.entry.kind
    if kind == "deployment":
        return _of_deployment(record, sources, linked)
    if kind in ("place", "vendor", "organisation", "product"):
        cells = _of_hub(record, sources, linked)
        # Without any deployment an empty box would claim that there is one to describe.
        return cells if linked.rows("deployment") else [c for c in cells if not c.is_missing]
    cells = [_cell(record, name, label, sources) for name, label in _fields_of(kind)]
    return [cell for cell in cells if cell]


def _fields_of(kind: str) -> list[tuple[str, str]]:
    """Field and question for each cell of the other kinds; `when` is a date, not a field."""
    since, where, what = ("when", _("When")), ("places", _("Where")), ("kind", _("What"))
    return {
        "funding": [("figures", _("How much")), ("payer", _("Who pays")),
                    ("payee", _("Who receives")), what, since, ("deployments", _("For what"))],
        "statistic": [("figures", _("How much")), ("subject", _("About")), since],
        "legal": [what, ("forum", _("Before whom")), ("parties", _("Who")), since,
                  ("stage", _("Stage")), ("outcome", _("Outcome"))],
        "law": [what, ("jurisdiction", _("Where")), ("status", _("State")), since],
        "event": [what, where, ("actors", _("Who")), since],
        "camera": [what, ("place", _("Where")), ("location", _("Where exactly")),
                   ("observed_on", _("Seen on")), ("deployment", _("Deployment"))],
        "source": [what, ("publisher", _("Publisher")), since, ("url", _("Address"))],
    }.get(kind, [])  # fmt: skip


def _cell(record: Record, name: str, label: str, sources: Sources) -> Fact:
    if name == "when":
        return _since(record, sources, label)
    if name == "figures":
        fact = figures(record, sources)
        if not fact.values or fact.values[0].plain:
            return replace(fact, label=label)
        value, formula = fact.values[0], fact.values[1].text if record.is_derived else ""
        note = " · ".join(part for part in (value.note, formula) if part)
        return replace(fact, label=label, values=(replace(value, note=""),), note=note)
    if name == "parties":
        parties = list(record.parties.all())
        values = [replace(party_value(p), sources=sources.of_row(p.key)) for p in parties]
        return _fact(name, label, values, sources=sources, rows=parties)
    fact = fact_of(record, name, label, sources)
    return _answered(replace(fact, values=fact.values[:MOST]))


def _answered(fact: Fact) -> Fact:
    """The cell; where it says nothing at all, with the empty box."""
    return fact if fact.values or fact.mark else replace(fact, mark=missing())


def _fact(
    name: str, label: str, values, note: str = "", empty: Value | None = None,
    sources: Sources | None = None, rows=(), total: int = 0,
) -> Fact:  # fmt: skip
    """A cell; without a value, why it is not known, the empty box, or the words of `empty`.

    `rows` are the nested rows that the values come from, for what is said against them; `total`
    is the number of values where only some were read.
    """
    kept = tuple(values)[:MOST]
    said = not_known(name, label, sources) if sources and not kept else None
    if said:
        return said
    contrary = sources.against(name, rows) if sources else ()
    more = max(len(values), total) - MOST
    if more > 0:
        note = _("and %(n)s more") % {"n": more}
    if kept or empty:
        return Fact(name, label, kept or (empty,), note=note, against=contrary)
    return Fact(name, label, mark=missing(), note=note, against=contrary)


def _since(record: Record, sources: Sources, label: str) -> Fact:
    dated = telling_date(record)
    if dated is None:
        said = not_known("dates", label, sources)
        return said or Fact("when", label, mark=missing())
    value = date_value(dated, sources.of_row(dated.key))
    contrary = sources.against("dates", [dated])
    return Fact("when", label, (replace(value, note=""),), note=dated.note or value.note,
                against=contrary)  # fmt: skip


def _of_deployment(record, sources: Sources, linked: Dossier) -> list[Fact]:
    what = fact_of(record, "technologies", _("What"), sources)
    functions = ", ".join(str(entry) for entry in record.functions.all())
    where = fact_of(record, "places", _("Where"), sources)
    scope = () if where.values or not record.scope else (Value(str(record.scope)),)
    return [
        _answered(replace(what, note=functions or what.note)),
        _answered(replace(where, values=where.values or scope,
                          note=record.place_note or where.note)),
        _who(record, sources),
        _since(record, sources, _("Since when")),
        _fact("amount", _("How much"), _amounts(linked)),
        _law(_contests(linked) + [named(law) for law in sorted(record.laws.all(), key=str)]),
    ]  # fmt: skip


def _law(values: list[Value], total: int = 0) -> Fact:
    none = Value(_("no challenge known"), plain=True)
    return _fact("law", _("Law"), values, empty=none, total=total)


def _who(record, sources: Sources) -> Fact:
    """Suppliers; those who run the system stand in the note."""
    roles = list(record.roles.all())
    suppliers = [
        replace(role_value(role), note="", sources=sources.of_row(role.key))
        for role in roles if role.role in Role.SUPPLY
    ]  # fmt: skip
    operators = ", ".join(str(role.entry) for role in roles if role.role == "operator")
    note = _("run by %(names)s") % {"names": operators} if operators else ""
    fact = _fact("roles", _("Who"), suppliers, sources=sources, rows=roles)
    return replace(fact, note=" · ".join(part for part in (fact.note, note) if part))


def _of_hub(record, sources: Sources, linked: Dossier) -> list[Fact]:
    """A record around which deployments gather: what is known through them."""
    deployments = linked.rows("deployment")
    technologies = {entry.pk: entry for d in deployments for entry in d.technologies.all()}
    is_product = record.entry.kind == "product"
    if is_product:
        technologies = {entry.pk: entry for entry in record.technologies.all()}
    total = 0 if is_product else _of_all(linked, "technology")
    what = _fact("what", _("What"), _linked(technologies), total=total)
    if not technologies and record.entry.kind in ("vendor", "organisation"):
        what = fact_of(record, "kind", _("What"), sources)
    first = sorted(filter(None, map(telling_date, deployments)), key=sort_key)[:1]
    dated = [replace(date_value(d), note="") for d in first]
    return [
        what if what.values else replace(what, mark=missing()),
        _where(record, linked, sources),
        _whom(record, linked, sources),
        _fact("when", _("Since when"), dated, note=_first_of(linked) if dated else ""),
        _fact("amount", _("How much"), _amounts(linked), total=linked.total("funding")),
        _law(_contests(linked), total=linked.total("legal")),
    ]  # fmt: skip


def _first_of(linked: Dossier) -> str:
    """What the first date is the first of: a crowd is read in part."""
    read = len(linked.rows("deployment"))
    if linked.total("deployment") == read:
        return _("first date known of its deployments")
    return _("first date known of the %(n)s deployments edited last") % {"n": read}


def _of_all(linked: Dossier, facet: str) -> int:
    """How many values all deployments of a crowd have, of which only some are read; or 0."""
    return len(linked.crowd.keys(facet)) if linked.crowd else 0


def _where(record, linked: Dossier, sources: Sources) -> Fact:
    if record.entry.kind != "place":
        deployments = linked.rows("deployment")
        places = {entry.pk: entry for d in deployments for entry in d.places.all()}
        if places or record.entry.kind == "product":
            total = _of_all(linked, "place_itself")
            return _fact("where", _("Where"), _linked(places), total=total)
        fact = fact_of(record, "country", _("Where"), sources)
        return fact if fact.values else replace(fact, mark=missing())
    numbers, mark = sources.of("parent")
    up = named(record.parent)
    values = (up,) if up else (Value(record.get_kind_display()),)
    note = record.get_kind_display() if up else ""
    return Fact("where", _("Where"), values, numbers, mark, note)


def _whom(record, linked: Dossier, sources: Sources) -> Fact:
    """Around a place or an organisation, the suppliers; around a vendor, who runs its systems."""
    kind = record.entry.kind
    if kind == "product":
        fact = fact_of(record, "vendor", _("Who"), sources)
        return fact if fact.values else replace(fact, mark=missing())
    wanted = ("operator",) if kind == "vendor" else Role.SUPPLY
    deployments = linked.rows("deployment")
    roles = [role for d in deployments for role in d.roles.all() if role.role in wanted]
    label = _("For whom") if kind == "vendor" else _("Who")
    total = _of_all(linked, "operator" if kind == "vendor" else "vendor")
    return _fact("who", label, _linked({r.entry_id: r.entry for r in roles}), total=total)


def _linked(entries: dict) -> list[Value]:
    return [named(entry) for entry in sorted(entries.values(), key=str)]


def _amounts(linked: Dossier) -> list[Value]:
    """Each amount apart, never added up; known amounts first."""
    lines = sorted(linked.rows("funding"), key=lambda line: line.amount is None)
    return [
        replace(amount_value(line), url=line.get_absolute_url(), note=shared_words(line))
        for line in lines
    ]


def _contests(linked: Dossier) -> list[Value]:
    return [
        named(contest.entry, note=str(contest.outcome or contest.stage or ""))
        for contest in linked.rows("legal")
    ]
