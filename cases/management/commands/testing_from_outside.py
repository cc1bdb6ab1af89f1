"""Print docs/testing-from-outside.md: what /about/testers.json says, as a document.

Examples and the terms of vocabularies are left out: they depend on the data of an instance.
"""

import re
from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand
from django.utils.translation import override

from cases.exchange.testers import description

HEAD = """# Testing from outside

All that a test may know which only sees the running site and its command line. Made from the
registry, the forms, the addresses and the settings; `GET /about/testers.json` gives the same as
JSON, with the path of the data folder, one live example of each address and the terms that each
choice accepts. That page answers on a local instance, or where `TESTERS_PAGE=1`. To make this
document again:

    python manage.py testing_from_outside > docs/testing-from-outside.md
"""
NAMES = {"pk": "id", "number": "n", "first": "a", "second": "b"}


class Command(BaseCommand):
    """See the module."""

    help = "Print the document for tests from outside as Markdown."

    def handle(self, **options):
        """Print the document."""
        self.stdout.write(document(), ending="")


def document() -> str:
    """The whole document, in the language of the code."""
    with override("fr"):  # addresses without prefix
        told = description()
    parts = (_start, _addresses, _contributing, _reporting, _moderating, _kinds)
    return "\n".join([HEAD, *(line for part in parts for line in part(told)), ""])


def _start(told: dict) -> Iterator[str]:
    yield "## Commands\n\n| what | command |\n|---|---|"
    yield from (f"| {what} | `{command}` |" for what, command in told["commands"].items())
    yield "\n`manage.py` runs with the Python of `.venv/bin`, which `make run` makes.\n"
    yield f"## Environment\n\n{_codes(told['environment'])}: see `operating.md`.\n"
    yield "Everything that changes lives in `DATA_DIR`, which is `var/` unless the variable says"
    yield "otherwise: database, files, caches, logs, the secret key of a local instance.\n"
    yield "## Limits\n\n| what | value |\n|---|---|"
    for name, value in told["limits"].items():
        words = " to ".join(map(str, value)) if isinstance(value, list) else value
        yield f"| `{name}` | {words} |"


def _addresses(told: dict) -> Iterator[str]:
    languages = ", ".join(f"`{start}` ({code})" for code, start in told["languages"].items())
    yield f"\n## Addresses\n\nThe same after each prefix: {languages}.\n"
    yield from (f"- `{pattern}`" for pattern in patterns(told))
    yield "\n| kind | list | new record | keys of the query string |\n|---|---|---|---|"
    for key, kind in told["kinds"].items():
        yield f"| {key} | `{kind['list']}` | `{kind['contribute']}` | {_codes(kind['filters'])} |"


def patterns(told: dict) -> list[str]:
    """Every address pattern, those of the kinds once: first as described, then any other."""
    described = [_general(address["pattern"], told) for address in told["addresses"]]
    return list(dict.fromkeys([*described, *routes()]))


def routes() -> Iterator[str]:
    """The patterns of the URL configuration, written as in the description."""
    from cases.urls import urlpatterns

    yield from map(written, urlpatterns)


def written(pattern) -> str:
    """One pattern of the URL configuration, written as in the description."""
    route = str(pattern.pattern).replace("<word:kind>", "<list>").replace("<kind:kind>", "<kind>")
    return "/" + re.sub(r"<\w+:(\w+)>", lambda m: f"<{NAMES.get(m[1], m[1])}>", route)


def _general(pattern: str, told: dict) -> str:
    for kind in told["kinds"].values():
        if pattern == kind["contribute"]:
            return "/contribute/<kind>/"
        if pattern.startswith(kind["list"]):
            return "/<list>/" + pattern.removeprefix(kind["list"])
    return pattern


def _in_steps(form: dict) -> Iterator[str]:
    steps = form["steps"]
    yield f"- every field on one page: `{form['on_one_page']}`; without `all`, one step of"
    yield f"  {steps['last']}, the last being the preview. A step holds what the others hold, as"
    yield f"  hidden fields of the same names, and its number in `{steps['shown']}`; its buttons"
    yield f"  are `{steps['button']}=<number>`. With `action` the steps are left aside: the whole"
    yield "  form may be posted at once"
    yield f"- one more empty row or new record: `{steps['one_more']}=<prefix>`, with all that was"
    yield "  typed"


