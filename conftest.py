"""Fixtures every room uses: the cast, a frozen clock, a real practice network."""

from __future__ import annotations

import pytest
from django.conf import settings

from zana.site import catalogues

pytest_plugins = ["tests.cast", "tests.stage", "tests.browser", "tests.media", "tests.servers.bluesky"]


def pytest_configure(config: pytest.Config) -> None:
    """Tests read style sheets and scripts where they lie, and catalogues as they are now: nothing goes before them."""
    if not hasattr(config, "workerinput"):  # once, before the workers start
        catalogues.compile_all(catalogues.rooms())
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True
