"""Listening, answering, keeping order and looking at safety on every network, well and under faults."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.networks import actions
from zana.networks.adapters.facebook import connect as facebook
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Reconnect, TryLater
from zana.networks.models import Account, Token
from zana.networks.port import Answer, Comment, Found, NotFound, Place, Profile
from zana.networks.registry import NETWORKS
from zana.networks.testing import Rehearsal
from zana.networks.tests.sending import make_post, plain_kind

pytestmark = pytest.mark.slow

TALKING = [network.key for network in NETWORKS.values() if network.listens and network.practice_path]
LONG_AGO = timedelta(days=30)

FAULTS = [
    ("rate_limited", "TryLater", 1),
    ("broken_before", "OutcomeUnknown", 1),
    ("broken_after", "OutcomeUnknown", 1),
    ("answer_lost", "OutcomeUnknown", 1),
    ("refused", "Refused", 0),
    ("token_expired", "Reconnect", 0),
]


@pytest.fixture(params=TALKING)
def account(request, rehearsal, cast) -> Account:
    """With a post that has been out for three days."""
    connected: Account = rehearsal.connect(cast.org_a, cast.communicator_a, request.param)
    network = connected.description
    post = make_post(rehearsal, network, plain_kind(network), "A keni pyetje? Na shkruani.")
    published = actions.send_post(account=connected, post=post)
    actions.record_remote_post(account=connected, remote_id=published.remote_id, text=post.text)
    rehearsal.wait(3 * 86_400)
    return connected


def list_others(account: Account) -> list[Comment]:
    heard = actions.list_comments(account=account, since=clock.now() - LONG_AGO)
    return [one for one in heard if not one.ours]


def answer_under(rehearsal: Rehearsal, account: Account, answer: Answer, fault: str, verb: str) -> tuple[str, int]:
    """What the adapter says, and how often our words stand there in the end."""
    since, said = clock.now(), None
    rehearsal.fail(fault, verb, times=9 if fault.startswith("token") else 1)
    try:
        actions.send_answer(account=account, answer=answer)
    except NetworkError as no:
        said = no
    rehearsal.mend()
    if isinstance(said, OutcomeUnknown):
        seen = actions.look_for_answer(account=account, answer=answer, since=since)
        assert isinstance(seen, Found | NotFound)
        if isinstance(seen, NotFound):
            actions.send_answer(account=account, answer=answer)
    if isinstance(said, TryLater):
        actions.send_answer(account=account, answer=answer)
    if isinstance(said, Reconnect):
        Account.objects.of(account.organisation).update(state="connected", trouble=None)
        account.refresh_from_db()
    heard = actions.list_comments(account=account, since=clock.now() - LONG_AGO)
    return type(said).__name__, sum(one.ours and answer.text in one.text for one in heard)


def test_what_people_say_is_heard_once_and_in_order(account):
    heard = list_others(account)

    assert len(heard) > 0
    assert len({one.remote_id for one in heard}) == len(heard)
    assert [one.at for one in heard] == sorted(one.at for one in heard)
    assert all(one.text and one.post for one in heard)
    later = heard[-1].at + timedelta(seconds=1)
    assert [one for one in actions.list_comments(account=account, since=later) if not one.ours] == []


def test_an_answer_stands_there_once_whatever_goes_wrong(account, rehearsal):
    asked = list_others(account)[0]
    verb = "publish" if account.network == "x" else "comment"

    became = {}
    for number, (fault, *_) in enumerate(FAULTS):
        words = f"Faleminderit, {number}"
        answer = Answer("public", words, post=asked.post, comment=asked.remote_id, parent=asked.parent)
        became[fault] = answer_under(rehearsal, account, answer, fault, verb)

    assert became == {fault: (said, standing) for fault, said, standing in FAULTS}


def test_a_private_answer_is_found_again_when_its_answer_is_lost(account, rehearsal):
    asked, since = list_others(account)[0], clock.now()
    way = "private" if "private" in account.description.ways else "message"
    answer = Answer(way, "Të shkruajmë këtu", comment=asked.remote_id, person=asked.author.remote_id)
    rehearsal.fail("answer_lost", "write")

    with pytest.raises(OutcomeUnknown):
        actions.send_answer(account=account, answer=answer)
    seen = actions.look_for_answer(account=account, answer=answer, since=since)

    heard = actions.list_messages(account=account, since=since - timedelta(minutes=1))
    told = [one for one in heard if one.ours]  # the crowd writes by itself, too
    assert [(one.text, one.person.remote_id) for one in told] == [(answer.text, asked.author.remote_id)]
    assert isinstance(seen, Found)
    assert seen.published.remote_id == told[0].remote_id


@pytest.mark.parametrize("fault", ["broken_after", "answer_lost", "rate_limited"])
def test_hiding_is_done_again_and_changes_nothing_more(account, rehearsal, fault):
    rude = list_others(account)[0]
    rehearsal.fail(fault, "write")

    with pytest.raises(TryLater):
        actions.moderate(account=account, act="hide", target=rude.remote_id)
    actions.moderate(account=account, act="hide", target=rude.remote_id)

    hidden = {one["id"] for one in rehearsal.posts(rude.text) if one["hidden"]}
    assert [rude.remote_id.endswith(one) for one in hidden] == [True]
    actions.moderate(account=account, act="unhide", target=rude.remote_id)
    assert [one for one in rehearsal.posts(rude.text) if one["hidden"]] == []


def test_what_is_deleted_already_is_no_error(account, rehearsal):
    asked = list_others(account)[0]
    answer = Answer("public", "Faleminderit", post=asked.post, comment=asked.remote_id, parent=asked.parent)
    ours = actions.send_answer(account=account, answer=answer)

    actions.moderate(account=account, act="delete", target=ours)
    actions.moderate(account=account, act="delete", target=ours)

    assert [one["removed"] for one in rehearsal.posts("Faleminderit")] == [True]


def test_safety_facts_say_what_was_allowed(account):
    facts = actions.see_safety(account=account)

    assert set(facts.granted or ()) >= set(account.description.scopes)
    assert facts.declined == ()
    assert facts.published is not False


def test_a_no_to_one_thing_shuts_that_alone_and_is_said(rehearsal, cast):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, "facebook", without={"pages_messaging"})

    assert "pages_messaging" not in Token.objects.of(cast.org_a).get().scopes
    assert account.trouble_words is not None
    assert account.trouble_words.english() == (
        "You said no to reading and writing messages on Facebook. Everything else works. "
        "Connect it again if you want that too."
    )
    with pytest.raises(CannotDo):
        actions.list_messages(account=account, since=clock.now())
    actions.send_post(account=account, post=make_post(rehearsal, account.description, "text", "Mirë se vini"))
    again = rehearsal.connect(cast.org_a, cast.communicator_a, "facebook")
    assert (again.pk, again.trouble) == (account.pk, None)


def test_keys_of_the_person_are_never_kept_as_the_pages(rehearsal, cast, monkeypatch):
    def give_her_own(client, app, tokens):
        return [Place(Profile(client.read("/me/accounts")["data"][0]["id"], "", "Drita e Re"), tokens)]

    monkeypatch.setattr(facebook, "list_places", give_her_own)

    with pytest.raises(Refusal):
        rehearsal.connect(cast.org_a, cast.communicator_a, "facebook")

    assert list(Token.objects.of(cast.org_a)) == []
