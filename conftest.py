"""Fixtures every room uses: the cast, a frozen clock, a real practice network."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as draws

from zana.site import catalogues

pytest_plugins = [
    "tests.databases",
    "tests.cast",
    "tests.stage",
    "tests.browser",
    "tests.media",
    "tests.servers.bluesky",
]

# Properties: `make fast` draws anew each time. What CI runs draws the same for the same code, so that a red run is red
# again; and no draw fails by the clock, which on a busy machine measures the neighbours.
draws.register_profile("anew", deadline=None, suppress_health_check=[HealthCheck.too_slow])
draws.register_profile("same", draws.get_profile("anew"), derandomize=True, database=None)
draws.load_profile("anew")


def pytest_configure(config: pytest.Config) -> None:
    """Tests read style sheets and scripts where they lie, and catalogues as they are now: nothing goes before them."""
    if not hasattr(config, "workerinput"):  # once, before the workers start
        catalogues.compile_all(catalogues.rooms())
    settings.ZANA_QUEUE_URL = "memory:"  # a nudge left in the house's queue would meet its next worker
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good one is slow on purpose
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands now stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """`scripts/test.sh` compares how many tests each database saw of those it has a say in."""
    kept = os.environ.get("ZANA_COUNT_TESTS")
    if kept and not hasattr(session.config, "workerinput"):
        with Path(kept).open("a") as counts:
            counts.write(f"{sum(item.get_closest_marker('once') is None for item in session.items)}\n")
