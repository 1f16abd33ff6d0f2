"""Codes and tokens of the Graph dialect: what a program exchanges after the consent page."""

import hashlib
import hmac
from typing import Any

from zana.practice.actions.access import AccessRefused, issue_token, use_code
from zana.practice.actions.numbers import new_code
from zana.practice.dialects.call import Call
from zana.practice.dialects.graph_application import is_application, read_application
from zana.practice.dialects.graph_context import read_token
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, bad_token
from zana.practice.models import Application, Token

SHORT_SECONDS, LONG_SECONDS = 5_400, 5_183_944
CODE_SECONDS = 3_600
# These are about her, not about certain pages.
OF_THE_PERSON = frozenset({"public_profile", "email"})


def exchange(call: Call) -> dict[str, Any]:
    """`/oauth/access_token` in all its forms."""
    kind = call.text("grant_type", "authorization_code")
    application = _application(call)
    if kind == "client_credentials":
        value = f"{application.client_id}|{application.client_secret}"
        return {"access_token": value, "token_type": "bearer"}
    if kind == "fb_exchange_token":
        return _lengthen(call, application)
    return _spend_code(call, application)


def inspect(call: Call) -> dict[str, Any]:
    """`/debug_token`: asked with the program's own token or the token of one of its users."""
    application = _inspector(call.token)
    if not call.text("input_token"):
        raise bad_parameter("The parameter input_token is required")
    if is_application(call.text("input_token")):
        own = read_application(call.text("input_token"))
        return {"data": {
            "app_id": own.client_id, "type": "APP", "application": own.name, "is_valid": True, "scopes": [],
        }}  # fmt: skip
    token = Token.objects.filter(value=call.text("input_token")).select_related("grant", "actor__world").first()
    if token is None or token.grant.application_id != application.pk:
        return {"data": {"error": bad_token().body()["error"], "is_valid": False, "scopes": []}}
    return {"data": _describe(token, application)}


def check_proof(call: Call, application: Application) -> None:
    """`appsecret_proof` must fit the token where it is sent."""
    proof = call.text("appsecret_proof")
    if not proof:
        return
    expected = hmac.new(application.client_secret.encode(), call.token.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), proof.encode()):
        raise GraphError(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")


def _application(call: Call) -> Application:
    application = Application.objects.filter(client_id=call.text("client_id")).first()
    if application is None:
        raise GraphError(101, "Error validating application. Cannot get application info due to a system error.")
    if not hmac.compare_digest(application.client_secret.encode(), call.text("client_secret").encode()):
        raise GraphError(1, "Error validating client secret.")
    return application


def _spend_code(call: Call, application: Application) -> dict[str, Any]:
    words = {
        "unknown": "Invalid verification code format.",
        "redirect": "Error validating verification code. Please make sure your redirect_uri is identical to the one "
        "you used in the OAuth dialog request",
        "expired": "This authorization code has expired.",
        "used": "This authorization code has been used.",
    }
    subcodes = {"redirect": 36008, "expired": 36007, "used": 36009}
    try:
        grant = use_code(
            code=call.text("code"), application=application, redirect_uri=call.text("redirect_uri"), dialect="graph"
        )
    except AccessRefused as refused:
        raise GraphError(100, words[str(refused)], subcode=subcodes.get(str(refused), 0)) from None
    token = issue_token(grant=grant, kind=Token.USER, actor=grant.person, seconds=SHORT_SECONDS, value=new_code("EAA"))
    return _shape(token, SHORT_SECONDS)


def _lengthen(call: Call, application: Application) -> dict[str, Any]:
    old = read_token(call.text("fb_exchange_token"))
    if old.grant.application_id != application.pk or old.kind != Token.USER:
        raise bad_token()
    token = issue_token(grant=old.grant, kind=Token.USER, actor=old.actor, seconds=LONG_SECONDS, value=new_code("EAA"))
    return _shape(token, LONG_SECONDS)


def _shape(token: Token, seconds: int) -> dict[str, Any]:
    return {"access_token": token.value, "token_type": "bearer", "expires_in": seconds}


def _inspector(value: str) -> Application:
    return read_application(value) if is_application(value) else read_token(value).grant.application


def _describe(token: Token, application: Application) -> dict[str, Any]:
    grant = token.grant
    alive = not token.dead_subcode and (token.expires_at is None or token.expires_at > token.actor.world.now())
    targets = [actor.remote_id for actor in grant.actors.all()]
    facts: dict[str, Any] = {
        "app_id": application.client_id,
        "type": "PAGE" if token.kind == Token.PAGE else "USER",
        "application": application.name,
        "data_access_expires_at": 0,
        "expires_at": int(token.expires_at.timestamp()) if token.expires_at else 0,
        "issued_at": int(token.issued_at.timestamp()),
        "is_valid": alive,
        "scopes": grant.scopes,
        "granular_scopes": [
            {"scope": scope} if scope in OF_THE_PERSON else {"scope": scope, "target_ids": targets}
            for scope in grant.scopes
        ],
        "user_id": grant.person.remote_id,
    }
    if token.kind == Token.PAGE:
        facts["profile_id"] = token.actor.remote_id
    if not alive:
        facts["error"] = {"code": 190, "message": bad_token(token.dead_subcode or 463).message,
                          "subcode": token.dead_subcode or 463}  # fmt: skip
    return facts
