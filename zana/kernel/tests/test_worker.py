from datetime import UTC, datetime, timedelta

import pytest

from zana.kernel import clock, heartbeat, queue, work
from zana.kernel.models import Heartbeat
from zana.kernel.tests.errand import Errand, lane, take
from zana.kernel.worker import Pulse

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def memory_queue(settings):
    settings.ZANA_QUEUE_URL = "memory:"
    queue.message.cache_clear()
    yield queue.message().huey
    queue.message.cache_clear()


@pytest.fixture
def pulse(errands, memory_queue, monkeypatch):
    monkeypatch.setattr(work, "_lanes", {})
    work.register(lane())
    with clock.frozen(NOON):
        yield Pulse(threads=2)


def test_pulse_nudges_for_due_rows_nobody_was_told_about(pulse, memory_queue):
    Errand.objects.create(next_attempt_at=NOON)

    pulse.look()

    assert memory_queue.pending_count() == 1


def test_pulse_never_heaps_up_nudges(pulse, memory_queue):
    for _ in range(5):
        Errand.objects.create(next_attempt_at=NOON)

    for _ in range(3):
        pulse.look()

    assert memory_queue.pending_count() == 2


def test_pulse_says_nothing_when_nothing_is_due(pulse, memory_queue):
    Errand.objects.create(next_attempt_at=NOON + timedelta(seconds=1))

    pulse.look()

    assert memory_queue.pending_count() == 0


def test_pulse_keeps_what_its_process_holds(pulse, settings):
    row = Errand.objects.create(next_attempt_at=NOON)
    lease = take(work.lane_named("errands"))

    with work._held(lease), clock.frozen(NOON + timedelta(seconds=settings.ZANA_LEASE_SECONDS)):
        pulse.look()

    row.refresh_from_db()
    assert row.lease_until == NOON + timedelta(seconds=2 * settings.ZANA_LEASE_SECONDS)


def test_pulse_gives_up_what_a_dead_process_held(pulse, memory_queue):
    row = Errand.objects.create(next_attempt_at=NOON)
    work.claim(work.lane_named("errands"), "dead")

    with clock.frozen(NOON + timedelta(hours=1)):
        pulse.look()

    row.refresh_from_db()
    assert (row.state, memory_queue.pending_count()) == ("doubtful", 1)


@pytest.mark.django_db
def test_worker_is_alive_only_while_it_beats():
    with clock.frozen(NOON):
        before = heartbeat.is_beating("worker")
        heartbeat.beat("worker", "machine:1")
        heartbeat.beat("worker", "machine:1")
        beating = heartbeat.is_beating("worker")
    with clock.frozen(NOON + timedelta(seconds=21)):
        silent = heartbeat.is_beating("worker")

    assert (before, beating, silent) == (False, True, False)
    assert Heartbeat.objects.count() == 1


@pytest.mark.django_db
def test_worker_that_ends_takes_its_heartbeat_along():
    heartbeat.beat("worker", "machine:1")
    heartbeat.beat("worker", "machine:2")

    heartbeat.stop("machine:1")

    assert list(Heartbeat.objects.values_list("who", flat=True)) == ["machine:2"]
