from datetime import UTC, date, datetime, timedelta

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


def test_the_same_hour_on_another_day_is_on_that_day_when_the_clocks_were_changed():
    with clock.frozen(datetime(2027, 1, 31, 22, 50, tzinfo=UTC)):  # ten to midnight; 83 days later it is summer
        assert clock.on(date(2027, 4, 24)) == datetime(2027, 4, 24, 21, 50, tzinfo=UTC)
        assert clock.on(clock.today()) == clock.now()


def test_a_running_clock_does_not_travel():
    with pytest.raises(RuntimeError):
        clock.travel(timedelta(hours=1))
