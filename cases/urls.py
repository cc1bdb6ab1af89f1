"""Addresses of the register; the lists and records of every kind share the same patterns."""

from django.urls import path, re_path, register_converter

from cases.kinds import BY_WORD, KINDS
from cases.views import (
    about,
    account,
    atlas,
    blacken,
    browse,
    captures,
    compare,
    complaints,
    completion,
    confirm,
    contribute,
    data,
    documents,
    erase,
    exports,
    files,
    guides,
    health,
    history,
    mentions,
    my_account,
    openings,
    paper,
    queue,
    reasons,
    receipt,
    receipt_files,
    report,
    review,
    review_files,
    spending,
    style,
    tasks,
    team,
    testers,
    timeline,
    tools,
    transparency,
)


class WordConverter:
    """The word of a kind of record, such as `deployments`."""

    regex = "|".join(sorted(BY_WORD, key=len, reverse=True))

    def to_python(self, value):
        """The kind."""
        return BY_WORD[value]

    def to_url(self, value):
        """The word, whether given a kind or a word."""
        return getattr(value, "word", value)


class KindConverter:
    """The key of a kind of record, such as `deployment`."""

    regex = "|".join(sorted(KINDS, key=len, reverse=True))

    def to_python(self, value):
        """The kind."""
        return KINDS[value]

    def to_url(self, value):
        """The key, whether given a kind or a key."""
        return getattr(value, "key", value)


class NumberConverter:
    """A number that a database can hold; a longer one leads to nothing."""

    regex = "[0-9]{1,9}"

    def to_python(self, value):
        """The number."""
        return int(value)

    def to_url(self, value):
        """Its figures."""
        return str(value)


class KindsConverter:
    """The keys of one or several kinds of record, such as `place+vendor`."""

    regex = rf"(?:{KindConverter.regex})(?:\+(?:{KindConverter.regex}))*"

    def to_python(self, value):
        """The keys, each once."""
        return tuple(dict.fromkeys(value.split("+")))

    def to_url(self, value):
        """The keys in one text."""
        return "+".join(value)


register_converter(NumberConverter, "number")
register_converter(WordConverter, "word")
register_converter(KindConverter, "kind")
register_converter(KindsConverter, "kinds")

