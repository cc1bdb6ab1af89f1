"""The queue of contributions: its filters, its order, and what comes next."""

from collections.abc import Iterable

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cases.intake.models import Submission
from cases.kinds import KINDS

from . import lanes
from .roles import member_of
from .states import unclaimed_or_mine

TO_READ = (Submission.State.RECEIVED, Submission.State.REVIEW)
SORTS = [
    ("age", _("Oldest first")),
    ("new", _("Newest first")),
    ("flags", _("Fewest flags first")),
    ("territory", _("By department")),
]


class QueueFilter(django_filters.FilterSet):
    """Which contributions to show; those that wait, unless a state is chosen."""

    state = django_filters.ChoiceFilter(choices=Submission.State.choices, label=_("State"))
    lane = django_filters.ChoiceFilter(choices=Submission.Lane.choices, label=_("Lane"))
    kind = django_filters.ChoiceFilter(
        field_name="changes__kind",
        choices=[(key, kind.label) for key, kind in KINDS.items()],
        label=_("Kind"),
        distinct=True,
    )
    flag = django_filters.ChoiceFilter(
        choices=Submission.Flag.choices, label=_("Flag"), method="with_flag"
    )
    territory = django_filters.CharFilter(label=_("Department"), max_length=3)
    mine = django_filters.BooleanFilter(
        label=_("My departments only"), method="of_mine", widget=forms.CheckboxInput
    )
    claimed = django_filters.BooleanFilter(
        label=_("Held by me"), method="held", widget=forms.CheckboxInput
    )
    text = django_filters.CharFilter(
        field_name="text_hash", max_length=64, label=_("Same text"), widget=forms.HiddenInput
    )
    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    sort = django_filters.ChoiceFilter(choices=SORTS, label=_("Order"), method="unchanged")

    def __init__(self, *args, user=None, **options):
        super().__init__(*args, **options)
        self.user, self.departments = user, departments_of(user)

    @property
    def qs(self):
        """The moderator's departments first, then as asked; decided ones only when asked for."""
        found = super().qs
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        found = found if chosen.get("state") else found.waiting()
        return in_order(found, self.departments, chosen.get("sort") or "age")

    def with_flag(self, queryset, name, value):
        """Those that carry the flag, read in the text of the JSON: the same on both databases."""
        as_text = queryset.annotate(flags_text=Cast("flags", TextField()))
        return as_text.filter(flags_text__contains=f'"flag": "{value}"')

    def of_mine(self, queryset, name, value):
        """Those of the moderator's departments, and those of none."""
        if not value or not self.departments:
            return queryset
        return queryset.filter(Q(territory__in=self.departments) | Q(territory=""))

    def held(self, queryset, name, value):
        """Those that the moderator holds."""
        return queryset.filter(claimed_by=self.user) if value else queryset

    def unchanged(self, queryset, name, value):
        """The order is applied last."""
        return queryset


def departments_of(user) -> list[str]:
    """The departments that come first: the moderator's own, or the instance's."""
    member = member_of(user) if user else None
    own = member.departments if member else []
    return own or ([settings.TERRITORY] if settings.TERRITORY else [])


def in_order(queryset, departments: list[str], sort: str = "age"):
    """Deadlines first, then the departments, then lane by lane as they clear fastest.

    What waits for its sender's answer comes last.
    """
    near = _rank({"territory__in": departments}) if departments else Value(0)
    lane = Case(
        *(When(lane=key, then=Value(place)) for place, key in enumerate(lanes.ORDER)),
        default=Value(len(lanes.ORDER)), output_field=IntegerField(),
    )  # fmt: skip
    keys = {
        "age": (lane, "id"),
        "new": ("-id",),
        "flags": ("flag_count", "id"),
        "territory": ("territory", "id"),
    }[sort]
    asked = _rank({"state": Submission.State.ASKED})
    return queryset.order_by(asked.desc(), _rank({"due_on__isnull": False}), "due_on", near, *keys)


def next_after(user, query, passed: Iterable[int] = ()) -> Submission | None:
    """The next contribution to read of this filter that nobody else holds; None at its end.

    `query` is a QueryDict of the filters; `passed` are the numbers of those left undecided this
    evening, which are not offered again.
    """
    found = QueueFilter(query, queryset=Submission.objects.all(), user=user).qs
    found = found.filter(unclaimed_or_mine(user), state__in=TO_READ)
    return found.exclude(pk__in=list(passed)).first()


def _rank(condition: dict) -> Case:
    """0 for what fits the condition, 1 for the rest."""
    return Case(When(**condition, then=Value(0)), default=Value(1), output_field=IntegerField())
