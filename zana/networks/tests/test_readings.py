from datetime import UTC, date, datetime, timedelta

import pytest

from zana.kernel import clock
from zana.networks.actions import NewReading, Stored, record_remote_post, store_readings
from zana.networks.metrics import METRICS
from zana.networks.models import Account, Reading, Source
from zana.networks.queries import latest_of_posts, list_points, metrics_with_points
from zana.networks.registry import NETWORKS
from zana.networks.tests.made import make_account, make_post, make_source

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)


@pytest.fixture
def account(cast) -> Account:
    return make_account(cast.org_a, cast.communicator_a)


def reach(account: Account, value: int, day: date = DAY, row: int | None = None) -> NewReading:
    return NewReading(account, "reach", value, period_start=day, period_end=day, source_row=row)


def followers(account: Account, value: int, taken_at: datetime) -> NewReading:
    return NewReading(account, "followers", value, taken_at=taken_at)


def store(account: Account, *rows: NewReading) -> Stored:
    return store_readings(source=make_source(account), rows=rows)


def values(account: Account) -> list[int]:
    rows = Reading.objects.of(account.organisation).filter(account=account)
    return list(rows.order_by("pk").values_list("value", flat=True))


def test_the_same_numbers_again_are_not_stored_again(account):
    first = store(account, reach(account, 10), reach(account, 20, DAY - timedelta(days=1)))
    again = store(account, reach(account, 10), reach(account, 20, DAY - timedelta(days=1)))

    assert (first, again) == (Stored(2, 0), Stored(0, 2))
    assert values(account) == [10, 20]


def test_another_number_for_the_same_day_is_a_correction_beside_the_old_one(account):
    store(account, reach(account, 10))
    store(account, reach(account, 12))

    assert values(account) == [10, 12]
    assert [point.value for point in list_points(account, "reach")] == [12]


def test_a_number_twice_in_one_file_is_stored_once(account):
    assert store(account, reach(account, 10, row=1), reach(account, 10, row=2)) == Stored(1, 1)


def test_a_state_is_stored_when_it_changed_or_a_day_has_passed(account):
    hours = [(0, 100), (1, 100), (2, 101), (3, 101), (24, 101)]
    stored = [store(account, followers(account, n, NOON + timedelta(hours=h))).stored for h, n in hours]

    assert stored == [1, 0, 1, 0, 1]


def test_the_same_states_imported_again_are_unchanged(account):
    rows = [followers(account, 100 + n, NOON + timedelta(days=n)) for n in range(3)]

    assert [store(account, *rows), store(account, *rows)] == [Stored(3, 0), Stored(0, 3)]


def test_an_import_keeps_its_row_and_its_file(account):
    source = make_source(account, kind=Source.IMPORT, file_sha256="a" * 64, row_count=1)

    store_readings(source=source, rows=[reach(account, 10, row=1)])

    reading = Reading.objects.of(account.organisation).get()
    assert (reading.source, reading.source_row, reading.taken_at) == (source, 1, source.taken_at)


def test_an_unknown_metric_is_a_bug_and_nothing_is_stored(account):
    with pytest.raises(ValueError, match="no such metric: likes"):
        store(account, reach(account, 1), NewReading(account, "likes", 3))

    assert values(account) == []


def test_another_organisations_account_is_refused(cast, account):
    other = make_account(cast.org_b, cast.communicator_b)

    with pytest.raises(ValueError, match="another organisation"):
        store_readings(source=make_source(account), rows=[reach(other, 1)])


def test_storing_costs_as_many_queries_for_many_rows_as_for_one(account, django_assert_num_queries):
    source = make_source(account)
    for count in (1, 80):
        rows = [reach(account, count + n, DAY - timedelta(days=n)) for n in range(count)]
        with django_assert_num_queries(5):
            store_readings(source=source, rows=rows)


def test_points_and_posts_show_the_newest_number(account):
    post = make_post(account)
    store(account, NewReading(account, "post_reach", 5, post, taken_at=NOON))
    store(account, NewReading(account, "post_reach", 9, post, taken_at=NOON + timedelta(hours=2)))
    store(account, followers(account, 100, NOON), followers(account, 103, NOON + timedelta(hours=4)))

    assert latest_of_posts(account, [post])[post.pk]["post_reach"].value == 9
    assert [(point.on, point.value) for point in list_points(account, "followers")] == [(NOON.date(), 103)]
    assert metrics_with_points(account) == [METRICS["followers"]]


def test_a_post_is_noted_once_by_its_id_or_its_link(account):
    by_link = record_remote_post(account=account, url="https://www.facebook.com/p/1", text="Mirë", seen_via="hand")
    again = record_remote_post(account=account, url="https://www.facebook.com/p/1")
    with_id = record_remote_post(account=account, url="https://www.facebook.com/p/1", remote_id="1001_7")
    by_id = record_remote_post(account=account, remote_id="1001_7")
    other = record_remote_post(account=account, remote_id="1001_8", url="https://www.facebook.com/p/1")

    assert {by_link.pk, again.pk, with_id.pk, by_id.pk} == {by_link.pk}
    assert (by_id.remote_id, by_id.text, by_id.seen_via) == ("1001_7", "Mirë", "hand")
    assert other.pk != by_link.pk


def test_a_post_is_dated_now_unless_told_otherwise(account):
    with clock.frozen(NOON):
        assert record_remote_post(account=account, remote_id="1").published_at == NOON


def test_every_metric_a_network_measures_is_on_the_shelf_with_its_origin():
    measured = {(network.key, metric) for network in NETWORKS.values() for metric in network.metrics}
    described = {
        (origin.network, metric.id) for metric in METRICS.values() for origin in metric.origins if origin.via == "api"
    }

    assert measured == described


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_a_metric_has_words_of_its_own_in_three_languages(metric):
    names = {metric.in_words(language) for language in ("sq", "sr", "en")}

    assert len({words.name for words in names}) == len({words.meaning for words in names}) == 3
    assert all(origin.network in NETWORKS for origin in metric.origins)
