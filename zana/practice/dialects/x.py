"""The X dialect: one door for every path below `/x/`, and the table of its routes."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.practice.actions.meter import Bill, write_charges
from zana.practice.dialects import (
    x_compose,
    x_lists,
    x_media,
    x_messages,
    x_numbers,
    x_oauth1,
    x_posts,
    x_tokens,
    x_users,
    x_webhooks,
)
from zana.practice.dialects.call import Call, read_call
from zana.practice.dialects.mishap import play
from zana.practice.dialects.x_callers import find_caller
from zana.practice.dialects.x_context import METER, Allowance, Answer, Asking
from zana.practice.dialects.x_errors import (
    Nothing,
    OAuthError,
    SignatureError,
    XError,
    fault_error,
    invalid,
    out_of_credits,
    too_many,
    unknown_route,
)
from zana.practice.models import Fault, Grant, Item, Token, World
from zana.practice.rules.limits import DAY

NETWORK = Item.X
OLDER = "1.1/"


@dataclass(frozen=True)
class Route:
    """`verb` is what faults are set on; `limit` is calls in a quarter of an hour, `daily` in a day; `who` may ask: a
    user, any (a user or a program by itself), an app (only a program by itself)."""

    method: str
    pattern: str
    verb: str
    limit: int
    run: Callable[[Asking], Answer]
    who: str = "user"
    daily: int = 0
    fetches: bool = False  # calls another machine, which no transaction waits for


ROUTES = (
    Route("GET", r"2/users/me", "read", 75, x_users.read_me),
    Route("GET", r"2/users/by/username/(\w+)", "read", 900, x_users.read_user_by_name, "any"),
    Route("GET", r"2/users/by", "read", 900, x_users.read_users_by_name, "any"),
    Route("GET", r"2/users", "read", 900, x_users.read_users, "any"),
    Route("GET", r"2/users/(\w+)", "read", 900, x_users.read_user, "any"),
    Route("GET", r"2/users/(\w+)/tweets", "read", 900, x_lists.user_tweets, "any"),
    Route("GET", r"2/users/(\w+)/mentions", "read", 300, x_lists.mentions, "any"),
    Route("GET", r"2/users/(\w+)/followers", "read", 300, x_users.followers, "any"),
    Route("GET", r"2/users/(\w+)/following", "read", 300, x_users.following, "any"),
    Route("GET", r"2/users/(\w+)/liked_tweets", "read", 75, x_posts.liked_tweets, "any"),
    Route("GET", r"2/users/(\w+)/timelines/reverse_chronological", "read", 180, x_posts.home),
    Route("GET", r"2/users/(\w+)/bookmarks", "read", 180, x_posts.bookmarks),
    Route("POST", r"2/users/(\w+)/bookmarks", "write", 50, x_posts.keep),
    Route("DELETE", r"2/users/(\w+)/bookmarks/(\w+)", "write", 50, x_posts.let_go),
    Route("GET", r"2/users/(\w+)/muting", "read", 15, x_users.muted),
    Route("GET", r"2/users/(\w+)/blocking", "read", 15, x_users.blocked),
    Route("POST", r"2/users/(\w+)/muting", "write", 50, x_messages.mute),
    Route("DELETE", r"2/users/(\w+)/muting/(\w+)", "write", 50, x_messages.unmute),
    Route("POST", r"2/users/(\w+)/likes", "write", 50, x_posts.like, daily=1000),
    Route("DELETE", r"2/users/(\w+)/likes/(\w+)", "write", 50, x_posts.unlike, daily=1000),
    Route("POST", r"2/users/(\w+)/retweets", "write", 50, x_posts.retweet),
    Route("DELETE", r"2/users/(\w+)/retweets/(\w+)", "write", 50, x_posts.unretweet),
    Route("POST", r"2/users/(\w+)/dm/block", "write", 50, x_messages.shut_out),
    Route("POST", r"2/users/(\w+)/dm/unblock", "write", 50, x_messages.let_in),
    Route("POST", r"2/tweets", "publish", 100, x_compose.create_tweet),
    Route("GET", r"2/tweets", "read", 900, x_posts.read_tweets, "any"),
    Route("GET", r"2/tweets/search/recent", "read", 300, x_lists.search_recent, "any"),
    Route("GET", r"2/tweets/analytics", "insights", 300, x_numbers.analytics),
    Route("GET", r"2/media/analytics", "insights", 300, x_numbers.media_analytics),
    Route("GET", r"2/tweets/(\w+)", "read", 900, x_posts.read_tweet, "any"),
    Route("DELETE", r"2/tweets/(\w+)", "delete", 50, x_posts.delete_tweet),
    Route("PUT", r"2/tweets/(\w+)/hidden", "comment", 50, x_posts.hide_reply),
    Route("GET", r"2/tweets/(\w+)/liking_users", "read", 75, x_posts.liking_users, "any"),
    Route("GET", r"2/tweets/(\w+)/retweeted_by", "read", 75, x_posts.retweeted_by, "any"),
    Route("GET", r"2/tweets/(\w+)/quote_tweets", "read", 75, x_lists.quote_tweets, "any"),
    Route("POST", r"2/dm_conversations/with/(\w+)/messages", "write", 15, x_messages.send_to_user, daily=1440),
    Route("POST", r"2/dm_conversations/([\w-]+)/messages", "write", 15, x_messages.send_to_talk, daily=1440),
    Route("POST", r"2/dm_conversations", "write", 15, x_messages.open_group, daily=1440),
    Route("GET", r"2/dm_conversations/with/(\w+)/dm_events", "read", 15, x_messages.events_with),
    Route("GET", r"2/dm_conversations/([\w-]+)/dm_events", "read", 15, x_messages.events_of),
    Route("GET", r"2/dm_events", "read", 15, x_messages.all_events),
    Route("GET", r"2/dm_events/(\w+)", "read", 15, x_messages.read_event),
    Route("DELETE", r"2/dm_events/(\w+)", "delete", 300, x_messages.delete_event),
    Route("POST", r"2/media/upload", "upload", 500, x_media.upload),
    Route("GET", r"2/media/upload", "read", 1000, x_media.status),
    Route("POST", r"2/media/upload/initialize", "upload", 1875, x_media.initialize),
    Route("POST", r"2/media/upload/(\w+)/append", "upload", 1875, x_media.append),
    Route("POST", r"2/media/upload/(\w+)/finalize", "upload", 1875, x_media.finalize),
    Route("POST", r"2/media/metadata", "upload", 500, x_media.describe),
    Route("GET", r"2/usage/tweets", "read", 50, x_numbers.usage, "any"),
    Route("GET", r"2/usage/credits", "read", 50, x_numbers.credits_left, "any"),
    Route("POST", r"2/webhooks", "write", 450, x_webhooks.add_webhook, "app", fetches=True),
    Route("GET", r"2/webhooks", "read", 450, x_webhooks.list_webhooks, "app"),
    Route("PUT", r"2/webhooks/(\w+)", "write", 450, x_webhooks.check_webhook, "app", fetches=True),
    Route("DELETE", r"2/webhooks/(\w+)", "delete", 450, x_webhooks.drop_webhook, "app"),
    Route("POST", r"2/activity/subscriptions", "write", 500, x_webhooks.add_subscription, "any"),
    Route("GET", r"2/activity/subscriptions", "read", 500, x_webhooks.list_subscriptions, "app"),
    Route("DELETE", r"2/activity/subscriptions/(\w+)", "delete", 500, x_webhooks.drop_subscription, "any"),
    Route("POST", r"1\.1/media/upload\.json", "upload", 500, x_media.upload_older),
    Route("GET", r"1\.1/media/upload\.json", "read", 1000, x_media.status_older),
    Route("POST", r"1\.1/media/metadata/create\.json", "upload", 500, x_media.describe_older),
    Route("GET", r"1\.1/account/verify_credentials\.json", "read", 75, x_users.verify_credentials),
    Route("POST", r"1\.1/statuses/update\.json", "publish", 100, x_users.closed_older),
)
COMPILED = [(re.compile(route.pattern), route) for route in ROUTES]
TOKEN_ROUTES: dict[str, Callable[[Call], dict[str, object]]] = {
    "2/oauth2/token": x_tokens.exchange,
    "2/oauth2/revoke": x_tokens.revoke,
    "oauth2/token": x_tokens.exchange_program,
    "oauth2/invalidate_token": x_tokens.invalidate_program,
}
SIGNED_ROUTES: dict[str, Callable[[Call, str], str]] = {
    "oauth/request_token": x_oauth1.request_token,
    "oauth/access_token": x_oauth1.access_token,
}
# Asking for tokens; the network does not publish a figure.
TOKEN_LIMIT = 450


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
        if plain in TOKEN_ROUTES or plain.startswith("oauth/"):
            return _answer_token(call, plain)
        return _answer(call, plain)
    except XError as error:
        return error.answer(older=plain.startswith(OLDER))


def _answer_token(call: Call, path: str) -> HttpResponseBase:
    allowance = METER.count(call.request.META.get("REMOTE_ADDR", ""), path, TOKEN_LIMIT, time.time())
    try:
        answer = _play(_world_of(call), "token", lambda: _token_answer(call, path))
    except (XError, OAuthError, SignatureError) as error:
        answer = error.answer()
    return _with_headers(answer, allowance)


def _token_answer(call: Call, path: str) -> HttpResponseBase:
    if call.request.method != "POST":
        raise unknown_route()
    if path in TOKEN_ROUTES:
        return JsonResponse(TOKEN_ROUTES[path](call))
    if path in SIGNED_ROUTES:
        return HttpResponse(SIGNED_ROUTES[path](call, path), content_type="text/html; charset=utf-8")
    if path in ("oauth/invalidate_token", "oauth/invalidate_token.json"):
        return JsonResponse(x_oauth1.invalidate_token(call, path))
    raise unknown_route()


def _answer(call: Call, path: str) -> HttpResponseBase:
    route, parts = _find_route(str(call.request.method), path)
    older = path.startswith(OLDER)
    try:
        caller = find_caller(call, path)
    except XError as error:
        stranger = METER.count(
            f"nobody {call.request.META.get('REMOTE_ADDR')}", route.pattern, route.limit, time.time()
        )
        return _with_headers(error.answer(older=older), stranger)
    allowance = _count(caller.name, route)
    asking = Asking(call, caller, caller.world.now(), parts)
    try:
        if allowance.used_up and asking.strict:
            raise too_many()
        caller.may(route.who)
        if caller.plan is not None and caller.plan.limit is not None and caller.plan.spent >= caller.plan.limit:
            raise out_of_credits()
        answer = _play(caller.world, route.verb, lambda: _respond(route, asking))
    except (XError, Nothing) as error:
        answer = error.answer(older=older) if isinstance(error, XError) else error.answer()
        if isinstance(error, XError) and error.status == 429:
            wait = int(time.time() + error.wait_seconds) if error.wait_seconds else allowance.reset
            allowance = Allowance(allowance.limit, 0, wait)
    return _with_headers(answer, allowance)


def _count(who: str, route: Route) -> Allowance:
    """Of two limits the one that is used up speaks."""
    name, now = f"{route.method} {route.pattern}", time.time()
    allowance = METER.count(who, name, route.limit, now)
    if not route.daily:
        return allowance
    day = METER.count(who, name, route.daily, now, DAY)
    return day if day.used_up else allowance


def _respond(route: Route, asking: Asking) -> HttpResponseBase:
    """Writes are one transaction with their price: what is refused leaves no row."""
    if route.method == "GET" or route.fetches:
        status, body = route.run(asking)
        _write_bill(asking)
    else:
        status, body = _run_at_once(route, asking)
    return JsonResponse(body, status=status) if body or status != 200 else HttpResponse(b"", status=status)


def _run_at_once(route: Route, asking: Asking) -> Answer:
    kept: XError | None = None
    with transaction.atomic(using="practice"):
        try:
            answer = route.run(asking)
            _write_bill(asking)
        except XError as error:
            if not error.keeps:
                raise
            kept = error
    if kept is not None:
        raise kept
    return answer


def _write_bill(asking: Asking) -> None:
    if asking.used:
        caller = asking.caller
        bill = Bill(caller.application, caller.world, asking.reader, asking.now.date())
        write_charges(bill=bill, used=asking.used)


def _with_headers(answer: HttpResponseBase, allowance: Allowance) -> HttpResponseBase:
    for name, value in allowance.headers().items():
        answer[name] = value
    return answer


def _find_route(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    for pattern, route in COMPILED:
        found = pattern.fullmatch(path) if route.method == method else None
        if found:
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
