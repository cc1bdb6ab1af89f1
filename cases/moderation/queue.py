"""The queue of contributions and its filters."""

import django_filters
from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.intake.models import Submission
from cases.kinds import KINDS


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
    territory = django_filters.CharFilter(label=_("Department"), max_length=3)
    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))

    @property
    def qs(self):
        """The instance's department first, then oldest first; decided ones only when asked for."""
        found = super().qs.in_order(settings.TERRITORY)
        return found if self.form.cleaned_data.get("state") else found.waiting()


def lanes() -> list[tuple[str, int]]:
    """(label, number waiting) for each lane that has something."""
    rows = Submission.objects.waiting().order_by().values_list("lane").annotate(n=Count("pk"))
    counted = dict(rows)
    return [(label, counted[key], key) for key, label in Submission.Lane.choices if key in counted]
