"""Webhooks and activity subscriptions of the X dialect."""

import json
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from zana.kernel import http
from zana.practice.actions.hooks import follow, subscribe, unfollow, unsubscribe
from zana.practice.dialects.x_context import Answer, Asking, stamp
from zana.practice.dialects.x_errors import XError, invalid
from zana.practice.dialects.x_hook_bodies import EVENTS, seal
from zana.practice.models import Actor, Hook, Interest

SUBJECT = "x"
NUMBER = 10**18  # so that the ids have as many digits as all others there
KNOWN_BODY = frozenset({"event_type", "filter", "tag", "webhook_id"})


def add_webhook(asking: Asking) -> Answer:
    """The address shows that it holds the program's secret."""
    address = asking.call.body.get("url")
    if not isinstance(address, str) or urlsplit(address).scheme not in ("http", "https"):
        raise invalid("url", address, "The `url` must be a public HTTPS address without a port")
    challenge(asking, address)
    hook = subscribe(
        application=asking.caller.application, subject=SUBJECT, callback_url=address, fields=list(EVENTS)
    )  # fmt: skip
    return 200, {"data": _show(hook)}


def list_webhooks(asking: Asking) -> Answer:
    hooks = [_show(hook) for hook in asking.caller.application.hooks.filter(subject=SUBJECT)]
    return 200, {**({"data": hooks} if hooks else {}), "meta": {"result_count": len(hooks)}}


def check_webhook(asking: Asking) -> Answer:
    challenge(asking, _find(asking).callback_url)
    return 200, {"data": {"attempted": True}}


def drop_webhook(asking: Asking) -> Answer:
    _find(asking)
    unsubscribe(application=asking.caller.application, subject=SUBJECT)
    return 200, {"data": {"deleted": True}}


def add_subscription(asking: Asking) -> Answer:
    """A program hears of an account that gave it access, and of no other."""
    body = asking.call.body
    for strange in sorted(set(body) - KNOWN_BODY):
        raise invalid(f"$.{strange}", body[strange], f"$.{strange}: is not defined in the schema")
    event, wanted = body.get("event_type"), body.get("filter")
    if event not in EVENTS:
        raise invalid("event_type", event, f"event_type must be one of [{', '.join(EVENTS)}]")
    identity = str(wanted.get("user_id") or "") if isinstance(wanted, dict) else ""
    account = Actor.objects.filter(remote_id=identity, kind=Actor.X_ACCOUNT).select_related("world").first()
    program = asking.caller.application
    if account is None or not account.granted.filter(application=program, revoked_at=None).exists():
        raise invalid("filter.user_id", identity, "The user has not authorized this App")
    kept = Interest.objects.filter(application=program, account=account).first()
    fields = [*(kept.fields if kept is not None else []), event]
    interest = follow(application=program, account=account, fields=list(dict.fromkeys(fields)))
    return 200, {
        "data": {"subscription": _show_interest(interest, event)},
        "meta": {"total_subscriptions": len(fields)},
    }


def list_subscriptions(asking: Asking) -> Answer:
    program = asking.caller.application
    kept = program.interests.filter(account__kind=Actor.X_ACCOUNT).select_related("account")
    shown = [_show_interest(interest, event) for interest in kept for event in interest.fields]
    return 200, {**({"data": shown} if shown else {}), "meta": {"total_subscriptions": len(shown)}}


def drop_subscription(asking: Asking) -> Answer:
    program, identity = asking.caller.application, asking.parts[0]
    for interest in program.interests.filter(account__kind=Actor.X_ACCOUNT).select_related("account__world"):
        for event in interest.fields:
            if _number(interest, event) == identity:
                rest = [one for one in interest.fields if one != event]
                if rest:
                    follow(application=program, account=interest.account, fields=rest)
                else:
                    unfollow(application=program, account=interest.account)
                return 200, {"data": {"deleted": True}}
    raise invalid("subscription_id", identity, "There is no such subscription")


def challenge(asking: Asking, address: str) -> None:
    """Raises XError when the address does not answer with the token under the secret."""
    token = secrets.token_urlsafe(24)
    asked = f"{address}{'&' if '?' in address else '?'}{urlencode({'crc_token': token})}"
    try:
        answer = http.call("GET", asked, timeout=10.0, max_bytes=10_000)
        told = json.loads(answer.body) if answer.status == 200 else {}
    except (http.CallFailed, ValueError):
        told = {}
    wanted = seal(asking.caller.application, token.encode())
    given = told.get("response_token") if isinstance(told, dict) else None
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), wanted.encode()):
        raise XError(
            400, "CrcValidationFailed", "Crc validation failed. Ensure your endpoint answers the challenge.",
            "https://api.twitter.com/2/problems/crc-validation-failed",
        )  # fmt: skip


def _find(asking: Asking) -> Hook:
    hooks = asking.caller.application.hooks.filter(subject=SUBJECT)
    found = next((hook for hook in hooks if str(NUMBER + hook.pk) == asking.parts[0]), None)
    if found is None:
        raise invalid("webhook_id", asking.parts[0], "The webhook does not exist")
    return found


def _show(hook: Hook) -> dict[str, Any]:
    return {
        "id": str(NUMBER + hook.pk), "url": hook.callback_url, "valid": hook.active,
        "created_at": stamp(hook.created_at),
    }  # fmt: skip


def _show_interest(interest: Interest, event: str) -> dict[str, Any]:
    return {
        "subscription_id": _number(interest, event), "event_type": event,
        "filter": {"user_id": interest.account.remote_id}, "tag": "",
    }  # fmt: skip


def _number(interest: Interest, event: str) -> str:
    return str(NUMBER + interest.pk * 100 + EVENTS.index(event))
