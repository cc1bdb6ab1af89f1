"""One address of every page of the register, made from the registry and from what it holds."""

from django.urls import URLPattern

from cases import urls
from cases.kinds import KINDS
from cases.models import Entry, Revision
from tests.make import make_any

FIXED = [
    "/", "/search/", "/search/?q=moirans", "/search/?q=zzzz", "/tasks/", "/compare/", "/map/",
    "/map/?place=isere", "/map/?show=cameras", "/changes/", "/money/", "/timeline/",
    "/transparency/", "/data/", "/about/", "/about/legal/", "/about/privacy/",
    "/about/accessibility/", "/about/moderation/", "/about/reply/", "/about/style/",
    "/about/sent/", "/about/guides/",
    "/contribute/", "/receipt/", "/account/login/", "/pages/wanted/", "/no-such-page/",
]  # fmt: skip
OF_A_RECORD = [
    "", "history/", "history/1/", "compare/1/1/", "edit/", "links/", "sheet/", "report/",
    "report/?door=correction", "report/?door=reply", "report/?door=rights",
    "report/?door=notice",
]  # fmt: skip
FOR_MODERATORS = [
    "/moderation/", "/moderation/reasons/", "/moderation/reasons/new/", "/moderation/illegal/",
    "/moderation/operations/", "/moderation/records/", "/moderation/captures/",
    "/moderation/erasures/", "/moderation/team/", "/moderation/team/new/", "/moderation/audit/",
    "/account/", "/account/proof/", "/account/password/", "/account/codes/",
    "/account/authenticator/", "/account/sessions/",
]  # fmt: skip
# Pages that an address alone does not open, or that are no pages: where each is looked at instead.
ELSEWHERE = {
    "files, feeds and drawings": [
        "map-data", "complete", "money-chart", "changes-atom", "transparency-chain",
        "transparency-csv",
        "transparency-atom", "testers", "data-file", "file", "file-small", "healthz", "readyz",
        "list-csv", "list-json", "list-geojson", "list-atom", "list-xlsx", "list-ods",
        "record-json", "record-atom", "document-image", "moderation-file-raw",
        "moderation-file-blurred",
    ],
    "the page of a new one, filled in": ["moderation-reason"],
    "addresses that lead on": ["cities", "guide", "moderation-next", "moderation-previous"],
    "what is told while one types: test_while_typing.py": ["contribute-similar"],
    "what a form leads to: test_accessibility.py, test_files_walk.py": [
        "receipt-files", "receipt-correct", "moderation-together", "moderation-filters",
        "logout", "moderation-review", "moderation-file", "moderation-complaint", "code",
        "team-member",
    ],
    "copies and documents: test_captures_accessibility.py, test_documents_accessibility.py": [
        "capture", "moderation-capture", "document", "document-page", "moderation-blacken",
    ],
}  # fmt: skip


def of_every_kind() -> None:
    """A record of each kind that has none: a page of each can be opened."""
    for key in KINDS:
        if not Entry.objects.live().filter(kind=key, revisions__isnull=False).exists():
            make_any(key)


def for_readers() -> list[str]:
    """French addresses that anybody opens; the English ones stand under /en."""
    found = list(FIXED)
    for kind in KINDS.values():
        found += [f"/{kind.word}/", f"/{kind.word}/?q=a", f"/{kind.word}/?q=zzzz"]
        found += [fullest(kind.key) + end for end in OF_A_RECORD]
        found.append(f"/contribute/{kind.key}/")
        if kind.contribute:
            found.append(f"/contribute/{kind.key}/paper/")
    return [*found, fullest("deployment") + "confirm/"]


def for_moderators() -> list[str]:
    """Addresses of those who may do everything."""
    record = fullest("deployment")
    return [*FOR_MODERATORS, f"/moderation/records{record}", f"/moderation/records{record}erase/"]


def fullest(kind: str) -> str:
    """The address of the record of a kind that states the most."""
    latest = Revision.objects.filter(entry__in=Entry.objects.live().filter(kind=kind))
    revision = max(latest.select_related("entry"), key=lambda one: len(str(one.snapshot)))
    return revision.entry.get_absolute_url()


def unseen(addresses: list[str]) -> list[str]:
    """Names of addresses of the register that no page here has, and that are not known."""
    known = {name for names in ELSEWHERE.values() for name in names}
    paths = [address.partition("?")[0].removeprefix("/") for address in addresses]
    return [
        pattern.name
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern) and pattern.name not in known
        and not any(pattern.pattern.match(path) for path in paths)
    ]  # fmt: skip
