"""A network that takes money: told before, counted before, and stopped where the director said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.networks import actions, queries
from zana.networks.errors import Reconnect, Refused
from zana.networks.models import Account, Budget, Consent, Spend
from zana.networks.port import Answer, Post
from zana.networks.registry import NETWORKS
from zana.networks.rules import guess_month, write_dollars
from zana.networks.tests.made import make_account, make_post
from zana.people.models import Notice

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLAIN, LINKED = "Sot jemi hapur.", "Lexoni më shumë: https://drita.example/sot"


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def account(cast) -> Account:
    return make_account(cast.org_a, cast.communicator_a, network="x", remote_id="42", api_base="https://api.x.com")


def spent(account: Account) -> Decimal:
    meter = queries.read_meter(account)
    assert meter is not None
    return meter.spent


def count(account: Account, key: str, text: str = PLAIN) -> None:
    actions.count_spend(account=account, text=text, key=key)


def test_a_post_and_one_with_a_link_cost_what_x_says(account):
    count(account, "a")
    count(account, "b", LINKED)
    count(account, "b", LINKED)
    count(account, "c", "shih drita.org sot")  # X makes a link of it

    assert spent(account) == Decimal("0.415")
    assert write_dollars(spent(account)) == "$0.415"


def test_free_networks_are_not_counted(cast):
    assert actions.count_spend(account=make_account(cast.org_a, cast.communicator_a), text=LINKED, key="a") is None
    assert Spend.objects.of(cast.org_a).count() == 0


def test_above_the_ceiling_is_no_in_words_and_nothing_is_counted(account, cast):
    actions.set_ceiling(by=cast.director_a, account=account, dollars=Decimal("0.40"))
    count(account, "a", LINKED)
    count(account, "b", LINKED)

    with pytest.raises(Refusal, match=r"costs \$0.015 on X, and of the \$0.40"):
        count(account, "c")
    assert spent(account) == Decimal("0.40")


def test_what_did_not_go_out_is_given_back_and_may_be_counted_again(account, cast):
    count(account, "a", LINKED)
    actions.return_spend(organisation=cast.org_a, key="a")
    given_back = spent(account)
    count(account, "a", LINKED)

    assert (given_back, spent(account)) == (Decimal(0), Decimal("0.2"))


def test_at_four_fifths_they_are_told_once_a_month(account, cast):
    actions.set_ceiling(by=cast.director_a, account=account, dollars=Decimal("1.00"))
    told = []
    for key in "abcde":
        count(account, key, LINKED)
        told.append(Notice.objects.count())
    clock.travel(timedelta(days=10))
    Notice.objects.all().delete()
    next_month = spent(account)
    for key in "fghi":
        count(account, key, LINKED)

    assert told == [0, 0, 0, 2, 2]
    assert (next_month, Notice.objects.count()) == (Decimal(0), 2)


def test_rehearsal_money_is_counted_apart(account, cast):
    played = make_account(cast.org_a, cast.communicator_a, network="x", remote_id="7", api_base="practice:/x")
    count(played, "a", LINKED)

    assert (spent(played), spent(account)) == (Decimal("0.2"), Decimal(0))


def test_only_the_director_sets_the_ceiling(account, cast, client):
    where = reverse("networks:ceiling", args=[cast.org_a.ref, account.ref])
    with pytest.raises(Forbidden):
        actions.set_ceiling(by=cast.communicator_a, account=account, dollars=Decimal(9))
    client.force_login(cast.director_a)

    client.post(where, {"dollars": "2.50"})
    for wrong in ("-1", "many", "1001", ""):
        client.post(where, {"dollars": wrong})

    assert Budget.objects.of(cast.org_a).get().ceiling == Decimal("2.50")
    page = client.get(reverse("networks:account", args=[cast.org_a.ref, account.ref])).content.decode()
    assert "$0.00 of $2.50 this month" in page


def test_nothing_is_sent_beside_the_meter(account, cast):
    """Whoever calls without having counted is counted, and stopped, before the network is called."""
    actions.set_ceiling(by=cast.director_a, account=account, dollars=Decimal(0))

    with pytest.raises(Refused, match="Post it by hand"):
        actions.send_post(account=account, post=Post(PLAIN))
    with pytest.raises(Refused, match="Post it by hand"):
        actions.send_post(account=account, post=Post(PLAIN), paid="never counted")
    assert Spend.objects.of(cast.org_a).count() == 0


def test_a_month_is_guessed_from_her_own_rhythm(account, cast):
    price = NETWORKS["x"].price
    assert price is not None
    assert guess_month(price, [PLAIN] * 60 + [LINKED] * 60, 3) == (40, Decimal("4.30"))
    for number in range(6):
        text = LINKED if number % 2 else PLAIN
        make_post(account, remote_id=str(number), text=text, url="", published_at=NOON - timedelta(days=number))

    estimate = queries.estimate_month(cast.org_a, NETWORKS["x"])

    assert estimate is not None
    assert (estimate.posts, estimate.month, estimate.post) == (2, "$0.22", "$0.015")


def test_the_price_is_told_before_and_asked_once(cast, client, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"
    where = reverse("networks:connect", args=[cast.org_a.ref])
    asks = {"network": "x", "practice": "yes"}

    first = client.post(where, asks).content.decode()
    asked = Consent.objects.of(cast.org_a).count()
    client.post(where, {**asks, "agreed": "yes"})
    client.post(where, asks)

    assert all(words in first for words in ("$0.015", "$0.20", reverse("networks:by_hand", args=[cast.org_a.ref, "x"])))
    assert (asked, Consent.objects.of(cast.org_a).count()) == (0, 2)
    budget = Budget.objects.of(cast.org_a).get()
    assert (budget.agreed_by, budget.agreed_at, budget.practice) == (cast.communicator_a, NOON, True)


def test_answers_and_messages_are_counted_as_posts_are(account):
    actions.count_answer(account=account, way="public", key="a")
    actions.count_answer(account=account, way="public", key="a")
    actions.count_answer(account=account, way="message", key="b")

    assert spent(account) == Decimal("0.025")


def test_an_answer_that_did_not_go_out_costs_nothing(account, cast):
    """There are no keys, so the door is shut before anything is said."""
    with pytest.raises(Reconnect):
        actions.send_answer(account=account, answer=Answer(way="message", text="Po", person="9"))

    assert (Spend.objects.of(cast.org_a).count(), spent(account)) == (1, Decimal(0))


def test_above_the_ceiling_nobody_is_answered_from_here(account, cast):
    actions.set_ceiling(by=cast.director_a, account=account, dollars=Decimal("0.01"))

    with pytest.raises(Refused) as no:
        actions.send_answer(account=account, answer=Answer(way="message", text="Po", person="9"))

    assert no.value.saying.english().startswith("This answer costs $0.015 on X")
    assert Spend.objects.of(cast.org_a).count() == 0
