"""The life of our keys: renewed before their end, once, and whoever can help is told in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.work import drain
from zana.networks import actions, queries
from zana.networks.actions.upkeep import order_upkeep
from zana.networks.errors import OutcomeUnknown, Reconnect, TryLater
from zana.networks.models import Account, Token, Upkeep
from zana.networks.port import Grant, Profile, Tokens
from zana.networks.registry import NETWORKS
from zana.networks.tasks import KEYS_EVERY
from zana.networks.tests.made import make_account, make_token
from zana.people.models import Notice

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ALL = NETWORKS["facebook"].scopes


class Office:
    """The network's side of keys, as far as these tests need it."""

    def __init__(self):
        self.fresh: Tokens | Exception | None = None
        self.grant = Grant(valid=True, scopes=ALL)
        self.asked: list[str] = []
        self.meanwhile = lambda: None

    def renew(self, client, app, tokens):
        self.asked.append(tokens.refresh)
        self.meanwhile()
        if isinstance(self.fresh, Exception):
            raise self.fresh
        return self.fresh

    def see_grant(self, client, app, tokens, remote_id):
        if isinstance(self.grant, Exception):
            raise self.grant
        return self.grant

    def see_profile(self, client, remote_id):
        return Profile(remote_id, "drita", "Drita e Re")

    def consent_address(self, app, *, redirect_uri, state, challenge):
        raise AssertionError("nobody sets out here")

    def exchange(self, client, app, *, code, redirect_uri, verifier):
        raise AssertionError("nobody comes back here")

    def list_places(self, client, app, tokens):
        raise AssertionError("nobody chooses here")

    def let_go(self, client, app, tokens):
        raise AssertionError("nobody gave anything back")


@pytest.fixture
def office(monkeypatch, settings):
    settings.ZANA_FACEBOOK_APP_ID, settings.ZANA_FACEBOOK_APP_SECRET = "1", "s"
    made = Office()
    monkeypatch.setitem(NETWORKS, "facebook", replace(NETWORKS["facebook"], connects=made, hears=None))
    with clock.frozen(NOON):
        yield made


@pytest.fixture
def account(cast, office) -> Account:
    account = make_account(cast.org_a, cast.communicator_a)
    order_upkeep(account)
    return account


def token_of(account: Account) -> Token:
    return Token.objects.of(account.organisation).get(account=account)


def told() -> list[tuple[str, str]]:
    return [(notice.person.first_name, notice.saying.english()) for notice in Notice.objects.order_by("pk")]


def look(account: Account) -> Account:
    """One daily round."""
    Upkeep.objects.of(account.organisation).update(next_attempt_at=clock.now())
    assert drain("keys", limit=1) == 1
    account.refresh_from_db()
    return account


def test_two_workers_ask_for_one_renewal(account, office):
    ending = make_token(account, refresh="r0", expires_at=NOON)
    office.fresh = Tokens("new", "r1", NOON + timedelta(hours=2), ALL)
    second: list[object] = []

    def open_too():
        try:
            second.append(actions.open_client(account).token)
        except TryLater as wait:
            second.append(wait.at)

    office.meanwhile = open_too

    assert actions.open_client(account).token == "new"
    assert second == [NOON + timedelta(seconds=5)]
    assert (office.asked, token_of(account).refresh, token_of(account).version) == (["r0"], "r1", ending.version + 1)


def test_a_rotation_another_process_made_is_used_and_nobody_is_troubled(account, office):
    token = make_token(account, refresh="r0", expires_at=NOON)
    office.fresh = Reconnect()

    def other_process():
        Token.objects.of(account.organisation).filter(pk=token.pk).update(
            access="theirs", refresh="r1", version=token.version + 1, expires_at=NOON + timedelta(hours=2)
        )

    office.meanwhile = other_process

    assert actions.open_client(account).token == "theirs"
    assert (told(), account.state) == ([], "connected")


def test_keys_a_person_brought_meanwhile_win_over_a_late_renewal(account, office):
    make_token(account, refresh="r0", expires_at=NOON)
    office.fresh = Tokens("late", "r1", NOON + timedelta(hours=2), ALL)
    office.meanwhile = lambda: actions.tokens.keep_tokens(account, Tokens("hers", "h0", NOON + timedelta(hours=2), ALL))

    assert actions.open_client(account).token == "hers"
    assert token_of(account).refresh == "h0"


