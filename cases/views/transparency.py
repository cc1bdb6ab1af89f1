"""The public log of moderation as a page, as CSV and as Atom. Nothing here knows the queue."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import get_tag_uri
from django.utils.html import escape, linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import transparency
from cases.exchange.feeds import DayFeed, midnight
from cases.exchange.tables import csv_lines
from cases.integrity import old_copy
from cases.lists import NoSuchPage, page_number
from cases.models import Decision, Revision

from .guards import taken_away

PAGE_SIZE = 100
IN_FEED = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Figures, then the decisions; a filter that says nothing filters nothing, and says so."""
    asked = transparency.LogFilter(request.GET, queryset=Decision.objects.all())
    lines = Paginator(asked.qs, PAGE_SIZE)
    try:
        number = page_number(request.GET.get("page", "1"))
    except NoSuchPage:
        raise Http404 from None
    if number > lines.num_pages:
        raise Http404
    shown = lines.page(number)
    context = {
        "filter": asked,
        "page": shown,
        "previous_url": _neighbour(request, number - 1) if shown.has_previous() else "",
        "next_url": _neighbour(request, number + 1) if shown.has_next() else "",
        "figures": transparency.figures(timezone.localdate()),
        "query": _query(request),
        "section": "transparency",
        "head": Revision.objects.order_by("-sequence").values("sequence", "digest", "day").first(),
    }
    return render(request, "about/transparency.html", context)


@require_safe
@taken_away
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line that the filters let through, streamed; a filter that says nothing is a 404."""
    lines = csv_lines(transparency.COLUMNS, transparency.rows(_asked(request)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"decisions-{timezone.localdate().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@taken_away
def chain(request: HttpRequest) -> StreamingHttpResponse:
    """The chain of all revisions, streamed, without a value: an old copy proves a silent change."""
    lines = csv_lines(old_copy.COLUMNS, old_copy.rows())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"chain-{timezone.localdate().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def as_atom(request: HttpRequest) -> HttpResponse:
    """The last hundred lines that the filters let through, as a feed."""
    decisions, query = _asked(request)[:IN_FEED], _query(request)
    here = request.build_absolute_uri(reverse("transparency"))
    root = request.build_absolute_uri("/")
    feed = DayFeed(
        title=_("The log of decisions"), link=f"{here}{query}", description="",
        language=get_language(), author_name=_("Moderation"),
        feed_url=request.build_absolute_uri(reverse("transparency-atom")) + query,
        day=midnight(timezone.localdate()),
    )  # fmt: skip
    for decision in decisions:
        feed.add_item(
            title=_title(decision), link=f"{here}?year={decision.day.year}#d{decision.pk}",
            description=linebreaks(decision.reason, autoescape=True) or escape(_title(decision)),
            unique_id=get_tag_uri(f"{root}transparency/{decision.pk}", decision.day),
            pubdate=midnight(decision.day), updateddate=midnight(decision.day),
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _title(decision: Decision) -> str:
    """`Refusal, right of reply: conditions of the law not met`."""
    what = str(decision.get_kind_display()).capitalize()
    if decision.door:
        what = f"{what}, {str(decision.get_door_display()).lower()}"
    ground = decision.get_ground_display() if decision.ground else ""
    return _("%(what)s: %(ground)s") % {"what": what, "ground": ground} if ground else what


def _asked(request: HttpRequest):
    asked = transparency.LogFilter(request.GET, queryset=Decision.objects.all())
    if not asked.is_valid():
        raise Http404
    return asked.qs


def _query(request: HttpRequest, **more) -> str:
    """The filters as a query string, without the page; empty when there is none."""
    kept = request.GET.copy()
    for name in set(kept) - set(transparency.LogFilter.base_filters):
        del kept[name]
    kept.update({name: str(value) for name, value in more.items()})
    return f"?{kept.urlencode()}" if kept else ""


def _neighbour(request: HttpRequest, number: int) -> str:
    return _query(request, page=number) if number > 1 else _query(request) or "?"
