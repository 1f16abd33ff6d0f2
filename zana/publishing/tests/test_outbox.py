from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from unittest.mock import patch

import pytest

from zana.kernel import clock, work
from zana.kernel.words import say
from zana.networks.actions import set_ceiling
from zana.networks.errors import CannotDo, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.models import RemotePost, Spend
from zana.networks.port import CannotTell, NotFound, Post
from zana.networks.registry import NETWORKS
from zana.people.models import SafePlace
from zana.publishing import actions, outbox, rules
from zana.publishing.content import fingerprint_of
from zana.publishing.models import Delivery, Sending
from zana.publishing.tests.conftest import NOON
from zana.studio.actions import add_variant, edit_variant, write_piece

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LATER = NOON + timedelta(hours=2)
WORDS = say("The network is busy.")


def run():
    """One round of the worker."""
    return work.run_next(work.lane_named(actions.LANE), "w1")


def run_at(moment):
    with clock.frozen(moment):
        work.reap(work.lane_named(actions.LANE))
        return run()


def outcomes(delivery):
    return [sending.outcome for sending in delivery.sendings.all()]


def test_due_post_goes_out_once(delivery, there, now_is, told):
    assert [run(), run()] == [True, False]

    sent = now_is()
    assert there.texts == ["Come on Friday."]
    assert (sent.state, sent.remote_post.remote_id, sent.remote_post.url) == (
        "sent", "1001_1", "https://facebook.example/1",
    )  # fmt: skip
    assert outcomes(sent) == ["sent"]
    assert told() == []


def test_text_that_was_changed_and_approved_again_goes_out_as_it_is_now(cast, delivery, variant, there, now_is):
    variant.piece.refresh_from_db()
    edit_variant(by=cast.communicator_a, variant=variant, version=variant.piece.version, text="On Sunday.", link="")
    actions.approve(by=cast.director_a, approval=actions.ask_approval(by=cast.communicator_a, piece=variant.piece))

    run()

    assert there.texts == ["On Sunday."]
    assert now_is().fingerprint == fingerprint_of(variant) != delivery.fingerprint


def test_post_waits_for_its_time(cast, approved, variant, there):
    actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=LATER)

    assert run() is False
    assert run_at(LATER) is True
    assert there.texts == ["Come on Friday."]


def test_intent_is_stored_before_the_call(delivery, there, monkeypatch):
    seen = []
    publish = there.publish

    def look_then_publish(*args):
        seen.append(Sending.objects.of(delivery.organisation).get().outcome)
        return publish(*args)

    monkeypatch.setattr(there, "publish", look_then_publish)
    run()

    assert seen == [""]


def test_lost_answer_is_looked_for_and_found(delivery, there, now_is, told):
    there.script = ["lost"]

    run()
    between = now_is().state
    run()

    assert (between, now_is().state, there.texts) == ("unconfirmed", "sent", ["Come on Friday."])
    assert now_is().remote_post.remote_id == "1001_1"
    assert told() == []


def test_absent_post_is_sent_again_only_after_the_network_had_its_time(delivery, there, now_is, told):
    there.script = [OutcomeUnknown()]
    run()
    run()

    assert (now_is().state, there.asked) == ("unconfirmed", 1)
    for second in range(1, 10):
        run_at(NOON + timedelta(seconds=second))
    assert (now_is().state, there.asked) == ("unconfirmed", 1)

    run_at(NOON + timedelta(seconds=10))
    assert (now_is().state, outcomes(now_is())) == ("due", ["absent"])
    run_at(NOON + timedelta(seconds=11))

    assert (now_is().state, there.texts, outcomes(now_is())) == ("sent", ["Come on Friday."], ["absent", "sent"])
    words = "“Friday · Drita e Re” did not arrive the first time. We looked, and send it again."
    assert told() == [("Arta", words), ("Drita", words)]


def test_what_cannot_be_told_a_person_is_asked(delivery, there, now_is, told):
    there.script = ["lost"]
    there.sights = [CannotTell(say("Two posts look alike."))]

    run()
    run()

    assert (now_is().state, now_is().saying.english(), run()) == ("please_check", "Two posts look alike.", False)
    words = "Please check whether “Friday · Drita e Re” is out. We could not tell."
    assert told() == [("Arta", words), ("Drita", words)]


