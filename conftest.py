"""Fixtures every room uses: the cast, a frozen clock, a real practice network."""

from __future__ import annotations

from django.conf import settings

pytest_plugins = ["tests.cast", "tests.stage", "tests.browser"]


def pytest_configure() -> None:
    """Tests read style sheets and scripts where they lie: nothing has to be collected first."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True