public = [
    path("", browse.home, name="home"),
    path("search/", browse.search, name="search"),
    path("complete/<kinds:kinds>/", completion.completions, name="complete"),
    path("tasks/", tasks.page, name="tasks"),
    path("compare/", compare.compare, name="compare"),
    path("map/", atlas.page, name="map"),
    path("map.geojson", atlas.as_geojson, name="map-data"),
    path("changes/", history.changes, name="changes"),
    path("money/", spending.money, name="money"),
    re_path(
        r"^money/(?P<name>[a-z]+)\.(?P<ending>svg|png|csv)$", spending.chart, name="money-chart"
    ),
    path("timeline/", timeline.timeline, name="timeline"),
    path("changes.atom", history.changes_feed, name="changes-atom"),
    path("cities/", browse.cities, name="cities"),
    path("transparency/", transparency.page, name="transparency"),
    path("transparency/chain.csv", transparency.chain, name="transparency-chain"),
    path("transparency.csv", transparency.as_csv, name="transparency-csv"),
    path("transparency.atom", transparency.as_atom, name="transparency-atom"),
    path("about/testers.json", testers.testers_json, name="testers"),
    path("about/", about.page, {"slug": "register"}, name="about-register"),
    path("data/", data.page, name="data"),
    path("data/<str:name>/<path:file>", data.dump_file, name="data-file"),
    path("about/style/", style.page, name="style"),
    path("about/guides/", guides.index, name="guides"),
    path("about/guides/<slug:topic>/", guides.topic, name="guide"),
    path("about/<slug:slug>/", about.page, name="about"),
    path("files/<str:name>", files.public_file, name="file"),
    path("files/small/<str:name>", files.public_thumbnail, name="file-small"),
    path("healthz", health.process, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
contributing = [
    path("contribute/", contribute.choose, name="contribute"),
    path("contribute/<kind:kind>/", contribute.new_record, name="contribute-kind"),
    path("contribute/<kind:kind>/similar/", contribute.similar, name="contribute-similar"),
    path("contribute/<kind:kind>/paper/", paper.form, name="contribute-paper"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/files/", receipt_files.receipt_files, name="receipt-files"),
    path("receipt/correct/", receipt.correct, name="receipt-correct"),
]
moderating = [
    path("moderation/", queue.queue, name="moderation-queue"),
    path("moderation/next/", queue.following, name="moderation-next"),
    path("moderation/previous/", queue.preceding, name="moderation-previous"),
    path("moderation/together/", queue.together, name="moderation-together"),
    path("moderation/filters/", queue.filters, name="moderation-filters"),
    path("moderation/reasons/", reasons.reasons, name="moderation-reasons"),
    path("moderation/reasons/new/", reasons.reason, name="moderation-reason-new"),
    path("moderation/reasons/<number:pk>/", reasons.reason, name="moderation-reason"),
    path("moderation/<number:pk>/", review.review, name="moderation-review"),
    path(
        "moderation/<number:pk>/files/<number:position>/",
        review_files.review_file,
        name="moderation-file",
    ),
    path(
        "moderation/<number:pk>/files/<number:position>/raw/",
        review_files.review_file_raw,
        name="moderation-file-raw",
    ),
    path(
        "moderation/<number:pk>/files/<number:position>/blurred/",
        review_files.review_file_blurred,
        name="moderation-file-blurred",
    ),
    path("moderation/illegal/", review_files.illegal, name="moderation-illegal"),
    path("moderation/complaints/<number:pk>/", complaints.complaint, name="moderation-complaint"),
    path("moderation/operations/", tools.operations, name="moderation-operations"),
    path("moderation/records/", tools.find, name="moderation-find"),
    path("moderation/records/<word:kind>/<slug:slug>/", tools.record, name="moderation-record"),
    path(
        "moderation/records/sources/<slug:slug>/files/<uuid:key>/",
        blacken.public_file,
        name="moderation-blacken",
    ),
    path("moderation/captures/", openings.captures, name="moderation-captures"),
    path("moderation/captures/<number:pk>/", openings.capture, name="moderation-capture"),
    path(
        "moderation/records/<word:kind>/<slug:slug>/erase/",
        erase.record,
        name="moderation-erase",
    ),
    path("moderation/erasures/", erase.requests, name="moderation-erasures"),
    path("moderation/team/", team.team, name="team"),
    path("moderation/team/new/", team.add, name="team-add"),
    path("moderation/team/<number:pk>/", team.member, name="team-member"),
    path("moderation/audit/", team.audit_log, name="audit"),
    path("account/", my_account.mine, name="my-account"),
    path("account/login/", account.log_in, name="login"),
    path("account/code/", account.code, name="code"),
    path("account/proof/", account.proof, name="proof"),
    path("account/logout/", account.log_out, name="logout"),
    path("account/password/", my_account.password, name="my-password"),
    path("account/codes/", my_account.codes, name="my-codes"),
    path("account/authenticator/", my_account.authenticator, name="my-authenticator"),
    path("account/sessions/", my_account.open_sessions, name="my-sessions"),
]
taking_away = [
    *(
        path(f"<word:kind>.{ending}", exports.record_list_as, {"ending": ending}, f"list-{ending}")
        for ending in exports.FORMATS
    ),
    path("<word:kind>.atom", exports.record_list_feed, name="list-atom"),
    path("<word:kind>/<slug:slug>.json", exports.record_as_json, name="record-json"),
    path("<word:kind>/<slug:slug>.atom", exports.record_feed, name="record-atom"),
]
reading = [
    path("sources/<slug:slug>/documents/<uuid:key>/", documents.document, name="document"),
    path(
        "sources/<slug:slug>/documents/<uuid:key>/<number:number>/",
        documents.document_page,
        name="document-page",
    ),
    path(
        "sources/<slug:slug>/documents/<uuid:key>/<number:number>/page.jpg",
        documents.page_image,
        name="document-image",
    ),
]
records = [
    path("pages/wanted/", mentions.wanted, name="wanted"),
    path("<word:kind>/", browse.record_list, name="record-list"),
    path("<word:kind>/<slug:slug>/", browse.record_detail, name="record-detail"),
    path("<word:kind>/<slug:slug>/sheet/", browse.record_sheet, name="record-sheet"),
    path(
        "sources/<slug:slug>/captures/<number:number>/",
        captures.capture,
        {"kind": KINDS["source"]},
        name="capture",
    ),
    path("<word:kind>/<slug:slug>/edit/", contribute.edit_record, name="record-edit"),
    path("<word:kind>/<slug:slug>/confirm/", confirm.confirm, name="record-confirm"),
    path("<word:kind>/<slug:slug>/report/", report.report, name="record-report"),
    path("<word:kind>/<slug:slug>/links/", mentions.links, name="record-links"),
    path("<word:kind>/<slug:slug>/history/", history.record_history, name="record-history"),
    path(
        "<word:kind>/<slug:slug>/history/<number:number>/", history.revision, name="record-revision"
    ),
    path(
        "<word:kind>/<slug:slug>/compare/<number:first>/<number:second>/",
        history.compare,
        name="record-compare",
    ),
]
urlpatterns = [*public, *contributing, *moderating, *taking_away, *reading, *records]
