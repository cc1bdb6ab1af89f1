"""Asking for password and code again before what is dangerous."""

import functools

from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from . import presence


def recently_proven(view):
    """Guard a dangerous action: password and code given within the last ten minutes.

    Stands under `allowed`, which sees that there is a verified session at all. Whoever sent a form
    too late comes back to the page and sends it again.
    """

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not presence.is_recently_proven(request):
            return redirect_to_login(request.get_full_path(), reverse("proof"))
        return view(request, *args, **kwargs)

    guarded.needs_proof = True
    return guarded