def _contributing(told: dict) -> Iterator[str]:
    form = told["contribute"]
    yield f"\n## Contributing\n\nA new record: `{form['path']}`; a change: `{form['edit']}`."
    yield "No cookie is set and none is needed.\n"
    yield f"- `action`: {_codes(form['actions'])}"
    yield from _in_steps(form)
    yield f"- hidden, to be sent back as received: {_codes(form['hidden'])}"
    yield f"- a field that people do not see, to be left empty: `{form['trap']}`"
    yield f"- the answer to the question asked when busy: `{form['answer_to_the_question']}`"
    attach, use = form["attach"], form["use_instead"]
    yield f"- to add to a record what was typed as a new one: `POST {attach['path']}` with"
    yield f"  everything typed and `action={attach['action']}`"
    yield f"- to name a record instead of a new one: `{use['field']}={use['value']}`"
    yield f"- names of repeated fields: `{form['prefixes']}`"
    yield "- a camera that is changed has two answers: `basis` is how the sender knows, `own-basis`"
    yield "  how the camera was observed; without the second it stays as it is"
    for when in ("before", "after"):
        for kind, linked in form[f"linked_{when}"].items():
            yield f"- new records that come along with {kind}, {when} it: {_codes(linked)}"
    receipt = form["receipt"]
    yield f"- the receipt: `POST {receipt['path']}` with {_codes(receipt['fields'])};"
    yield f"  `action`: {_codes(receipt['actions'])}; withdrawing is confirmed by `sure=1`"
    yield f"- to change what was sent: `POST {receipt['correct']}` with `code`, then as any form\n"
    files = form["files"]
    yield f"- its files: `POST {files['path']}` with {_codes(files['fields'])};"
    yield f"  `action` is {_codes(files['actions'])}; `file` is a file to add, else its number\n"
    yield "Beside the fields of the kind:\n"
    yield from _table(form["about"])


def _reporting(told: dict) -> Iterator[str]:
    doors = told["report"]
    yield f"\n## Correcting, replying, notifying\n\nFour forms on a page: `{doors['path']}`."
    yield f"Hidden in each: {_codes(doors['hidden'])}; `door` is one of {_codes(doors['doors'])}."
    for door, fields in doors["doors"].items():
        yield f"\nDoor `{door}`:\n"
        yield from _table(fields)
    yield "\nContesting a decision, on the receipt page, with `code` and `action=appeal`:\n"
    yield from _table(doors["appeal"])


def _moderating(told: dict) -> Iterator[str]:
    desk = told["moderation"]
    yield "\n## Moderating\n\nThese pages use a session and a CSRF token.\n"
    yield from _login(desk["login"])
    yield f"- queue: `{desk['queue']['path']}` with {_codes(desk['queue']['filters'])}"
    yield f"- one contribution: `{desk['review']['path']}`"
    yield f"- for each of its records: {_codes(desk['review']['per_change'])}\n"
    yield from _table(desk["review"]["fields"])
    yield f"\nA complaint: `{desk['complaint']['path']}`; `action` is, by its door:\n"
    for door, actions in desk["complaint"]["actions"].items():
        yield f"- {door}: {_codes(actions)}"
    yield ""
    yield from _table(desk["complaint"]["fields"])


def _login(told: dict) -> Iterator[str]:
    for step in ("first", "second"):
        path, fields = told[step]["path"], _codes(told[step]["fields"])
        yield f"- login, {step} step: `{path}` with {fields}; {told[step]['then']}"
    yield f"- `create_moderator` prints lines that begin with {_codes(told['printed'])}"
    yield f"- the code: {told['code']} In Python: `{told['python']}`"
    yield f"- a login that fails: {told['refused']}"
    yield f"- fresh proof: {told['fresh']}"
    yield f"- the session: {told['session']}"
    yield f"- which role opens which page: `{told['roles']}`"


def _kinds(told: dict) -> Iterator[str]:
    kinds = told["kinds"]
    shared = _shared(kind["fields"] for kind in kinds.values())
    rows = [
        name for name in _first(kinds)["rows"] if all(name in k["rows"] for k in kinds.values())
    ]
    yield "\n## Fields of every kind\n"
    yield from _table(shared)
    for name in rows:
        yield from _rows(name, _first(kinds)["rows"][name])
    for key, kind in kinds.items():
        yield f"\n## {key}\n"
        yield from _table(field for field in kind["fields"] if field not in shared)
        for name, own in kind["rows"].items():
            if name not in rows:
                yield from _rows(name, own)


def _first(kinds: dict) -> dict:
    return next(iter(kinds.values()))


def _shared(lists: Iterable[list[dict]]) -> list[dict]:
    first, *others = lists
    return [field for field in first if all(field in other for other in others)]


def _rows(name: str, rows: dict) -> Iterator[str]:
    whose = ", for moderators alone" if rows["moderators_only"] else ""
    yield f"\nRows `{name}`, prefix `{rows['prefix']}`{whose}:\n"
    yield from _table(rows["fields"])


def _table(fields: Iterable[dict]) -> Iterator[str]:
    yield "| field | type | limits |\n|---|---|---|"
    for field in fields:
        yield f"| `{field['name']}` | {field['type']} | {'; '.join(_limits(field))} |"


def _limits(field: dict) -> Iterator[str]:
    if field["required"]:
        yield "required"
    if "max_length" in field:
        yield f"at most {field['max_length']} characters"
    if "kinds" in field:
        yield "kinds: " + ", ".join(field["kinds"])
    if "scheme" in field:
        yield f"terms of `{field['scheme']}`"
    elif "choices" in field:
        yield "one of " + _codes(value for value in field["choices"] if value)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
