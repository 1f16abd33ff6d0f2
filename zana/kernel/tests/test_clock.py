from datetime import UTC, datetime, timedelta

import pytest

from zana.kernel import clock


def test_frozen_clock_stands_and_travels():
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    with clock.frozen(at):
        clock.travel(timedelta(hours=1))

        assert clock.now() == at + timedelta(hours=1)


def test_today_is_the_day_in_kosovo():
    with clock.frozen(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)):
        assert clock.today().isoformat() == "2026-11-23"


def test_a_running_clock_does_not_travel():
    with pytest.raises(RuntimeError):
        clock.travel(timedelta(hours=1))
