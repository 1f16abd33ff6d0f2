"""A second way into a network: the same account, other addresses, other permissions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zana.kernel import clock
from zana.kernel.work import drain
from zana.networks import actions, queries
from zana.networks.actions.signals import hook_of
from zana.networks.models import Account, Reading, Token, Upkeep
from zana.networks.registry import NETWORKS, network_of
from zana.networks.tests.sending import make_post

DOOR = "instagram-login"


def days_left(token: Token) -> int:
    assert token.expires_at is not None
    return (token.expires_at - clock.now()).days


def test_a_door_is_offered_beside_the_network_and_never_by_hand(settings):
    settings.ZANA_PRACTICE_URL, settings.ZANA_INSTAGRAM_APP_ID = "http://127.0.0.1:9/practice", "1789"

    offers = [(one.practice, one.by_hand) for one in queries.list_offers() if one.network.door == DOOR]

    assert offers == [(True, False), (False, False)]


def test_the_real_addresses_are_those_of_the_documentation(settings, cast):
    settings.ZANA_INSTAGRAM_APP_ID, settings.ZANA_INSTAGRAM_APP_SECRET = "1789", "hushed"
    settings.ZANA_BASE_URL = "https://zana.example"
    door = network_of(DOOR)

    app = queries.app_of(door, practice=False)
    address = actions.start_connect(by=cast.director_a, organisation=cast.org_a, network=DOOR, practice=False)

    assert app is not None
    assert (app.api_base, app.code_base) == ("https://graph.instagram.com/v25.0", "https://api.instagram.com")
    assert address.startswith("https://www.instagram.com/oauth/authorize?client_id=1789&")
    assert hook_of(door, practice=False).address == "https://zana.example/hooks/instagram-login/"
    assert "facebook.com" not in address


def test_an_account_knows_through_which_door_it_came():
    through_page = Account(network="instagram", api_base="https://graph.facebook.com/v25.0")
    through_own = Account(network="instagram", api_base="https://graph.instagram.com/v24.0")
    rehearsed = Account(network="instagram", api_base="practice:/instagram")

    assert [one.description.door for one in (through_page, through_own, rehearsed)] == ["", DOOR, DOOR]
    assert through_page.description is NETWORKS["instagram"]


@pytest.mark.slow
def test_an_account_without_a_page_lives_its_whole_life(rehearsal, cast):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, DOOR)
    before = Token.objects.of(cast.org_a).get()
    post = make_post(rehearsal, account.description, "photo", "Kopshti ynë sot")
    network, since = account.description, clock.now() - timedelta(hours=1)

    published = actions.send_post(account=account, post=post)
    client = actions.open_client(account)
    client.write(f"/{published.remote_id}/comments", form={"message": "Faleminderit!"})
    said = actions.list_comments(account=account, since=since)
    actions.take_readings(account=account)

    assert (account.network, account.api_base, account.state) == ("instagram", "practice:/instagram", "connected")
    assert before.scopes == sorted(network.scopes)
    assert days_left(before) == 59
    assert len(rehearsal.posts("Kopshti ynë sot")) == 1
    assert [(one.text, one.ours) for one in said] == [("Faleminderit!", True)]
    assert list(actions.list_messages(account=account, since=clock.now())) == []
    assert Reading.objects.of(cast.org_a).filter(account=account, metric="followers").exists()
    assert account.name in rehearsal.see(account.url)


@pytest.mark.slow
def test_its_key_is_refreshed_two_weeks_before_its_end(rehearsal, cast):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, DOOR)
    before = Token.objects.of(cast.org_a).get()
    rehearsal.wait(50 * 86_400)

    with clock.frozen(clock.now() + timedelta(days=50)):
        Upkeep.objects.of(cast.org_a).update(next_attempt_at=clock.now())
        assert drain("keys", limit=1) == 1
        after = Token.objects.of(cast.org_a).get()
        left = days_left(after)

    account.refresh_from_db()
    assert (after.version, left, account.state) == (before.version + 1, 60, "connected")
    assert (after.access != before.access, after.scopes) == (True, before.scopes)


@pytest.mark.slow
def test_coming_through_the_other_door_is_the_same_account(rehearsal, cast):
    through_page = rehearsal.connect(cast.org_a, cast.communicator_a, "instagram")

    through_own = rehearsal.connect(cast.org_a, cast.communicator_a, DOOR)

    assert (through_own.pk, through_own.description.door) == (through_page.pk, DOOR)
    assert Account.objects.of(cast.org_a).count() == 1
    assert Token.objects.of(cast.org_a).get().scopes == sorted(through_own.description.scopes)