def test_post_that_vanishes_again_and_again_is_not_sent_for_ever(delivery, there, now_is):
    there.script = [OutcomeUnknown() for _ in range(9)]

    for minute in range(40):
        run_at(NOON + timedelta(minutes=minute))

    assert (now_is().state, there.asked) == ("please_check", rules.MAX_SENDS)


def test_look_that_fails_is_repeated_without_sending(delivery, there, now_is):
    there.script = ["lost"]
    there.sights = [TryLater(NOON, WORDS), TryLater(NOON, WORDS)]

    run()
    for second in range(0, 30, 5):
        run_at(NOON + timedelta(seconds=second))

    assert (now_is().state, there.asked) == ("sent", 1)


def test_post_that_is_another_delivery_is_not_taken_for_this_one(cast, delivery, account, there, now_is):
    run()
    twin = write_piece(
        by=cast.communicator_a, organisation=cast.org_a, title="Twin", body="Come on Friday.", language="en"
    )
    variant = add_variant(by=cast.communicator_a, piece=twin, account=account)
    actions.approve(by=cast.director_a, approval=actions.ask_approval(by=cast.communicator_a, piece=twin))
    second = actions.schedule(by=cast.communicator_a, piece=twin, variants=[variant], due_at=NOON)[0]
    there.script = [OutcomeUnknown()]

    run()
    run()

    second.refresh_from_db()
    assert (second.state, second.remote_post) == ("unconfirmed", None)


def test_worker_that_died_with_a_request_out_does_not_cause_a_second_post(delivery, there, now_is):
    lease = work.claim(work.lane_named(actions.LANE), "dies")
    assert lease is not None
    row = outbox.find(lease.pk)
    outbox.store_intent(lease, row, Post("Come on Friday."))
    there.publish(None, "1001", Post("Come on Friday."))

    run_at(NOON + timedelta(minutes=5))

    assert (now_is().state, there.texts) == ("sent", ["Come on Friday."])


def test_what_the_network_named_before_is_kept_for_looking_and_for_the_next_try(delivery, there, now_is):
    there.names = ["c1", "c2", "c3"]
    there.script = [TryLater(NOON, WORDS), OutcomeUnknown()]

    run()
    run_at(NOON + timedelta(minutes=1))
    run_at(NOON + timedelta(minutes=2))

    assert there.given == ["", "c1"]
    assert [sending.promise for sending in now_is().sendings.all()] == ["c1", "c2"]
    assert there.looked_for == ["c2"]


def test_what_was_named_for_other_words_is_not_used_for_these(delivery, there, cast, variant):
    there.names = ["c1", "c2"]
    there.script = [Refused(WORDS)]
    run()
    edit_variant(by=cast.communicator_a, variant=variant, text="Come on Saturday.")
    Delivery.objects.of(cast.org_a).update(state=rules.DUE, next_attempt_at=NOON)
    with patch.object(outbox, "_find_obstacle", return_value=None):
        run()

    assert there.given == ["", ""]


def test_nobody_is_told_when_the_network_is_only_still_at_work(delivery, there, now_is, told):
    there.script = [TryLater(NOON, WORDS, expected=True)]

    run()

    assert (now_is().state, told()) == ("waiting", [])


def test_request_of_a_dead_worker_gets_its_time_from_when_we_noticed(delivery, there, now_is):
    lease = work.claim(work.lane_named(actions.LANE), "dies")
    assert lease is not None
    outbox.store_intent(lease, outbox.find(lease.pk), Post("Come on Friday."))
    noticed = NOON + timedelta(minutes=5)

    states = []
    for second in (0, 5, 10, 10):
        run_at(noticed + timedelta(seconds=second))
        states.append((now_is().state, there.asked))

    assert states == [("unconfirmed", 0), ("unconfirmed", 0), ("due", 0), ("sent", 1)]


def test_address_the_network_names_is_noted(delivery, there, now_is, monkeypatch):
    monkeypatch.setattr(there, "find_address", lambda client, post: f"https://facebook.example/drita/{post}")

    run()

    assert now_is().remote_post.url == "https://facebook.example/drita/1001_1"


