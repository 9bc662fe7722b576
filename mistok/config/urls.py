"""The root of all addresses. Ukrainian has none in the path, English lives under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "mistok.website.views.errors.bad_request"
handler403 = "mistok.website.views.errors.forbidden"
handler404 = "mistok.website.views.errors.not_found"
handler500 = "mistok.website.views.errors.server_error"

urlpatterns = [
    path("", include("mistok.ui.urls")),  # joined style sheets: one address in every language
    path("", include("mistok.website.urls_health")),
    *i18n_patterns(
        path("", include("mistok.website.urls")),
        path("", include("mistok.directory.urls")),
        path("", include("mistok.acts.urls")),
        path("", include("mistok.network.urls")),
        path("", include("mistok.desk.urls")),
        path("", include("mistok.reception.urls")),
        path("", include("mistok.planning.urls")),
        path("", include("mistok.accounts.urls")),
        path("", include("mistok.audit.urls")),
        path("account/", include("allauth.account.urls")),
        path("account/second-factor/", include("allauth.mfa.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
