"""The front door: every room's pages, found by its own urls.py."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("zana.people.urls")),
    path("account/", include("allauth.urls")),
]
