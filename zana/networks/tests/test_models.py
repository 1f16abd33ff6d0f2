from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from zana.networks.models import Account, AppendOnly, Reading, RemotePost, Source, Token
from zana.networks.tests.made import make_account, make_post, make_reading, make_source, make_token
from zana.people.tenancy import Unscoped


@pytest.fixture
def account(cast) -> Account:
    return make_account(cast.org_a, cast.communicator_a)


def test_a_reading_needs_a_source(cast, account):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(organisation=cast.org_a, account=account, metric="reach", value=1)


def test_a_reading_is_never_changed_and_never_deleted(cast, account):
    reading = make_reading(make_source(account))
    reading.value = 11

    for forbidden in (
        reading.save,
        reading.delete,
        lambda: Reading.objects.of(cast.org_a).update(value=11),
        lambda: Reading.objects.across_organisations().filter(pk=reading.pk).delete(),
        lambda: Reading.objects.of(cast.org_a).bulk_update([reading], ["value"]),
    ):
        with pytest.raises(AppendOnly):
            forbidden()

    assert Reading.objects.of(cast.org_a).get().value == 10


def test_newest_reading_of_a_period_wins(cast, account):
    make_reading(make_source(account), value=10)
    correction = make_reading(make_source(account), value=12)
    other_day = make_reading(make_source(account), value=7, day=2)

    newest = Reading.newest(Reading.objects.of(cast.org_a))

    assert newest == [correction, other_day]


def test_a_state_is_kept_each_time_it_is_taken(cast, account):
    first = make_reading(make_source(account), metric="followers", period_start=None, period_end=None)
    second = make_reading(make_source(account), metric="followers", period_start=None, period_end=None)

    assert Reading.newest([second, first]) == [first, second]


def test_a_period_does_not_end_before_it_begins(account):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reading(make_source(account), period_start=date(2026, 5, 2), period_end=date(2026, 5, 1))


def test_tokens_are_sealed_in_the_database(account):
    make_token(account, access="EAAplain", refresh="r-plain")

    with connection.cursor() as cursor:
        cursor.execute("SELECT access, refresh FROM networks_token")
        stored = "".join(cursor.fetchone())

    assert "plain" not in stored
    assert (account.token.access, account.token.refresh) == ("EAAplain", "r-plain")
    assert "plain" not in repr(account.token.values)


def test_an_account_stands_once_in_an_organisation(cast, account):
    make_account(cast.org_b, cast.communicator_b)
    make_account(cast.org_a, cast.communicator_a, remote_id="", by_hand=True)
    make_account(cast.org_a, cast.communicator_a, remote_id="", by_hand=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(cast.org_a, cast.communicator_a)


def test_a_remote_post_stands_once_in_an_account(account):
    make_post(account)
    make_post(account, remote_id=None)
    make_post(account, remote_id=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(account)


@pytest.mark.parametrize("model", [Account, RemotePost, Source, Reading, Token])
def test_rows_refuse_to_be_read_across_organisations(db, model):
    with pytest.raises(Unscoped):
        model.objects.all()


def test_practice_is_told_by_the_address(account, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    rehearsed = make_account(account.organisation, account.connected_by, api_base="practice:/graph/v25.0")

    assert (account.is_practice, account.address) == (False, "https://graph.facebook.com/v25.0")
    assert (rehearsed.is_practice, rehearsed.address) == (True, "http://127.0.0.1:8701/practice/graph/v25.0")


def test_what_was_rehearsed_stays_a_rehearsal_when_the_stage_is_gone(account, settings):
    settings.ZANA_PRACTICE_URL = ""
    rehearsed = make_account(account.organisation, account.connected_by, api_base="practice:/graph/v25.0")

    assert rehearsed.is_practice