def test_worker_that_died_before_the_request_lets_it_go_out(delivery, there, now_is):
    work.claim(work.lane_named(actions.LANE), "dies")

    run_at(NOON + timedelta(minutes=5))
    between = now_is().state
    run_at(NOON + timedelta(minutes=5))

    assert (between, now_is().state, there.texts) == ("due", "sent", ["Come on Friday."])


def test_answer_that_comes_after_the_lease_is_not_forgotten(delivery, there, now_is, monkeypatch):
    publish = there.publish

    def publish_late(*args):
        with clock.frozen(NOON + timedelta(minutes=5)):
            work.reap(work.lane_named(actions.LANE))
        return publish(*args)

    monkeypatch.setattr(there, "publish", publish_late)
    run()

    assert (now_is().state, now_is().remote_post.remote_id) == ("sent", "1001_1")


def test_network_that_asks_to_wait_is_obeyed_for_the_whole_account(cast, delivery, account, there, now_is, told):
    other = write_piece(by=cast.communicator_a, organisation=cast.org_a, title="Other", body="Other.", language="en")
    variant = add_variant(by=cast.communicator_a, piece=other, account=account)
    actions.approve(by=cast.director_a, approval=actions.ask_approval(by=cast.communicator_a, piece=other))
    second = actions.schedule(
        by=cast.communicator_a, piece=other, variants=[variant], due_at=NOON + timedelta(minutes=5)
    )[0]
    there.script = [TryLater(LATER, WORDS)]
    before = len(told())

    run()

    second.refresh_from_db()
    assert (now_is().state, now_is().next_attempt_at, second.next_attempt_at) == ("waiting", LATER, LATER)
    words = "“Friday · Drita e Re” did not go out at once. The network is busy."
    assert told()[before:] == [("Arta", words), ("Drita", words)]
    assert run_at(LATER - timedelta(seconds=1)) is False
    assert run_at(LATER) is True