def test_a_crash_between_answer_and_store_ends_in_words_and_loses_nothing(account, office, monkeypatch):
    make_token(account, refresh="r0", expires_at=NOON)
    office.fresh = Tokens("new", "r1", None, ALL)
    with monkeypatch.context() as dying:
        dying.setattr(actions.tokens, "_store_renewed", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            actions.open_client(account)
    office.fresh = Reconnect()  # r0 is spent

    with pytest.raises(TryLater):
        actions.open_client(account)
    clock.travel(timedelta(minutes=3))
    look(account)

    assert account.state == "reconnect"
    assert token_of(account).refresh == "r0"
    assert sorted(name for name, _ in told()) == ["Arta", "Drita"]


@pytest.mark.parametrize("trouble", [TryLater(NOON + timedelta(minutes=1)), OutcomeUnknown()])
def test_a_passing_trouble_wipes_nothing_and_the_next_try_is_free(account, office, trouble):
    make_token(account, refresh="r0", expires_at=NOON)
    office.fresh = trouble

    with pytest.raises(TryLater):
        actions.open_client(account)
    office.fresh = Tokens("new", "r1", NOON + timedelta(hours=2), ALL)

    assert actions.open_client(account).token == "new"
    assert (account.state, told()) == ("connected", [])


def test_what_can_renew_itself_does_so_two_weeks_before_its_end(account, office):
    make_token(account, expires_at=NOON + timedelta(days=13), scopes=ALL)
    office.fresh = Tokens("new", "", NOON + timedelta(days=60), ALL)

    look(account)

    assert (token_of(account).access, told(), account.trouble) == ("new", [], None)


def test_what_cannot_is_told_of_fourteen_and_three_days_before_each_once(account, office, cast, client):
    make_token(account, expires_at=NOON + timedelta(days=20), scopes=ALL)
    words = []
    for days in (0, 5, 1, 1, 10, 1, 1):  # 20, 15, 14, 13, 3, 2, 1 days before
        clock.travel(timedelta(days=days))
        Notice.objects.all().delete()
        look(account)
        words.append(len(told()))

    assert words == [0, 0, 2, 0, 2, 0, 0]
    assert account.state == "connected"
    client.force_login(cast.director_a)
    page = client.get(reverse("networks:account", args=[cast.org_a.ref, account.ref])).content.decode()
    assert "13.12.2026" in page
    assert page.count(reverse("networks:connect", args=[cast.org_a.ref])) == 1


def test_connecting_again_ends_the_warning(account, office):
    make_token(account, expires_at=NOON + timedelta(days=2), scopes=ALL)
    look(account)
    warned = account.trouble
    actions.tokens.keep_tokens(account, Tokens("hers", "", NOON + timedelta(days=60), ALL))
    order_upkeep(account)

    assert (warned is None, look(account).trouble) == (False, None)


def test_a_narrowed_grant_is_said_in_words_until_it_is_whole_again(account, office):
    make_token(account, scopes=ALL)
    office.grant = Grant(valid=True, scopes=tuple(scope for scope in ALL if scope != "read_insights"))

    look(account)
    look(account)

    assert account.state == "connected"
    assert queries.describe_standing(account).kind == "warn"
    assert [words for _, words in told()] == [account.trouble_words.english()] * 2
    assert account.trouble_words.english() == (
        "You said no to reading numbers on Facebook. Everything else works. Connect it again if you want that too."
    )
    office.grant = Grant(valid=True, scopes=ALL)
    assert look(account).trouble is None


@pytest.mark.parametrize("no", [Grant(valid=False), Reconnect()])
def test_a_grant_taken_back_shuts_the_account_and_keeps_everything(account, office, no):
    make_token(account, scopes=ALL)
    office.grant = no

    look(account)

    assert (account.state, token_of(account).access) == ("reconnect", "EAAsecret")
    assert Upkeep.objects.of(account.organisation).get().next_attempt_at is None
    assert {words for _, words in told()} == {"Drita e Re has to be connected again."}


def test_the_end_the_network_tells_is_kept_and_the_next_look_is_tomorrow(account, office):
    make_token(account, scopes=ALL)
    office.grant = Grant(valid=True, scopes=ALL, expires_at=NOON + timedelta(days=90))

    look(account)

    assert token_of(account).expires_at == NOON + timedelta(days=90)
    assert Upkeep.objects.of(account.organisation).get().next_attempt_at == NOON + KEYS_EVERY


def test_after_connecting_the_network_is_asked_to_tell_us_and_again_when_it_could_not(account, office, monkeypatch):
    make_token(account, scopes=ALL)
    heard: list[str] = []

    def subscribe(client, app, remote_id, hook):
        heard.append(hook.address)
        if len(heard) == 1:
            raise TryLater(clock.now())

    ears = SimpleNamespace(subscribe=subscribe, signed_with="ZANA_FACEBOOK_APP_SECRET")
    monkeypatch.setitem(NETWORKS, "facebook", replace(NETWORKS["facebook"], hears=ears))
    monkeypatch.setattr("django.conf.settings.ZANA_BASE_URL", "https://zana.example")

    for _ in range(3):
        look(account)

    assert heard == ["https://zana.example/hooks/facebook/"] * 2
    assert Upkeep.objects.of(account.organisation).get().hears_since == NOON
