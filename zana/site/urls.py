"""The front door: which room answers which address."""

from __future__ import annotations

from django.urls import include, path

from zana.people.access import public
from zana.site import views
from zana.ui import views as ui_views

site_urls = [
    path("", views.home, name="home"),
    path("o/<str:org>/", views.today, name="today"),
    path("p/<str:programme>/", views.cohort, name="cohort"),
    path("help/danger/", public(ui_views.show_danger), name="danger"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
# ui lies below people and cannot declare who may open its pages, so the door does.
ui_urls = [
    path("language/", public(ui_views.switch_language), name="language"),
    path("look/", public(ui_views.show_components), name="look"),
]

urlpatterns = [
    path("", include((site_urls, "site"))),
    path("", include((ui_urls, "ui"))),
    path("", include("zana.people.urls")),
    path("", include("zana.networks.urls")),
    path("", include("zana.studio.urls")),
    path("", include("zana.publishing.urls")),
    path("", include("zana.audits.urls")),
    path("", include("zana.learning.urls")),
    path("", include("zana.impact.urls")),
    path("", include("zana.api.urls")),
    path("practice/", include("zana.practice.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "zana.ui.pages.show_bad_request"
