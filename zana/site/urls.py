"""The front door: every room's pages, found by its own urls.py."""

from __future__ import annotations

from django.urls import include, path

from zana.people.access import public
from zana.ui import views as ui

# ui lies below people and cannot declare who may open its pages, so the door does.
ui_pages = [
    path("language/", public(ui.switch_language), name="language"),
    path("help/danger/", public(ui.show_danger), name="danger"),
]

urlpatterns = [
    path("", include((ui_pages, "ui"))),
    path("", include("zana.people.urls")),
    path("account/", include("allauth.urls")),
]
