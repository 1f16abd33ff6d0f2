"""The consent pages: a program asks a person of a world for access, she says yes or no."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zana.kernel.words import Saying, say
from zana.people.access import public
from zana.practice.actions.access import Consent, give_consent
from zana.practice.dialects import graph_tokens, instagram_login, x_tokens
from zana.practice.dialects.scopes import GRAPH_SCOPES, INSTAGRAM_SCOPES, X_SCOPES
from zana.practice.models import Actor, Application
from zana.practice.queries.worlds import actors_run_by, listed_worlds
from zana.practice.views.chosen import latest_me, read_choices


@dataclass(frozen=True)
class Dialect:
    name: str
    kind: str  # of the accounts one can give access to
    scopes: dict[str, Saying]
    one_account: bool
    code_seconds: int


GRAPH = Dialect("graph", Actor.PAGE, GRAPH_SCOPES, one_account=False, code_seconds=graph_tokens.CODE_SECONDS)
INSTAGRAM = Dialect(
    instagram_login.DIALECT, Actor.INSTAGRAM, INSTAGRAM_SCOPES, one_account=True,
    code_seconds=instagram_login.CODE_SECONDS,
)  # fmt: skip
X = Dialect("x", Actor.X_ACCOUNT, X_SCOPES, one_account=True, code_seconds=x_tokens.CODE_SECONDS)


class BadAsk(Exception):
    """The program asked wrongly; the person is told and sent nowhere."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying.english())
        self.saying = saying


@dataclass(frozen=True)
class Ask:
    """What the program wants, checked."""

    dialect: Dialect
    application: Application
    redirect_uri: str
    state: str
    scopes: tuple[str, ...]
    challenge: str = ""
    challenge_method: str = ""

    def back(self, **facts: str) -> str:
        """Instagram hangs two signs on the end, and programs must strip them."""
        pairs = urlencode({**facts, **({"state": self.state} if self.state else {})})
        tail = "#_" if self.dialect is INSTAGRAM and "code" in facts else ""
        return f"{self.redirect_uri}{'&' if '?' in self.redirect_uri else '?'}{pairs}{tail}"


@public
def ask_graph(request: HttpRequest) -> HttpResponseBase:
    return _ask(request, GRAPH)


@public
def ask_instagram(request: HttpRequest) -> HttpResponseBase:
    return _ask(request, INSTAGRAM)


@public
def ask_x(request: HttpRequest) -> HttpResponseBase:
    return _ask(request, X)


def _ask(request: HttpRequest, dialect: Dialect) -> HttpResponseBase:
    try:
        ask = read_ask(request, dialect)
    except BadAsk as bad:
        return render(request, "practice/bad_ask.html", {"saying": bad.saying}, status=400)
    person = latest_me(request)
    if person is None:
        return ask_who(request, ask)
    accounts = list(actors_run_by(person, dialect.kind))
    if request.method == "POST":
        return _decide(request, ask, person, accounts)
    return _let_leave(_show(request, ask, person, accounts), ask)


def ask_who(request: HttpRequest, ask: object) -> HttpResponse:
    """Nobody has taken a part yet: that comes first. `ask` is what the page names."""
    worlds = list(listed_worlds(read_choices(request)))
    if len(worlds) == 1:
        address = reverse("practice:who", args=[worlds[0].ref])
        return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
    context = {"worlds": worlds, "ask": ask, "next": request.get_full_path()}
    return render(request, "practice/consent_who.html", context)


def _show(
    request: HttpRequest, ask: Ask, person: Actor, accounts: list[Actor], *, missed: bool = False
) -> HttpResponse:
    wanted = [(scope, ask.dialect.scopes.get(scope)) for scope in ask.scopes]
    context = {
        "ask": ask, "person": person, "world": person.world, "accounts": accounts, "missed": missed,
        "wanted": [(scope, meaning) for scope, meaning in wanted if meaning], "here_again": request.get_full_path(),
    }  # fmt: skip
    return render(request, "practice/consent.html", context, status=422 if missed else 200)


def _decide(request: HttpRequest, ask: Ask, person: Actor, accounts: list[Actor]) -> HttpResponseBase:
    if request.POST.get("decision") != "allow":
        facts = {"error": "access_denied"}
        if ask.dialect is not X:
            words = "Permissions error" if ask.dialect is GRAPH else "The user denied your request."
            facts |= {"error_reason": "user_denied", "error_description": words}
        return _let_leave(_go(ask.back(**facts)), ask)
    picked = [account for account in accounts if account.remote_id in request.POST.getlist("account")]
    if not picked or (ask.dialect.one_account and len(picked) != 1):
        return _let_leave(_show(request, ask, person, accounts, missed=True), ask)
    kept = tuple(scope for scope in ask.scopes if scope in request.POST.getlist("scope"))
    consent = Consent(
        actors=tuple(picked), scopes=kept, declined=tuple(scope for scope in ask.scopes if scope not in kept),
        redirect_uri=ask.redirect_uri, challenge=ask.challenge, challenge_method=ask.challenge_method,
    )  # fmt: skip
    grant = give_consent(
        application=ask.application, dialect=ask.dialect.name, person=person, consent=consent,
        code_seconds=ask.dialect.code_seconds,
    )  # fmt: skip
    return _let_leave(_go(ask.back(code=grant.code)), ask)


def read_ask(request: HttpRequest, dialect: Dialect) -> Ask:
    """Raises BadAsk for an unknown program or an address it never registered."""
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    application = Application.objects.filter(client_id=given.get("client_id", "")).first()
    if application is None:
        raise BadAsk(say("The program that sent you here is not known in this exercise."))
    redirect_uri = given.get("redirect_uri", "")
    allowed = application.redirect_uris
    if urlsplit(redirect_uri).scheme not in ("http", "https") or ("*" not in allowed and redirect_uri not in allowed):
        raise BadAsk(say("The program wants to send you to an address it did not register."))
    method = given.get("code_challenge_method", "plain")
    if dialect is X and (not given.get("code_challenge") or method not in ("S256", "plain")):
        raise BadAsk(say("The program asked without the proof (PKCE) that this network wants."))
    if given.get("response_type", "code") != "code":
        raise BadAsk(say("The program asked in a way this network does not know."))
    scopes = tuple(dict.fromkeys(given.get("scope", "").replace(",", " ").split()))
    if any(scope not in dialect.scopes for scope in scopes):
        raise BadAsk(say("The program asked for a permission this network does not know."))
    return Ask(
        dialect, application, redirect_uri, given.get("state", "")[:500], scopes or tuple(dialect.scopes)[:1],
        given.get("code_challenge", "") if dialect is X else "", method if dialect is X else "",
    )  # fmt: skip


def _go(address: str) -> HttpResponse:
    return HttpResponseRedirect(address)


def _let_leave(response: HttpResponse, ask: Ask) -> HttpResponse:
    """The browser counts the redirect after a form as part of it, so the way back must be allowed."""
    parts = urlsplit(ask.redirect_uri)
    response._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]  # django-csp reads it here
    return response
