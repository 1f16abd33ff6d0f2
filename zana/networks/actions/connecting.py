"""From "connect" to a connected account: away to the consent page, back with a code, choose, keep."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.actions.signals import stop_hearing
from zana.networks.actions.snapshots import Looks, fetch_looks, keep_snapshot
from zana.networks.actions.tokens import client_of, keep_tokens
from zana.networks.actions.upkeep import order_upkeep, stop_upkeep
from zana.networks.client import HttpClient
from zana.networks.errors import NetworkError
from zana.networks.models import ACCOUNT_STATES, Account, Consent, Token, Watch
from zana.networks.models.accounts import CONNECTED, LEFT, PRACTICE
from zana.networks.port import App, Connects, Network, Place, Profile, Tokens
from zana.networks.queries import app_of, show_to_people, website_of
from zana.networks.registry import network_of
from zana.networks.rules import find_fault_in_link, make_challenge, say_missing
from zana.people import log
from zana.people.models import Organisation, Person
from zana.people.roles import require

GOOD_FOR = timedelta(minutes=10)


def start_connect(*, by: Person, organisation: Organisation, network: str, practice: bool) -> str:
    """Begins a trip to the network's consent page and returns its address."""
    require(by, "accounts.connect", organisation)
    description = network_of(network)
    app, connects = _door(description, practice)
    verifier = secrets.token_urlsafe(48)
    with transaction.atomic():
        _forget_unchosen()
        consent = Consent.objects.of(organisation).create(
            person=by, network=network, practice=practice, verifier=verifier, expires_at=clock.now() + GOOD_FOR
        )
        log.record(by, "account.consent_asked", organisation=organisation, network=network, practice=practice)
    return connects.consent_address(
        app, redirect_uri=return_address(), state=consent.ref, challenge=make_challenge(verifier)
    )


def finish_connect(*, by: Person, state: str, code: str) -> Consent:
    """The person is back with a code: good once, and only for who set out. Connects at once where there is one place,
    else the places wait, sealed, in the consent for `choose_place`."""
    consent = _take_return(by, state)
    network = network_of(consent.network)
    app, connects = _door(network, consent.practice)
    places = _ask_places(consent, network, app, connects, code)
    if not places:
        raise Refusal(say("There is no page or profile you may speak for. Ask whoever gives roles there."))
    with transaction.atomic():
        consent.found = json.dumps([_pack(place) for place in places])
        consent.save(update_fields=["found"])
    if len(places) == 1:
        choose_place(by=by, consent=consent, remote_id=places[0].profile.remote_id)
    return consent


def drop_connect(*, by: Person, state: str) -> Organisation:
    """The person said no on the consent page; returns where she set out from."""
    return _take_return(by, state).organisation


def choose_place(*, by: Person, consent: Consent, remote_id: str) -> Account:
    """Connects the chosen page. An account that stood here before keeps everything it had."""
    require(by, "accounts.connect", consent.organisation)
    place = next((one for one in list_places(consent) if one.profile.remote_id == remote_id), None)
    network = network_of(consent.network)
    app, connects = _door(network, consent.practice)
    place = _check_keys(consent, network, app, connects, place) if place else None
    looks = fetch_looks(place.profile) if place else Looks()
    with transaction.atomic():
        open_ones = Consent.objects.of(consent.organisation).filter(pk=consent.pk, person=by, finished_at=None)
        still_good = open_ones.filter(expires_at__gt=clock.now())
        if place is None or still_good.update(finished_at=clock.now(), found="") != 1:
            raise Refusal(say("This choice has run out. Begin again with Connect."))
        api_base = f"{PRACTICE}{network.practice_path}" if consent.practice else app.api_base
        _come_through(consent, network, api_base, place)
        account = keep_connection(by, consent.organisation, network, api_base, place, looks)
        Consent.objects.of(consent.organisation).filter(pk=consent.pk).update(account=account)
    consent.refresh_from_db()
    return account


