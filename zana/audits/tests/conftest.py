from __future__ import annotations

from collections.abc import Iterator

import pytest

from zana.audits import probes
from zana.audits.tests.archives import NOW
from zana.audits.tests.seeing import Seer
from zana.kernel import clock


@pytest.fixture
def still() -> Iterator[None]:
    """The moment at which the invented archives were made."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def seer(monkeypatch: pytest.MonkeyPatch) -> Seer:
    """The only probe there is."""
    one = Seer()
    monkeypatch.setattr(probes, "_registered", {one.name: one})
    return one
