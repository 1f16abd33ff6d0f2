"""What the network's API says about how safe an account is: evidence of kind `api` for whoever audits."""

from __future__ import annotations

from dataclasses import replace

from zana.kernel.words import say
from zana.networks.actions.posts import noticing
from zana.networks.actions.tokens import client_of, open_client
from zana.networks.errors import CannotDo
from zana.networks.models import Account, Token
from zana.networks.port import Grant, SafetyFacts
from zana.networks.queries import app_of


def see_safety(*, account: Account) -> SafetyFacts:
    """The facts the network tells, with what our keys may do and until when. Raises the five errors."""
    guards = account.description.guards
    if guards is None:
        raise CannotDo(say("{network} tells nothing about its settings.", network=account.description.label))
    with noticing(account):
        facts = guards.see_safety(open_client(account), account.remote_id)
        grant = _see_grant(account)
    token = Token.objects.of(account.organisation).get(account=account)
    granted = grant.scopes if grant else tuple(token.scopes)
    return replace(
        facts,
        granted=granted,
        declined=tuple(scope for scope in account.description.scopes if scope not in granted),
        token_expires_at=None if token.refresh else (grant.expires_at if grant else token.expires_at),
    )


def _see_grant(account: Account) -> Grant | None:
    network, app = account.description, app_of(account.description, practice=account.is_practice)
    token = Token.objects.of(account.organisation).filter(account=account).first()
    if network.keeps is None or app is None or token is None:
        return None
    return network.keeps.see_grant(client_of(account), app, token.values, account.remote_id)