def list_places(consent: Consent) -> list[Place]:
    return [_unpack(kept) for kept in json.loads(consent.found)] if consent.found else []


def connect_by_hand(
    *, by: Person, organisation: Organisation, network: str, name: str, url: str, handle: str = ""
) -> Account:
    """An account nobody calls an API for: people publish there and paste the link."""
    require(by, "accounts.connect", organisation)
    fault = find_fault_in_link(network_of(network), url)
    if fault is not None:
        raise Refusal(fault)
    with transaction.atomic():
        account = Account.objects.of(organisation).create(
            network=network, name=name, url=url.strip(), handle=handle, by_hand=True, connected_by=by
        )
        keep_snapshot(account, Profile("", handle, name, url=url), Looks(), by_hand=True)
        log.record(by, "account.added_by_hand", organisation=organisation, thing=f"account:{account.ref}")
    return account


def note_account(*, by: Person | None, organisation: Organisation, network: str, remote_id: str, name: str) -> Account:
    """An account known only from a file its people downloaded; kept by hand. `by` None: the command line."""
    if by is not None:
        require(by, "accounts.connect", organisation)
    with transaction.atomic():
        account = Account.objects.of(organisation).create(
            network=network_of(network).key, name=name, handle=name, remote_id=remote_id, by_hand=True, connected_by=by
        )
        log.record(by, "account.added_by_hand", organisation=organisation, thing=f"account:{account.ref}")
    return account


def disconnect(*, by: Person, account: Account) -> Account:
    """Our keys are thrown away and, where the network lets us, given back. What was read and posted stays."""
    require(by, "accounts.connect", account.organisation)
    with transaction.atomic():
        ACCOUNT_STATES.check(account.state, LEFT)
        token = Token.objects.of(account.organisation).filter(account=account).first()
        given_back = token.values if token else None
        if token is not None:
            token.delete()
        account.state, account.trouble = LEFT, None
        account.save(update_fields=["state", "trouble"])
        Watch.objects.of(account.organisation).filter(account=account).update(next_attempt_at=None)
        stop_upkeep(account)
        log.record(by, "account.disconnected", organisation=account.organisation, thing=f"account:{account.ref}")
    if given_back is not None:
        stop_hearing(account, given_back)
        _give_back(account, given_back)
    return account


def keep_connection(
    by: Person, organisation: Organisation, network: Network, api_base: str, place: Place, looks: Looks
) -> Account:
    """The account with its keys, its looks and the order to read it. Inside the caller's transaction."""
    profile = place.profile
    account, _ = Account.objects.of(organisation).update_or_create(
        network=network.key,
        api_base=api_base,
        remote_id=profile.remote_id,
        defaults={
            "name": profile.name,
            "handle": profile.handle,
            "url": show_to_people(profile.url),
            "state": CONNECTED,
            "trouble": _say_shut(network, place),
            "connected_by": by,
            "connected_at": clock.now(),
        },
    )
    keep_tokens(account, place.tokens)
    keep_snapshot(account, profile, looks)
    Watch.objects.of(organisation).update_or_create(
        account=account, defaults={"next_attempt_at": clock.now(), "failures": 0}
    )
    order_upkeep(account)
    log.record(by, "account.connected", organisation=organisation, thing=f"account:{account.ref}")
    return account


def return_address() -> str:
    """Where networks send the person back to; it has to be registered with each of them."""
    return settings.ZANA_BASE_URL + reverse("networks:returned")


def _door(network: Network, practice: bool) -> tuple[App, Connects]:
    app = app_of(network, practice=practice)
    if app is None or network.connects is None:
        raise Refusal(say("{network} cannot be connected here. Add the account by hand.", network=network.label))
    return app, network.connects


