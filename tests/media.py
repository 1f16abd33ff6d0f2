"""Pictures of the tests lie in a folder of their own, never in the house's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test.utils import override_settings


@pytest.fixture(scope="session", autouse=True)
def _media_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    options = {"location": str(tmp_path_factory.mktemp("media")), "base_url": None}
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["default"] = {**storages["default"], "OPTIONS": options}
    with override_settings(STORAGES=storages):
        yield
