"""Connecting with a name and a password made for programs, on a server the person names."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from zana.kernel import http
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.actions.connecting import keep_connection
from zana.networks.actions.snapshots import fetch_looks
from zana.networks.client import HttpClient
from zana.networks.errors import NetworkError
from zana.networks.models import Account
from zana.networks.port import Network, Place, SignsIn
from zana.networks.queries import website_of
from zana.networks.registry import network_of
from zana.networks.rules import read_server
from zana.people.models import Organisation, Person
from zana.people.roles import require


def sign_in(*, by: Person, organisation: Organisation, network: str, server: str, name: str, password: str) -> Account:
    """Uses the password once and keeps only the keys it opens. An account that stood here before, perhaps on another
    server, keeps everything it had."""
    require(by, "accounts.connect", organisation)
    described = network_of(network)
    if described.signs_in is None:
        raise Refusal(say("{network} cannot be connected here. Add the account by hand.", network=described.label))
    address = _check_server(server)
    place = _ask(described, described.signs_in, address, name.strip().removeprefix("@").lower(), password.strip())
    looks = fetch_looks(place.profile)
    with transaction.atomic():
        _follow(organisation, network, place.profile.remote_id, address)
        return keep_connection(by, organisation, described, address, place, looks)


def _check_server(typed: str) -> str:
    address = read_server(typed)
    try:
        http.check_address(address)
    except http.Unreachable:
        raise Refusal(say("There is no server at this address. Is it written correctly?")) from None
    except http.ForbiddenAddress:
        raise Refusal(say("This address is not one we may call.")) from None
    return address


def _ask(network: Network, signs_in: SignsIn, address: str, name: str, password: str) -> Place:
    client = HttpClient(network, address, website_of(network, practice=False))
    try:
        place = signs_in.sign_in(client, name=name, password=password)
        signed_in = replace(client, token=place.tokens.access)
        return replace(place, profile=signs_in.see_profile(signed_in, place.profile.remote_id))
    except NetworkError as no:
        raise Refusal(
            say("{network} did not let us in. Nothing changed. {why}", network=network.label, why=no.saying)
        ) from no


def _follow(organisation: Organisation, network: str, remote_id: str, address: str) -> None:
    """Who moved to another server is still the same."""
    here = Account.objects.of(organisation).filter(network=network, remote_id=remote_id, by_hand=False)
    if not here.filter(api_base=address).exists():
        newest = here.order_by("-connected_at").first()
        if newest is not None:
            here.filter(pk=newest.pk).update(api_base=address)