def test_back_off_grows_and_ends_with_words(delivery, there, now_is, told):
    there.script = [TryLater(NOON, WORDS) for _ in range(20)]
    moment, tries = NOON, []

    while run_at(moment):
        tries.append(moment)
        moment = now_is().next_attempt_at or moment + timedelta(hours=5)

    gaps = [(after - before).seconds // 60 for before, after in pairwise(tries)]
    assert gaps == [1, 2, 4, 8, 16, 30, 30]
    assert now_is().state == "failed"
    assert [words for name, words in told() if name == "Arta"] == [
        "“Friday · Drita e Re” did not go out at once. The network is busy.",
        "“Friday · Drita e Re” did not go out. We tried 8 times. The network is busy.",
    ]


@pytest.mark.parametrize("no", [Refused(say("Too long.")), CannotDo(say("Too long."))])
def test_refusal_fails_at_once_in_words(delivery, there, now_is, told, no):
    there.script = [no]

    run()

    assert (now_is().state, now_is().saying.english(), outcomes(now_is())) == ("failed", "Too long.", ["refused"])
    words = "“Friday · Drita e Re” did not go out. Too long."
    assert told() == [("Arta", words), ("Drita", words)]
    assert run() is False


def test_closed_door_waits_until_the_account_is_connected_again(delivery, account, there, now_is, told):
    there.script = [Reconnect()]
    run()
    account.refresh_from_db()
    first = now_is()
    for minute in range(10, 60, 10):
        run_at(NOON + timedelta(minutes=minute))
    again = now_is()
    account.state = "connected"
    account.save()
    run_at(NOON + timedelta(hours=1))

    assert (account.pk, first.state, again.state, again.next_attempt_at) == (
        account.pk, "waiting", "waiting", NOON + timedelta(hours=1),
    )  # fmt: skip
    assert (now_is().state, there.asked) == ("sent", 2)
    about_it = [words for name, words in told() if name == "Arta" and "Friday" in words]
    assert len(about_it) == len(set(about_it))


def test_gate_is_asked_again_in_the_moment_of_sending(cast, delivery, there, now_is, told):
    SafePlace.objects.of(cast.org_a).create(names="Friday")

    run()

    assert (now_is().state, there.asked, outcomes(now_is())) == ("failed", 0, [])
    assert [words.split("went out")[0][:45] for _, words in told()] == [
        "“Friday · Drita e Re” did not go out. The saf"
    ] * 2


def test_change_after_scheduling_stops_it_in_words(cast, delivery, variant, there, now_is):
    variant.piece.refresh_from_db()
    edit_variant(by=cast.communicator_a, variant=variant, version=variant.piece.version, text="Other", link="")

    run()

    assert (now_is().state, there.asked) == ("failed", 0)
    assert now_is().saying == say(
        "This text, as it stands now, has not been approved. Ask for approval, then choose the time again."
    )


def test_post_nobody_wants_any_more_is_not_sent_unasked(delivery, there, now_is, told):
    run_at(NOON + timedelta(days=1, seconds=1))

    assert (now_is().state, there.asked, len(told())) == ("failed", 0, 2)


def test_person_who_left_is_not_told(cast, delivery, there, told):
    from zana.people.models import Membership

    Membership.objects.filter(person=cast.communicator_a).update(ended_at=NOON - timedelta(days=1))
    there.script = [Refused(say("No."))]

    run()

    assert [name for name, _ in told()] == ["Drita"]


def test_post_is_noted_once_even_if_readings_saw_it_first(delivery, account, there, now_is):
    there.script = ["lost"]
    run()
    RemotePost.objects.of(account.organisation).create(account=account, remote_id="1001_1", text="Come on Friday.")

    run()

    assert (now_is().state, RemotePost.objects.of(account.organisation).count()) == ("sent", 1)


def test_every_declared_move_of_the_worker_is_in_the_graph():
    for step in Delivery.steps:
        rules.DELIVERY.check(step.waits, step.works)
        rules.DELIVERY.check(step.works, step.lapses)
    assert NotFound() == NotFound()


# --- a network that takes money


@pytest.fixture
def dear(there, monkeypatch):
    """The network of these tests, at the prices of X."""
    price = NETWORKS["x"].price
    monkeypatch.setitem(NETWORKS, "facebook", replace(NETWORKS["facebook"], price=price))
    return there


def spends(delivery):
    rows = Spend.objects.of(delivery.organisation).order_by("pk")
    return [(spend.key, spend.returned_at is None) for spend in rows]


def test_the_price_is_counted_with_the_intent_before_the_call(delivery, dear, monkeypatch):
    seen = []
    publish = dear.publish

    def look_then_publish(*args):
        seen.extend(spends(delivery))
        return publish(*args)

    monkeypatch.setattr(dear, "publish", look_then_publish)
    run()

    key = Sending.objects.of(delivery.organisation).get().spend_key
    assert seen == spends(delivery) == [(key, True)]


def test_without_money_nothing_is_sent_and_she_reads_why(delivery, dear, cast, now_is, told):
    set_ceiling(by=cast.director_a, account=delivery.account, dollars=Decimal("0.01"))

    assert run() is True

    stopped = now_is()
    assert (dear.asked, stopped.state, spends(stopped)) == (0, "failed", [])
    assert stopped.saying.english().startswith("This post costs $0.015 on Facebook")
    assert outcomes(stopped) == []
    assert {name for name, _ in told()} == {"Arta", "Drita"}


@pytest.mark.parametrize(
    ("trouble", "kept"),
    [
        (TryLater(LATER, WORDS), False),
        (Refused(WORDS), False),
        (Reconnect(WORDS), False),
        (OutcomeUnknown(WORDS), True),
    ],
)
def test_what_surely_did_not_go_out_costs_nothing(delivery, dear, trouble, kept):
    dear.script = [trouble]

    run()

    assert [counted for _, counted in spends(delivery)] == [kept]


def test_an_unclear_post_that_is_sent_again_costs_once(delivery, dear, now_is):
    dear.script = [OutcomeUnknown(WORDS)]
    run()
    dear.sights = [NotFound()] * 5
    for minutes in range(1, 30):
        run_at(NOON + timedelta(minutes=minutes))

    assert (now_is().state, [counted for _, counted in spends(delivery)]) == ("sent", [False, True])
