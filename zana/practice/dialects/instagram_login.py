"""The door of "Instagram API with Instagram Login": an account without a Page, below one prefix.

`graph.instagram.com`, `api.instagram.com` and `www.instagram.com` in one: codes and tokens here, the rest is the
same graph seen through the account's own token.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.practice.actions.access import AccessRefused, issue_token, use_code
from zana.practice.actions.numbers import new_code
from zana.practice.dialects.call import Call, read_call
from zana.practice.dialects.graph import VERSION, answer_graph, play_fault
from zana.practice.dialects.graph_context import read_token
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, bad_token
from zana.practice.models import Application, Grant, Item, Token, World

SHORT_SECONDS, LONG_SECONDS, CODE_SECONDS = 3_600, 5_184_000, 3_600
YOUNGEST_SECONDS = 86_400  # a token is refreshed once it is a day old
DIALECT = "ig"


class CodeRefused(Exception):
    """The short answer of the host that takes codes."""


@csrf_exempt
@public
def instagram(request: HttpRequest, path: str = "") -> HttpResponseBase:
    plain = VERSION.sub("", path).strip("/")
    if plain not in TOKENS:
        return answer_graph(request, path, (Token.INSTAGRAM,))
    call = read_call(request)
    try:
        act = TOKENS[plain]
        return play_fault(_world_of(call), "token", lambda: JsonResponse(act(call)), network=Item.INSTAGRAM)
    except CodeRefused as no:
        body = {"error_type": "OAuthException", "code": 400, "error_message": str(no)}
        return JsonResponse(body, status=400)
    except GraphError as error:
        return error.answer()


def spend_code(call: Call) -> dict[str, Any]:
    if call.method != "POST":
        raise CodeRefused("Unsupported request - method type: get")
    application = _application(call)
    if call.text("grant_type", "authorization_code") != "authorization_code":
        raise CodeRefused("Invalid grant_type")
    try:
        grant = use_code(
            code=call.text("code").removesuffix("#_"), application=application,
            redirect_uri=call.text("redirect_uri"), dialect=DIALECT,
        )  # fmt: skip
    except AccessRefused as refused:
        if str(refused) == "redirect":
            raise CodeRefused(
                "Error validating verification code. Please make sure your redirect_uri is identical to the one you "
                "used in the OAuth dialog request"
            ) from None
        raise CodeRefused("Matching code was not found or was already used") from None
    account = grant.actors.get()
    token = issue_token(grant=grant, kind=Token.INSTAGRAM, actor=account, seconds=SHORT_SECONDS, value=new_code("IGAA"))
    return {"access_token": token.value, "user_id": account.remote_id, "permissions": list(grant.scopes)}


def lengthen(call: Call) -> dict[str, Any]:
    """A short token becomes one of sixty days."""
    if call.text("grant_type") != "ig_exchange_token":
        raise bad_parameter("Invalid grant_type")
    old = read_token(call.token, (Token.INSTAGRAM,))
    if old.grant.application.client_secret != call.text("client_secret"):
        raise GraphError(1, "Error validating client secret.")
    return _issue_long(old)


def refresh(call: Call) -> dict[str, Any]:
    if call.text("grant_type") != "ig_refresh_token":
        raise bad_parameter("Invalid grant_type")
    old = read_token(call.token, (Token.INSTAGRAM,))
    if (old.actor.world.now() - old.issued_at).total_seconds() < YOUNGEST_SECONDS:
        raise bad_token()
    return _issue_long(old)


TOKENS = {"oauth/access_token": spend_code, "access_token": lengthen, "refresh_access_token": refresh}


def _issue_long(old: Token) -> dict[str, Any]:
    token = issue_token(
        grant=old.grant, kind=Token.INSTAGRAM, actor=old.actor, seconds=LONG_SECONDS, value=new_code("IGAA")
    )
    permissions = ",".join(old.grant.scopes)
    return {
        "access_token": token.value, "token_type": "bearer", "expires_in": LONG_SECONDS, "permissions": permissions,
    }  # fmt: skip


def _application(call: Call) -> Application:
    application = Application.objects.filter(client_id=call.text("client_id")).first()
    if application is None:
        raise CodeRefused("Invalid platform app")
    if application.client_secret != call.text("client_secret"):
        raise CodeRefused("Error validating client secret.")
    return application


def _world_of(call: Call) -> World | None:
    grant = Grant.objects.filter(code=call.text("code") or "-", dialect=DIALECT).select_related("person__world").first()
    if grant is not None:
        return grant.person.world
    token = Token.objects.filter(value=call.token or "-", kind=Token.INSTAGRAM).select_related("actor__world").first()
    return token.actor.world if token is not None else None
