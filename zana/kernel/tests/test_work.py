from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from zana.kernel import clock, work
from zana.kernel.states import Graph, NoSuchMove
from zana.kernel.tests.errand import Errand, lane, take
from zana.kernel.work import Lane, LeaseLost, Step, back_off, claim, reap, run_next

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)

pytestmark = [pytest.mark.usefixtures("errands"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def noon(settings):
    settings.ZANA_LEASE_SECONDS = LEASE.seconds
    with clock.frozen(NOON):
        yield


def errand(**fields):
    return Errand.objects.create(**{"next_attempt_at": NOON, **fields})


@transaction.atomic
def finish_with_another_row(lease):
    errand(said="stored beside it")
    lease.settle("done")


def stored(row):
    row.refresh_from_db()
    return row.state, row.next_attempt_at, row.lease_until, row.attempts


def test_claim_takes_the_row_with_a_lease_and_counts_the_attempt():
    row = errand()

    lease = take()

    assert lease.pk == row.pk
    assert stored(row) == ("out", NOON, NOON + LEASE, 1)


def test_claim_takes_a_row_only_once():
    errand()
    claim(lane(), "w1")

    assert claim(lane(), "w2") is None


@pytest.mark.parametrize(
    "fields", [{"next_attempt_at": NOON + timedelta(seconds=1)}, {"next_attempt_at": None}, {"state": "done"}]
)
def test_claim_leaves_rows_that_are_not_due(fields):
    errand(**fields)

    assert claim(lane(), "w1") is None


def test_settle_lets_the_row_go_with_its_facts():
    row = errand()
    lease = take()

    lease.settle("due", next_attempt_at=NOON + LEASE, said="later")

    assert (*stored(row), row.said, row.leased_by) == ("due", NOON + LEASE, None, 1, "later", "")


def test_settle_refuses_a_move_the_graph_does_not_have():
    errand()
    lease = take()

    with pytest.raises(NoSuchMove):
        lease.settle("sent")


def test_row_whose_worker_died_goes_to_the_suspicious_state():
    row = errand()
    claim(lane(), "w1")

    with clock.frozen(NOON + LEASE + timedelta(seconds=1)):
        reaped = reap(lane())

    assert reaped == 1
    assert stored(row) == ("doubtful", NOON + LEASE + timedelta(seconds=1), None, 1)


def test_reaper_leaves_rows_whose_lease_lives():
    row = errand()
    claim(lane(), "w1")

    with clock.frozen(NOON + LEASE):
        reaped = reap(lane())

    assert reaped == 0
    assert stored(row)[0] == "out"


def test_row_that_keeps_killing_its_workers_is_taken_ever_more_rarely():
    row = errand(attempts=2)
    claim(lane(), "w1")

    with clock.frozen(NOON + timedelta(minutes=1)):
        reap(lane())

    assert stored(row)[1] == NOON + timedelta(minutes=1, seconds=10)


def test_late_worker_cannot_finish_a_row_that_was_given_up():
    row = errand()
    late = take()
    with clock.frozen(NOON + timedelta(minutes=1)):
        reap(lane())
        claim(lane(), "w1")

        with pytest.raises(LeaseLost):
            finish_with_another_row(late)

    assert stored(row)[0] == "doubtful"
    assert Errand.objects.filter(said="stored beside it").count() == 0


def test_extended_lease_is_not_reaped():
    row = errand()
    lease = take()

    with clock.frozen(NOON + timedelta(seconds=20)):
        kept = lease.extend()
    with clock.frozen(NOON + timedelta(seconds=40)):
        reaped = reap(lane())

    assert (kept, reaped) == (True, 0)
    assert stored(row)[2] == NOON + timedelta(seconds=50)


def test_lease_is_not_extended_for_a_thread_that_hangs():
    errand()
    lease = take()

    with clock.frozen(NOON + work.LONGEST_HOLD + timedelta(seconds=1)):
        assert lease.extend() is False


@pytest.mark.parametrize(("ends_with", "warnings"), [("settle", 0), ("lapse", 1)])
def test_the_pulse_warns_of_a_lost_row_and_not_of_a_finished_one(caplog, ends_with, warnings):
    errand()

    def run(lease):
        lease.settle("done") if ends_with == "settle" else lease.lapse()
        work.extend_held()

    run_next(lane(run), "w1")

    told = [record for record in caplog.records if record.getMessage().startswith("could not extend")]
    assert len(told) == warnings


def test_looking_step_takes_the_row_in_place():
    row = errand(state="doubtful")

    lease = take()
    again = claim(lane(), "w2")

    assert (lease.pk, again) == (row.pk, None)
    assert stored(row) == ("doubtful", NOON, NOON + LEASE, 1)


def test_most_urgent_step_goes_first_however_long_the_line_is():
    errand(next_attempt_at=NOON - timedelta(hours=1))
    doubtful = errand(state="doubtful")

    assert take().pk == doubtful.pk


def test_every_owner_gets_a_turn_however_long_the_line_of_one_is():
    for minute in range(20, 0, -1):
        errand(owner="a", next_attempt_at=NOON - timedelta(minutes=minute))
    errand(owner="b", next_attempt_at=NOON - timedelta(seconds=2))
    errand(owner="c", next_attempt_at=NOON - timedelta(seconds=1))
    served = []

    def run(lease):
        served.append(lease.row().owner)
        lease.settle("done")

    errands = lane(run)

    for _ in range(6):
        run_next(errands, "w1")

    assert served == ["a", "b", "c", "a", "a", "a"]


def test_owner_with_busy_workers_waits_for_one_without():
    errand(owner="a", next_attempt_at=NOON - timedelta(minutes=2))
    errand(owner="a", next_attempt_at=NOON - timedelta(minutes=1))
    errand(owner="b")
    claim(lane(), "w1")

    lease = take(worker="w2")

    assert lease.row().owner == "b"


def test_bug_in_run_is_logged_and_the_row_becomes_doubtful(caplog):
    row = errand()

    def run(lease):
        raise ZeroDivisionError

    done = run_next(lane(run), "w1")

    assert done is True
    assert stored(row) == ("doubtful", NOON, None, 1)
    assert [record.getMessage() for record in caplog.records] == [f"lane errands, row {row.pk}"]


def test_run_that_forgets_to_settle_leaves_a_doubtful_row(caplog):
    row = errand()

    run_next(lane(lambda lease: None), "w1")

    assert stored(row)[0] == "doubtful"
    assert [record.getMessage() for record in caplog.records] == [
        f"lane errands, row {row.pk}: run() ended without settling"
    ]


def test_run_next_says_when_nothing_is_due():
    assert run_next(lane(), "w1") is False


def test_person_moves_a_free_row():
    row = errand()

    assert row.move("out", said="by hand") is True
    assert (row.state, row.said, stored(row)) == ("out", "by hand", ("out", None, None, 0))


def test_person_cannot_move_a_row_a_worker_holds():
    row = errand(state="doubtful")
    claim(lane(), "w1")

    assert row.move("done") is False
    assert stored(row)[0] == "doubtful"


def test_new_row_begins_in_the_initial_state():
    assert errand().state == "due"


def test_lane_refuses_a_step_its_graph_does_not_have():
    class Odd(Errand):
        graph = Graph("odd", "a", {"a": ["b"], "b": []}, final={"b"})
        steps = (Step("a", works="b", lapses="a"),)

        class Meta:
            app_label = "errands"
            proxy = True

    with pytest.raises(NoSuchMove):
        Lane("odd", Odd, lambda lease: None)


def test_two_lanes_cannot_share_a_name(monkeypatch):
    monkeypatch.setattr(work, "_lanes", {})
    work.register(lane())

    with pytest.raises(ValueError, match="two lanes are called errands"):
        work.register(lane())


def test_drain_works_until_nothing_is_due(monkeypatch):
    monkeypatch.setattr(work, "_lanes", {})
    work.register(lane())
    errand()
    errand()

    assert work.drain("errands") == 2
    assert set(Errand.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 10), (1, 10), (2, 20), (3, 40), (4, 60), (400, 60)])
def test_back_off_doubles_up_to_its_longest(attempts, seconds):
    assert back_off(attempts, first=timedelta(seconds=10), longest=timedelta(minutes=1)) == timedelta(seconds=seconds)
