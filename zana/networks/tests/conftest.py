from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from zana.networks.testing import Rehearsal, begin_rehearsal


@pytest.fixture
def rehearsal(practice_server, settings) -> Rehearsal:
    """A world of its own on the real practice process, reached by address only."""
    parts = urlsplit(practice_server.url)
    settings.ZANA_PRACTICE_URL = practice_server.url
    settings.ZANA_BASE_URL = f"{parts.scheme}://{parts.netloc}"
    settings.ZANA_MEDIA_URL = ""
    return begin_rehearsal(practice_server)