def _take_return(by: Person, state: str) -> Consent:
    """The consent this person set out with, marked as used; a second use finds nothing."""
    with transaction.atomic():
        mine = Consent.objects.across_organisations().filter(ref=state, person=by, returned_at=None)
        if mine.filter(expires_at__gt=clock.now()).update(returned_at=clock.now()) != 1:
            raise Refusal(say("This way back was already used or has run out. Nothing changed. Begin with Connect."))
        consent = Consent.objects.across_organisations().select_related("organisation").get(ref=state)
        require(by, "accounts.connect", consent.organisation)
        return consent


def _forget_unchosen() -> None:
    """Keys that nobody chose are not kept beyond their time."""
    late = Consent.objects.across_organisations().filter(expires_at__lte=clock.now()).exclude(found="")
    late.update(found="")


def _ask_places(consent: Consent, network: Network, app: App, connects: Connects, code: str) -> Sequence[Place]:
    client = HttpClient(network, app.api_base, website_of(network, practice=consent.practice))
    try:
        tokens = connects.exchange(client, app, code=code, redirect_uri=return_address(), verifier=consent.verifier)
        return connects.list_places(replace(client, token=tokens.access), app, tokens)
    except NetworkError as no:
        raise Refusal(
            say("{network} did not let us in. Nothing changed. {why}", network=network.label, why=no.saying)
        ) from no


def _check_keys(consent: Consent, network: Network, app: App, connects: Connects, place: Place) -> Place:
    """What the network itself says of these keys is kept, not what we asked for. Keys that speak for the person are
    never taken for the place's."""
    client = HttpClient(network, app.api_base, website_of(network, practice=consent.practice))
    try:
        grant = connects.see_grant(client, app, place.tokens, place.profile.remote_id)
    except NetworkError as no:
        raise Refusal(
            say("{network} did not let us in. Nothing changed. {why}", network=network.label, why=no.saying)
        ) from no
    if grant is None:
        return place
    if not grant.valid or grant.personal:
        raise Refusal(
            say(
                "{network} gave us keys that do not open {name}. Begin with Connect.",
                network=network.label,
                name=place.profile.name,
            )
        )
    ends = grant.expires_at or place.tokens.expires_at
    return replace(place, tokens=replace(place.tokens, scopes=grant.scopes, expires_at=ends))


def _come_through(consent: Consent, network: Network, api_base: str, place: Place) -> None:
    """An account that stood here through another door of the same network keeps everything it had."""
    same = Account.objects.of(consent.organisation).filter(network=network.key, remote_id=place.profile.remote_id)
    if same.filter(api_base=api_base).exists():
        return
    for account in same.exclude(by_hand=True).order_by("-pk"):
        if account.is_practice == consent.practice:
            same.filter(pk=account.pk).update(api_base=api_base)
            return


def _say_shut(network: Network, place: Place) -> dict[str, object] | None:
    shut = say_missing(network, place.tokens.scopes) if place.tokens.scopes else None
    return shut.as_json() if shut else None


def _give_back(account: Account, tokens: Tokens) -> None:
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    if network.keeps is None or app is None:
        return
    try:
        network.keeps.let_go(client_of(account, tokens.access), app, tokens)
    except NetworkError:
        return  # our copy is gone; she can take the permission back on the network too


def _pack(place: Place) -> dict[str, object]:
    tokens = asdict(place.tokens)
    tokens["expires_at"] = place.tokens.expires_at.isoformat() if place.tokens.expires_at else None
    return {"profile": asdict(place.profile), "tokens": tokens}


def _unpack(kept: dict[str, dict[str, object]]) -> Place:
    tokens = dict(kept["tokens"])
    until = tokens.pop("expires_at")
    scopes = tokens.pop("scopes")
    return Place(
        Profile(**kept["profile"]),  # type: ignore[arg-type]  # packed above
        Tokens(
            expires_at=datetime.fromisoformat(str(until)) if until else None,
            scopes=tuple(scopes),  # type: ignore[arg-type]  # packed above
            **tokens,  # type: ignore[arg-type]  # packed above
        ),
    )
