"""OAuth 1.0a of the X dialect: the three addresses of the handshake, and checking a signed call.

A program signs the address it believes to call. Whoever leads it here may have rewritten the host after that, so the
names of the real network fit as well as the address the call came to.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest

from zana.kernel import clock
from zana.practice.actions.access import AccessRefused
from zana.practice.actions.x_access import KIND, begin_handshake, complete_handshake, end_signed_token
from zana.practice.dialects.call import Call
from zana.practice.dialects.x_context import NONCES
from zana.practice.dialects.x_errors import SignatureError
from zana.practice.models import Application, Handshake, Token
from zana.practice.rules.oauth1 import Pairs, is_current, read_header, signature_fits

HOSTS = ("api.twitter.com", "api.x.com", "upload.twitter.com", "upload.x.com", "twitter.com", "x.com")
FORM = "application/x-www-form-urlencoded"


def is_signed(request: HttpRequest) -> bool:
    return "oauth_signature" in request.headers.get("Authorization", "")


def request_token(call: Call, path: str) -> str:
    given, application = _check_program(call, path)
    callback = given.get("oauth_callback") or call.text("oauth_callback")
    callback = "" if callback == "oob" else callback
    allowed = application.redirect_uris
    wrong = callback and (urlsplit(callback).scheme not in ("http", "https") or not {"*", callback} & set(allowed))
    if wrong:
        raise SignatureError(
            403, 415, "Callback URL not approved for this client application. Approved callback URLs can be adjusted "
            "in your application settings",
        )  # fmt: skip
    begun = begin_handshake(application=application, callback=callback)
    return urlencode({
        "oauth_token": begun.request_token, "oauth_token_secret": begun.request_secret,
        "oauth_callback_confirmed": "true",
    })  # fmt: skip


def access_token(call: Call, path: str) -> str:
    """The verifier may stand in the header, the query or the form."""
    name = read_header(call.request.headers.get("Authorization", "")).get("oauth_token") or call.text("oauth_token")
    kept = Handshake.objects.filter(request_token=name).select_related("application", "token__actor__world").first()
    if kept is None:
        raise SignatureError(401, 32, "Could not authenticate you.")
    given, application = _check_program(call, path, kept.request_secret)
    if application.pk != kept.application_id:
        raise SignatureError(401, 32, "Could not authenticate you.")
    try:
        done = complete_handshake(
            handshake=kept, verifier=given.get("oauth_verifier") or call.text("oauth_verifier")
        )  # fmt: skip
    except AccessRefused:
        raise SignatureError(401, 32, "Error processing your OAuth request: Invalid oauth_verifier parameter") from None
    token = Token.objects.select_related("actor").get(handshake=done)
    account = token.actor
    return urlencode({
        "oauth_token": token.value, "oauth_token_secret": done.token_secret, "user_id": account.remote_id,
        "screen_name": account.handle,
    })  # fmt: skip


def invalidate_token(call: Call, path: str) -> dict[str, str]:
    token = read_signed(call, path)
    if token is None:
        raise SignatureError(401, 89, "Invalid or expired token.")
    end_signed_token(token=token)
    return {"access_token": token.value}


def read_signed(call: Call, path: str) -> Token | None:
    """The access token of a rightly signed call; None for any other."""
    given = read_header(call.request.headers.get("Authorization", ""))
    kept = Token.objects.filter(value=given.get("oauth_token", ""), kind=KIND, dead_subcode=0)
    token = kept.select_related("actor__world", "grant__application__plan", "handshake").first()
    if token is None or token.handshake.used_at is None:
        return None
    application = token.grant.application
    secrets = (application.client_secret, token.handshake.token_secret)
    if given.get("oauth_consumer_key") != application.client_id or not _fits(call, path, given, secrets):
        return None
    return token


def _check_program(call: Call, path: str, token_secret: str = "") -> tuple[dict[str, str], Application]:
    given = read_header(call.request.headers.get("Authorization", ""))
    application = Application.objects.filter(client_id=given.get("oauth_consumer_key", "")).first()
    if application is None or not _fits(call, path, given, (application.client_secret, token_secret)):
        raise SignatureError(401, 32, "Could not authenticate you.")
    return given, application


def _fits(call: Call, path: str, given: dict[str, str], secrets: tuple[str, str]) -> bool:
    if given.get("oauth_signature_method") != "HMAC-SHA1" or given.get("oauth_version", "1.0") != "1.0":
        return False
    if not is_current(given, clock.now().timestamp()):
        return False
    request = call.request
    if not signature_fits(given, str(request.method), _addresses(request, path), _pairs(request), secrets):
        return False
    name = given.get("oauth_token") or given["oauth_consumer_key"]
    return NONCES.is_new(name, given["oauth_timestamp"], given.get("oauth_nonce", ""))


def _addresses(request: HttpRequest, path: str) -> list[str]:
    """The likeliest first: each costs a signature."""
    named = [f"https://{host}/{path}" for host in HOSTS]
    own = [f"{scheme}://{request.get_host()}{request.path}" for scheme in (request.scheme or "http", "https")]
    virtual = [f"{scheme}://{request.get_host()}/{path}" for scheme in (request.scheme or "http", "https")]
    return [*named[:2], *own, *virtual, *named[2:]]


def _pairs(request: HttpRequest) -> Pairs:
    """Query and form are signed; JSON and multipart are not."""
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    if request.content_type == FORM:
        pairs += [(name, value) for name, values in request.POST.lists() for value in values]
        if request.method != "POST":
            pairs += parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True)
    return pairs
