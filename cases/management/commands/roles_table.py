"""Print docs/roles.md: which role may do what, and which page each action opens.

Read off `cases/moderation/roles.py` and the guards of the URL configuration.
"""

from collections.abc import Iterator

from django.core.management.base import BaseCommand

from cases.moderation.roles import ACTIONS, ORDER

from .testing_from_outside import written

HEAD = """# Roles

Who may do what. Contributors have no account and are in no table. Made from the table of actions in
`cases/moderation/roles.py` and the guards of the pages; after a change of either:

    python manage.py roles_table > docs/roles.md

`tests/test_roles.py` opens every page below as each of these people, by GET and by POST. A page
under `/moderation/` or `/account/` that has no guard fails the tests.

Nobody gets further than the login without both password and code: *without code* is an account that
gave its password alone, *no role* is one that gave both and has no role.
"""
# Pages that open without a role, and why.
OPEN = {
    "login": "asks for the password",
    "code": "asks for the code",
    "logout": "ends the session",
}


class Command(BaseCommand):
    """See the module."""

    help = "Print the table of roles as Markdown."
    requires_system_checks = ()

    def handle(self, **options):
        """Print the document."""
        self.stdout.write(document(), ending="")


def document() -> str:
    """The whole document."""
    return "\n".join([HEAD, *_actions(), *_pages(), *_limits(), ""])


def pages() -> Iterator:
    """The URL patterns of moderation and accounts."""
    from cases.urls import urlpatterns

    for pattern in urlpatterns:
        if str(pattern.pattern).startswith(("moderation/", "account/")):
            yield pattern


def _actions() -> Iterator[str]:
    yield f"## Actions\n\n| action | {' | '.join(ORDER)} |\n|---|{'---|' * len(ORDER)}"
    for action in ACTIONS:
        cells = ("yes" if role in holders(action) else "no" for role in ORDER)
        yield f"| {action} | {' | '.join(cells)} |"


def holders(action: str) -> tuple:
    """The roles that may do an action."""
    return ORDER[ORDER.index(ACTIONS[action]) :]


def _pages() -> Iterator[str]:
    yield (
        "\n## Pages\n\n| page | action | fresh proof | anonymous | without code | no role | "
        + (" | ".join(ORDER))
        + f" |\n|---|{'---|' * (5 + len(ORDER))}"
    )
    for pattern in pages():
        action = getattr(pattern.callback, "action", None)
        if action is None:
            why = OPEN.get(pattern.name, "**no guard**")
            yield f"| `{written(pattern)}` | {why} | | " + "yes | " * (2 + len(ORDER)) + "yes |"
            continue
        proof = "yes" if getattr(pattern.callback, "needs_proof", False) else ""
        cells = ("yes" if role in holders(action) else "refused" for role in ORDER)
        yield (
            f"| `{written(pattern)}` | {action} | {proof} | login | code | refused | "
            f"{' | '.join(cells)} |"
        )


def _limits() -> Iterator[str]:
    yield "\n## Beyond the page\n"
    yield "- An account with departments decides on contributions about those alone, and on those"
    yield "  about no department; without any, on all."
    yield "- A contribution that touches terms, tags or wiki pages needs the action `vocabulary`."
    yield "- Merging two records, and undoing a merge, need the action `merge`."
    yield "- Nobody changes their own rights, and somebody is always left who administers."
