"""The X dialect: one door for every path below `/x/`, and the table of its routes."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.practice.dialects import x_media, x_posts, x_tokens
from zana.practice.dialects.call import Call, read_call
from zana.practice.dialects.mishap import play
from zana.practice.dialects.x_context import METER, Allowance, Asking, read_token
from zana.practice.dialects.x_errors import OAuthError, XError, fault_error, invalid, too_many, unknown_route
from zana.practice.models import Fault, Grant, Item, Token, World

NETWORK = Item.X


@dataclass(frozen=True)
class Route:
    """`verb` is what faults are set on; `limit` is calls in a quarter of an hour."""

    method: str
    pattern: str
    verb: str
    limit: int
    run: Callable[[Asking], x_posts.Answer]


ROUTES = (
    Route("GET", r"users/me", "read", 75, x_posts.read_me),
    Route("GET", r"users/by/username/(\w+)", "read", 900, x_posts.read_user_by_name),
    Route("GET", r"users/(\d+)", "read", 900, x_posts.read_user),
    Route("GET", r"users/(\w+)/tweets", "read", 900, x_posts.user_tweets),
    Route("GET", r"users/(\w+)/mentions", "read", 300, x_posts.mentions),
    Route("POST", r"tweets", "publish", 100, x_posts.create_tweet),
    Route("GET", r"tweets", "read", 900, x_posts.read_tweets),
    Route("GET", r"tweets/search/recent", "read", 300, x_posts.search_recent),
    Route("GET", r"tweets/(\w+)", "read", 900, x_posts.read_tweet),
    Route("DELETE", r"tweets/(\w+)", "delete", 50, x_posts.delete_tweet),
    Route("PUT", r"tweets/(\w+)/hidden", "comment", 50, x_posts.hide_reply),
    Route("POST", r"media/upload", "upload", 500, x_media.upload),
    Route("POST", r"media/metadata", "upload", 500, x_media.describe),
)
TOKEN_ROUTES = {"2/oauth2/token": x_tokens.exchange, "2/oauth2/revoke": x_tokens.revoke}


@csrf_exempt
@public
def x(request: HttpRequest, path: str = "") -> HttpResponseBase:
    call = read_call(request)
    plain = path.strip("/")
    try:
        if call.body_is_too_large:
            raise XError(413, "Request Entity Too Large", "Request Entity Too Large")
        if call.body_is_broken:
            raise invalid("body", "", "The request body is not valid JSON")
        if plain in TOKEN_ROUTES:
            return _play(_world_of(call), "token", lambda: JsonResponse(TOKEN_ROUTES[plain](call)))
        return _answer(call, plain)
    except (XError, OAuthError) as error:
        return error.answer()


def _answer(call: Call, path: str) -> HttpResponseBase:
    route, parts = _find_route(call.method, path)
    token = read_token(call.token)
    world = token.actor.world
    allowance = METER.count(token.actor_id, f"{route.method} {route.pattern}", route.limit)
    asking = Asking(call, token, world, world.now(), parts)
    try:
        if allowance.used_up and world.manner.get("limits", True):
            raise too_many()
        answer = _play(world, route.verb, lambda: _respond(route, asking))
    except XError as error:
        answer = error.answer()
        if error.status == 429:
            wait = int(time.time() + error.wait_seconds) if error.wait_seconds else allowance.reset
            allowance = Allowance(allowance.limit, 0, wait)
    for name, value in allowance.headers().items():
        answer[name] = value
    return answer


def _respond(route: Route, asking: Asking) -> HttpResponseBase:
    status, body = route.run(asking)
    return JsonResponse(body, status=status)


def _find_route(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    _, _, rest = path.partition("2/")
    for route in ROUTES:
        found = re.fullmatch(route.pattern, rest)
        if found and route.method == method:
            return route, found.groups()
    raise unknown_route()


def _play(world: World | None, verb: str, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if world is None:
        return act()

    def raise_fault(fault: Fault) -> NoReturn:
        raise fault_error(fault)

    return play(world=world, network=NETWORK, verb=verb, raise_fault=raise_fault, act=act)


def _world_of(call: Call) -> World | None:
    """The world a code or refresh token comes from, so that faults can meet the exchange too."""
    grant = Grant.objects.filter(code=call.text("code") or "-").select_related("person__world").first()
    if grant is not None:
        return grant.person.world
    token = Token.objects.filter(value=call.text("refresh_token") or "-").select_related("actor__world").first()
    return token.actor.world if token else None
