"""OAuth 2 of the X dialect: codes with PKCE, access tokens, refresh tokens that are good once, a program's own key."""

import base64
import binascii
import hashlib
import hmac
from typing import Any
from urllib.parse import unquote

from django.db import transaction

from zana.practice.actions.access import AccessRefused, end_tokens, issue_token, spend_refresh_token, use_code
from zana.practice.actions.x_access import end_program_key, program_key
from zana.practice.dialects.call import Call
from zana.practice.dialects.x_errors import OAuthError, XError, forbidden
from zana.practice.models import Application, Grant, Token

CODE_SECONDS = 30
ACCESS_SECONDS = 7_200
REFRESH_SECONDS = 182 * 86_400
BAD_VALUE = "Value passed for the token was invalid."
BAD_CODE = "Value passed for the authorization code was invalid."


def exchange(call: Call) -> dict[str, Any]:
    application = _application(call)
    kind = call.text("grant_type")
    if kind == "authorization_code":
        return _spend_code(call, application)
    if kind == "refresh_token":
        return _refresh(call, application)
    if kind == "client_credentials":
        return _program_key(call, application)
    raise OAuthError("unsupported_grant_type", "Value passed for the grant type was invalid.")


def exchange_program(call: Call) -> dict[str, Any]:
    """The older address knows only a program's own key."""
    try:
        application = _application(call)
    except OAuthError:
        raise _no_credentials() from None
    if call.text("grant_type") != "client_credentials":
        raise forbidden("Missing required parameter: grant_type")
    return _program_key(call, application)


def invalidate_program(call: Call) -> dict[str, Any]:
    try:
        application = _application(call)
    except OAuthError:
        raise _no_credentials() from None
    value = call.text("access_token")
    if not end_program_key(application=application, value=value):
        raise forbidden("Unable to invalidate the token")
    return {"access_token": value}


def revoke(call: Call) -> dict[str, Any]:
    application = _application(call)
    token = Token.objects.filter(value=call.text("token"), grant__application=application).first()
    if token is not None:
        end_tokens(grant=token.grant, subcode=467)
    return {"revoked": True}


def _application(call: Call) -> Application:
    """A confidential program shows its secret in `Basic`; a public one has none and only names itself."""
    client_id, secret = _basic(call)
    named = Application.objects.filter(client_id=client_id or call.text("client_id"))
    application = named.select_related("plan").first()
    if application is None:
        raise OAuthError("unauthorized_client", "Missing valid authorization header", 401)
    public = hasattr(application, "plan") and application.plan.public
    if not client_id and not public:
        raise OAuthError("unauthorized_client", "Missing valid authorization header", 401)
    if client_id and not hmac.compare_digest(secret.encode(), application.client_secret.encode()):
        raise OAuthError("unauthorized_client", "Missing valid authorization header", 401)
    return application


def _basic(call: Call) -> tuple[str, str]:
    scheme, _, rest = call.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(rest).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise OAuthError("unauthorized_client", "Missing valid authorization header", 401) from None
    return unquote(client_id).replace("\x00", ""), unquote(secret)


def _program_key(call: Call, application: Application) -> dict[str, Any]:
    if not _basic(call)[0]:
        raise _no_credentials()
    return {"token_type": "bearer", "access_token": program_key(application=application).value}


def _no_credentials() -> XError:
    words = "Unable to verify your credentials"
    return XError(403, "Forbidden", words, errors=[{"code": 99, "label": "authenticity_token_error", "message": words}])


def _spend_code(call: Call, application: Application) -> dict[str, Any]:
    grant = Grant.objects.filter(code=call.text("code"), dialect="x").first()
    if grant is None:
        raise OAuthError("invalid_request", BAD_CODE)
    if not _verifier_fits(grant, call.text("code_verifier")):
        raise OAuthError("invalid_request", "Value passed for code verifier did not match code challenge.")
    try:
        with transaction.atomic(using="practice"):
            used = use_code(
                code=grant.code, application=application, redirect_uri=call.text("redirect_uri"), dialect="x"
            )
            return _issue(used)
    except AccessRefused:
        raise OAuthError("invalid_request", BAD_CODE) from None


def _refresh(call: Call, application: Application) -> dict[str, Any]:
    try:
        with transaction.atomic(using="practice"):
            old = spend_refresh_token(value=call.text("refresh_token"), application=application)
            return _issue(old.grant)
    except AccessRefused:
        raise OAuthError("invalid_request", BAD_VALUE) from None


def _issue(grant: Grant) -> dict[str, Any]:
    account = grant.actors.get()
    access = issue_token(grant=grant, kind=Token.X_ACCESS, actor=account, seconds=ACCESS_SECONDS)
    body = {
        "token_type": "bearer",
        "expires_in": ACCESS_SECONDS,
        "access_token": access.value,
        "scope": " ".join(grant.scopes),
    }
    if "offline.access" in grant.scopes:
        refresh = issue_token(grant=grant, kind=Token.X_REFRESH, actor=account, seconds=REFRESH_SECONDS)
        body["refresh_token"] = refresh.value
    return body


def _verifier_fits(grant: Grant, verifier: str) -> bool:
    given = verifier.encode(errors="replace")
    if grant.challenge_method == "plain":
        return hmac.compare_digest(grant.challenge.encode(), given)
    digest = base64.urlsafe_b64encode(hashlib.sha256(given).digest()).decode().rstrip("=")
    return hmac.compare_digest(grant.challenge.encode(), digest.encode())
