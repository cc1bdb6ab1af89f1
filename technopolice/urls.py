"""All addresses: French without a prefix, English under /en/, the same words in both."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("cases.urls")), prefix_default_language=False)

handler400 = "cases.views.errors.bad_request"
handler500 = "cases.views.errors.server_error"
