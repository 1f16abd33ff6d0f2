"""The front door: every room's pages, found by its own urls.py."""

from __future__ import annotations

from importlib.util import find_spec

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
    path("account/", include("allauth.urls")),
]
for room in ("people", "networks", "studio", "publishing", "audits", "learning", "impact", "practice"):
    if find_spec(f"zana.{room}.urls"):
        prefix = "practice/" if room == "practice" else ""
        urlpatterns.append(path(prefix, include(f"zana.{room}.urls")))

handler413 = "zana.ui.pages.show_too_large"
