from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from zana.networks.actions import NewReading, store_readings
from zana.networks.errors import Reconnect
from zana.networks.models import Account, Consent
from zana.networks.tests.made import make_account, make_post, make_source

pytestmark = pytest.mark.slow

AGREED = {"network": "x", "practice": "yes", "agreed": "yes"}
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def account(cast) -> Account:
    return make_account(cast.org_a, cast.communicator_a)


@pytest.fixture
def enter(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


def url(name: str, *args: object) -> str:
    return reverse(f"networks:{name}", args=args)


def fill(account: Account, count: int) -> None:
    posts = [make_post(account, remote_id=f"1001_{count}_{n}") for n in range(count)]
    rows = [NewReading(account, "followers", 100 + n, taken_at=NOON + timedelta(days=n)) for n in range(count)]
    rows += [NewReading(account, "post_reach", 5, post) for post in posts]
    store_readings(source=make_source(account), rows=rows)


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_accounts_and_one_account_are_shown_in_every_language(cast, account, enter, language):
    fill(account, 3)
    web = enter(cast.director_a)
    web.cookies["zana_language"] = language

    overview = web.get(url("accounts", cast.org_a.ref))
    page = web.get(url("account", cast.org_a.ref, account.ref))

    assert (overview.status_code, page.status_code) == (200, 200)
    assert url("account", cast.org_a.ref, account.ref) in overview.content.decode()
    assert page.content.decode().count('<svg class="chart"') == 1


def test_an_empty_place_says_what_comes_next(cast, enter):
    page = enter(cast.communicator_a).get(url("accounts", cast.org_a.ref)).content.decode()

    assert url("connect", cast.org_a.ref) in page


@pytest.mark.parametrize("who", ["lead", "trainer"])
def test_the_support_side_looks_and_does_not_connect(cast, account, enter, who):
    web = enter(cast.persons[who])

    assert web.get(url("account", cast.org_a.ref, account.ref)).status_code == 200
    assert url("connect", cast.org_a.ref) not in web.get(url("accounts", cast.org_a.ref)).content.decode()
    assert web.get(url("connect", cast.org_a.ref)).status_code == 403


def test_an_account_of_another_organisation_is_not_found(cast, account, enter):
    web = enter(cast.communicator_b)

    assert web.get(url("account", cast.org_b.ref, account.ref)).status_code == 404
    assert web.get(url("account", cast.org_a.ref, account.ref)).status_code == 404


@pytest.mark.parametrize("page", ["accounts", "account"])
def test_pages_cost_the_same_for_one_row_and_for_many(cast, account, enter, page, django_assert_max_num_queries):
    web = enter(cast.director_a)
    where = url(page, cast.org_a.ref, *([account.ref] if page == "account" else []))
    counts = []
    for more in (1, 20):
        fill(account, more)
        make_account(cast.org_a, cast.communicator_a, remote_id=f"20{more}")
        with django_assert_max_num_queries(20) as seen:
            web.get(where)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_an_account_is_added_by_hand(cast, enter):
    web = enter(cast.communicator_a)
    where = url("by_hand", cast.org_a.ref, "instagram")

    wrong = web.post(where, {"name": "Drita", "url": "https://drita.example"})
    right = web.post(where, {"name": "Drita", "url": "https://www.instagram.com/drita", "handle": "@drita"})

    made = Account.objects.of(cast.org_a).get()
    assert wrong.status_code == 422
    assert right["Location"] == url("account", cast.org_a.ref, made.ref)
    assert (made.handle, made.by_hand) == ("drita", True)


def test_a_form_to_sign_in_is_there_only_where_no_consent_page_is(cast, enter):
    web = enter(cast.communicator_a)
    connect = web.get(url("connect", cast.org_a.ref)).content.decode()

    page = web.get(url("sign_in", cast.org_a.ref, "bluesky"))
    inside = {"server": "10.0.0.1", "name": "drita", "password": "aaaa-bbbb-cccc-dddd"}
    no = web.post(url("sign_in", cast.org_a.ref, "bluesky"), inside)

    assert url("sign_in", cast.org_a.ref, "bluesky") in connect
    assert 'value="bsky.social"' in page.content.decode()
    assert (no.status_code, "aaaa-bbbb" in no.content.decode()) == (422, False)
    assert web.get(url("sign_in", cast.org_a.ref, "x")).status_code == 404
    assert list(Account.objects.of(cast.org_a)) == []


def test_the_way_to_the_network_is_explained_before_it_is_taken(cast, enter, settings):
    settings.ZANA_PRACTICE_URL, settings.ZANA_BASE_URL = "http://127.0.0.1:8701/practice", "http://localhost:8700"
    web = enter(cast.communicator_a)

    page = web.post(url("connect", cast.org_a.ref), AGREED)

    consent = Consent.objects.of(cast.org_a).get()
    assert page.context["address"].startswith("http://localhost:8700/practice/x/i/oauth2/authorize?")
    assert f"state={consent.ref}" in page.context["address"]
    assert consent.verifier not in page.content.decode()


def test_an_unknown_network_is_not_found(cast, enter):
    assert enter(cast.communicator_a).post(url("connect", cast.org_a.ref), {"network": "myspace"}).status_code == 404


def test_a_no_on_the_consent_page_changes_nothing(cast, enter, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    web = enter(cast.communicator_a)
    web.post(url("connect", cast.org_a.ref), AGREED)
    back = {"error": "access_denied", "state": Consent.objects.of(cast.org_a).get().ref}

    first, second = web.get(url("returned"), back), web.get(url("returned"), back)

    assert first["Location"] == url("accounts", cast.org_a.ref)
    assert second.status_code == 422
    assert list(Account.objects.of(cast.org_a)) == []


@pytest.mark.parametrize("state", ["", "nonsense"])
def test_a_return_nobody_set_out_for_is_refused(cast, enter, state):
    assert enter(cast.communicator_a).get(url("returned"), {"state": state, "code": "c"}).status_code == 422


def test_another_person_cannot_return_in_her_place(cast, enter, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    enter(cast.communicator_a).post(url("connect", cast.org_a.ref), AGREED)
    state = Consent.objects.of(cast.org_a).get().ref

    assert enter(cast.director_a).get(url("returned"), {"state": state, "code": "c"}).status_code == 422


def test_disconnecting_asks_first(cast, account, enter):
    web = enter(cast.director_a)
    where = url("disconnect", cast.org_a.ref, account.ref)

    assert web.get(where).status_code == 200
    assert web.post(where)["Location"] == url("accounts", cast.org_a.ref)
    assert Account.objects.of(cast.org_a).get().state == "left"


def test_today_shows_a_missing_account_and_a_shut_one_to_those_who_can_help(cast, enter):
    today = reverse("site:today", args=[cast.org_a.ref])

    def seen(person) -> tuple[bool, bool]:
        page = enter(person).get(today).content.decode()
        return url("connect", cast.org_a.ref) in page, "s-stop" in page

    none_yet = seen(cast.communicator_a)
    account = make_account(cast.org_a, cast.communicator_a)
    all_well = seen(cast.communicator_a)
    Account.objects.of(cast.org_a).update(state="reconnect", trouble=Reconnect().saying.as_json())

    assert [none_yet, all_well, seen(cast.communicator_a)] == [(True, False), (False, False), (False, True)]
    assert seen(cast.volunteer_a) == (False, False)
    assert url("account", cast.org_a.ref, account.ref) in enter(cast.director_a).get(today).content.decode()


def test_posts_come_in_pages_and_with_the_numbers_there_are(cast, account, enter):
    fill(account, 12)
    where = url("account", cast.org_a.ref, account.ref)
    web = enter(cast.trainer)

    first, second = web.get(where), web.get(where, {"page": 2})

    assert [len(page.context["posts"]) for page in (first, second)] == [10, 2]
    assert first.context["heads"] == ["People the post reached"]
