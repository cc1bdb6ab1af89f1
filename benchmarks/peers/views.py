"""What somebody would write first for the same tables, without doing anything foolish."""

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from cases.models import Deployment, Place

PAGE_OF_30_KB = "<!doctype html><title>floor</title>" + "<p>floor</p>\n" * 2_300
PAGE_SIZE = 50
MOST_VALUES = 20
FACETS = {
    "status": "status",
    "technology": "technologies__title",
    "place": "places__title",
    "vendor": "roles__entry__title",
    "tag": "entry__tagged__tag__name",
}
TEXTS = ("title", "description", "note", "contested_note", "place_note")
FULL_TEXT = {
    "sqlite": "SELECT rowid FROM cases_search WHERE cases_search MATCH %s ORDER BY rank LIMIT 50",
    "postgresql": "SELECT id FROM cases_entry, to_tsquery('simple', %s) AS asked "
    "WHERE search @@ asked ORDER BY ts_rank(search, asked) DESC LIMIT 50",
}


def floor(request):
    """Nothing but Django: no database, no template."""
    return HttpResponse(PAGE_OF_30_KB)


def obvious(request):
    """A list with five facets, counted by the database for each reader."""
    found = Deployment.objects.all()
    if technology := request.GET.get("technology"):
        found = found.filter(technologies=technology)
    for tag in request.GET.getlist("tag"):
        found = found.filter(entry__tagged__tag=tag)
    facets = {
        name: found.values(column)
        .order_by()
        .annotate(number=Count("pk", distinct=True))
        .order_by("-number")
        .values_list(column, "number")[:MOST_VALUES]
        for name, column in FACETS.items()
    }
    rows = found.select_related("entry").prefetch_related("technologies", "places", "entry__tags")
    page = Paginator(rows.order_by("-edited_on", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "obvious.html", {"page": page, "facets": facets})


def fulltext(request):
    """The full-text query alone: the fifty best, by the database's own rank."""
    with connection.cursor() as cursor:
        cursor.execute(FULL_TEXT[connection.vendor], [request.GET["q"]])
        return JsonResponse({"found": cursor.fetchall()})


def like(request):
    """Words without an index, in the texts of the record itself: how many, and the first fifty."""
    wanted = Q()
    for text in TEXTS:
        wanted |= Q(**{f"{text}__icontains": request.GET["q"]})
    found = Deployment.objects.filter(wanted)
    first = found.order_by("-edited_on").values_list("pk", "title")[:PAGE_SIZE]
    return JsonResponse({"number": found.count(), "found": list(first)})


def grouping(request):
    """What a map is drawn from, grouped by the database for each reader."""
    places = Place.objects.filter(latitude__isnull=False)
    counted = places.annotate(number=Count("entry__deployments_here")).filter(number__gt=0)
    return JsonResponse(
        {"places": list(counted.values_list("name", "latitude", "longitude", "number"))}
    )
