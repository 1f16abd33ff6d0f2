"""What a program does in its own name (`APPID|SECRET`): look at itself and say where it wants to be called."""

import hmac
import secrets
from typing import Any
from urllib.parse import urlencode

from zana.kernel import http
from zana.practice.actions.hooks import subscribe, unsubscribe
from zana.practice.dialects.call import Call
from zana.practice.dialects.deliveries import COMPOSERS
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, bad_token, no_such_object, not_allowed
from zana.practice.dialects.graph_house import FOLLOWABLE
from zana.practice.models import Application

Answer = dict[str, Any]
# What can be subscribed to, by the kind of account.
TOLD_OF: dict[str, tuple[str, ...]] = {
    "page": FOLLOWABLE,
    "instagram": (
        "comments", "live_comments", "mentions", "messages", "message_reactions", "messaging_postbacks",
        "messaging_seen", "messaging_referral", "messaging_handover", "standby", "story_insights",
    ),
}  # fmt: skip
VERSION = "v25.0"


def is_application(token: str) -> bool:
    return "|" in token


def read_application(value: str) -> Application:
    """The program whose own token this is. Raises GraphError."""
    client_id, _, secret = value.partition("|")
    application = Application.objects.filter(client_id=client_id).first()
    if application is None:
        raise GraphError(101, "Error validating application. Cannot get application info due to a system error.")
    if not hmac.compare_digest(application.client_secret.encode(), secret.encode()):
        raise bad_token()
    return application


def answer_application(call: Call, path: str) -> Answer:
    application = read_application(call.token)
    identity, _, edge = path.partition("/")
    if identity not in (application.client_id, "app"):
        raise not_allowed(
            "This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature."
        )
    act = VERBS.get((call.method, edge))
    if act is None:
        raise no_such_object(identity, call.method)
    return act(call, application)


def show_application(call: Call, application: Application) -> Answer:
    return {"category": "Business", "link": call.request.build_absolute_uri("/"), "name": application.name,
            "id": application.client_id}  # fmt: skip


def list_subscriptions(call: Call, application: Application) -> Answer:
    return {"data": [
        {
            "object": hook.subject, "callback_url": hook.callback_url, "active": hook.active,
            "fields": [{"name": name, "version": VERSION} for name in hook.fields],
        }
        for hook in application.hooks.all()
    ]}  # fmt: skip


def add_subscription(call: Call, application: Application) -> Answer:
    """The address proves that it wants this by saying the challenge back."""
    subject, fields = _subject(call), [str(name) for name in call.listed("fields")]
    callback, verify_token = call.text("callback_url"), call.text("verify_token")
    for number, name in enumerate(fields):
        if name not in TOLD_OF[subject]:
            raise bad_parameter(f"Param fields[{number}] must be one of {{{', '.join(TOLD_OF[subject])}}}")
    if not callback or not verify_token or not fields:
        raise bad_parameter("The parameters callback_url, verify_token and fields are required")
    shake_hands(callback, verify_token)
    subscribe(application=application, subject=subject, callback_url=callback, fields=fields, verify_token=verify_token)
    return {"success": True}


def drop_subscription(call: Call, application: Application) -> Answer:
    subject = _subject(call) if call.text("object") else ""
    if call.listed("fields") and subject:
        return _drop_fields(application, subject, {str(name) for name in call.listed("fields")})
    unsubscribe(application=application, subject=subject)
    return {"success": True}


def shake_hands(callback: str, verify_token: str) -> None:
    """Raises 2200 when the address does not say the challenge back."""
    challenge = str(secrets.randbelow(10**10))
    asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
    address = f"{callback}{'&' if '?' in callback else '?'}{urlencode(asked)}"
    try:
        answer = http.call("GET", address, timeout=10.0, max_bytes=10_000)
    except http.CallFailed:
        raise _not_shaken("HTTP Status Code = 0; HTTP Message = Connection refused") from None
    if answer.status != 200:
        raise _not_shaken(f"HTTP Status Code = {answer.status}")
    if answer.body.strip() != challenge.encode():
        raise _not_shaken("Callback did not return the challenge")


def _not_shaken(why: str) -> GraphError:
    return GraphError(2200, f"(#2200) Callback verification failed with the following errors: {why}")


def _subject(call: Call) -> str:
    subject = call.text("object").lower()
    if subject not in TOLD_OF or subject not in COMPOSERS:
        raise bad_parameter(f"Param object must be one of {{{', '.join(sorted(COMPOSERS))}}}")
    return subject


def _drop_fields(application: Application, subject: str, names: set[str]) -> Answer:
    for hook in application.hooks.filter(subject=subject):
        hook.fields = [name for name in hook.fields if name not in names]
        hook.save(update_fields=["fields"])
    return {"success": True}


VERBS = {
    ("GET", ""): show_application,
    ("GET", "subscriptions"): list_subscriptions,
    ("POST", "subscriptions"): add_subscription,
    ("DELETE", "subscriptions"): drop_subscription,
}
