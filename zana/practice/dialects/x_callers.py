"""Finding out who calls: a bearer token of an account, a signature, or a program's own key."""

import re

from zana.practice.dialects.call import Call
from zana.practice.dialects.x_context import Caller
from zana.practice.dialects.x_errors import unauthorized
from zana.practice.dialects.x_oauth1 import is_signed, read_signed
from zana.practice.models import Actor, Application, Bearer, Grant, Item, Token, World
from zana.practice.queries.access import find_token

LONG_NUMBER = re.compile(r"\d{15,19}")


def find_caller(call: Call, path: str) -> Caller:
    """Raises XError 401 for whoever cannot be told."""
    if is_signed(call.request):
        signed = read_signed(call, path)
        if signed is None:
            raise unauthorized()
        return Caller(signed.grant.application, signed.actor.world, signed)
    token = _account_token(call.token)
    if token is not None:
        return Caller(token.grant.application, token.actor.world, token)
    key = Bearer.objects.filter(value=call.token or "-").select_related("application__plan").first()
    world = _world_for(key.application, call, path) if key is not None else None
    if key is None or world is None:
        raise unauthorized()
    return Caller(key.application, world)


def _account_token(value: str) -> Token | None:
    token = find_token(value, (Token.X_ACCESS,))
    if token is None:
        return None
    ended = token.expires_at is not None and token.expires_at <= token.actor.world.now()
    if token.dead_subcode or ended:
        raise unauthorized()
    return token


def _world_for(application: Application, call: Call, path: str) -> World | None:
    """A program by itself lives in no world: it looks into the one it asks about, else into its latest."""
    number = LONG_NUMBER.search(f"{path} {call.text('ids')} {call.text('query')}")
    if number is not None:
        for model in (Item, Actor):
            found = model.objects.filter(remote_id=number[0]).select_related("world").first()
            if found is not None:
                return found.world
    grants = Grant.objects.filter(application=application, dialect__in=("x", "x1"))
    latest = grants.select_related("person__world").order_by("-id").first()
    return latest.person.world if latest is not None else None
