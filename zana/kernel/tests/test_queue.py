import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from huey import MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

from zana.kernel import queue, work
from zana.kernel.clock import now
from zana.kernel.tests.errand import Errand, lane


@pytest.fixture
def memory_queue(settings, monkeypatch):
    """A queue of this test's own."""
    settings.ZANA_QUEUE_URL = "memory:"
    queue.message.cache_clear()
    yield queue.message().huey
    queue.message.cache_clear()


@pytest.fixture
def errand_lane(monkeypatch):
    monkeypatch.setattr(work, "_lanes", {})
    work.register(lane())


def work_through(store):
    """What Huey's threads do."""
    done = 0
    while (task := store.dequeue()) is not None:
        store.execute(task)
        done += 1
    return done


def test_queue_lies_beside_the_database_by_default(settings, tmp_path):
    settings.ZANA_QUEUE_URL, settings.ZANA_HOME = "", tmp_path / "home"

    store = queue._store("")
    store.storage.close()

    assert isinstance(store, SqliteHuey)
    assert (tmp_path / "home" / "queue.sqlite3").exists()


def test_queue_never_runs_work_in_the_web_process_and_keeps_no_results(memory_queue):
    assert isinstance(memory_queue, MemoryHuey)
    assert (memory_queue.immediate, memory_queue.results) == (False, False)


def test_queue_can_be_postgresql(monkeypatch):
    monkeypatch.setattr("huey.storage.PostgresStorage.initialize_schema", lambda self: None)

    store = queue._store("postgres://zana@db.example/zana")

    assert isinstance(store, PostgresHuey)


def test_queue_can_be_redis():
    store = queue._store("redis://:word@queue.example:6380/3")

    reached = store.storage.conn.connection_pool.connection_kwargs
    assert isinstance(store, RedisHuey)
    assert [reached[key] for key in ("host", "port", "db", "password")] == ["queue.example", 6380, 3, "word"]


def test_a_redis_that_is_away_fails_no_request_and_is_told(settings):
    settings.ZANA_QUEUE_URL = "redis://127.0.0.1:1/0"  # nobody listens there
    queue.message.cache_clear()
    try:
        assert (queue.nudge("deliveries"), queue.is_there()) == (False, False)
    finally:
        queue.message.cache_clear()


@pytest.mark.parametrize("url", ["carrier-pigeon://loft", "redis://queue.example/0"])
def test_unknown_queue_is_refused_in_words(url, monkeypatch):
    monkeypatch.setattr(queue, "redis", None)

    with pytest.raises(ImproperlyConfigured, match="ZANA_QUEUE_URL"):
        queue._store(url)


@pytest.mark.usefixtures("errands", "errand_lane")
def test_wake_nudges_only_after_the_transaction(memory_queue):
    with transaction.atomic():
        queue.wake("errands")
        inside = memory_queue.pending_count()

    assert (inside, memory_queue.pending_count()) == (0, 1)


@pytest.mark.usefixtures("errands", "errand_lane")
def test_one_nudge_works_through_all_rows_one_at_a_time(memory_queue):
    for _ in range(3):
        Errand.objects.create(next_attempt_at=now())
    queue.nudge("errands")

    nudges = work_through(memory_queue)

    assert nudges == 4  # three rows, and one that found nothing
    assert set(Errand.objects.values_list("state", flat=True)) == {"done"}


def test_nudge_survives_a_queue_that_is_not_there(memory_queue, monkeypatch, caplog):
    def refuse(*args):
        raise ConnectionRefusedError

    monkeypatch.setattr(memory_queue.storage, "enqueue", refuse)

    assert queue.nudge("errands") is False
    assert [record.getMessage() for record in caplog.records] == ["could not nudge errands: ConnectionRefusedError"]


def test_tampered_message_is_not_unpickled(memory_queue):
    queue.nudge("errands")
    memory_queue.storage.enqueue(memory_queue.storage.dequeue().replace(b"errands", b"errandz"))

    with pytest.raises(ValueError, match="mismatch"):
        memory_queue.dequeue()
