"""The older consent page (OAuth 1.0a): a program sent a person here with a request token."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from zana.kernel.words import say
from zana.people.access import public
from zana.practice.actions.access import AccessRefused
from zana.practice.actions.x_access import approve_handshake, is_open
from zana.practice.dialects.scopes import X_SCOPES
from zana.practice.models import Actor, Application, Handshake
from zana.practice.queries.worlds import actors_run_by
from zana.practice.views.chosen import latest_me
from zana.practice.views.consent import Dialect, X, ask_who

# What a program of this kind asks for: everything, it cannot choose.
WANTED = ("tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "media.write", "follows.read", "like.read",
          "like.write", "mute.read", "mute.write", "block.read", "dm.read", "dm.write")  # fmt: skip


@dataclass(frozen=True)
class SignedAsk:
    handshake: Handshake
    dialect: Dialect = X

    @property
    def application(self) -> Application:
        return self.handshake.application

    def back(self, **facts: str) -> str:
        callback = self.handshake.callback
        return f"{callback}{'&' if '?' in callback else '?'}{urlencode(facts)}"


@public
def ask_signed(request: HttpRequest) -> HttpResponseBase:
    token = request.GET.get("oauth_token", "").replace("\x00", "")
    kept = Handshake.objects.filter(request_token=token, token=None).select_related("application").first()
    if kept is None or not is_open(kept):
        return _refuse(request)
    ask = SignedAsk(kept)
    person = latest_me(request)
    if person is None:
        return ask_who(request, ask)
    accounts = list(actors_run_by(person, X.kind))
    if request.method == "POST":
        return _decide(request, ask, person, accounts)
    return _let_leave(_show(request, ask, person, accounts), ask)


def _decide(request: HttpRequest, ask: SignedAsk, person: Actor, accounts: list[Actor]) -> HttpResponseBase:
    if request.POST.get("decision") != "allow":
        denied = ask.back(denied=ask.handshake.request_token)
        return _let_leave(HttpResponseRedirect(denied), ask) if ask.handshake.callback else _refuse(request)
    picked = next((one for one in accounts if one.remote_id == request.POST.get("account")), None)
    if picked is None:
        return _let_leave(_show(request, ask, person, accounts, missed=True), ask)
    kept = tuple(scope for scope in WANTED if scope in request.POST.getlist("scope"))
    try:
        done = approve_handshake(handshake=ask.handshake, person=person, account=picked, scopes=kept)
    except AccessRefused:
        return _refuse(request)
    if not done.callback:
        return render(request, "practice/pin.html", {"ask": ask, "pin": done.verifier, "world": person.world})
    back = ask.back(oauth_token=done.request_token, oauth_verifier=done.verifier)
    return _let_leave(HttpResponseRedirect(back), ask)


def _show(
    request: HttpRequest, ask: SignedAsk, person: Actor, accounts: list[Actor], *, missed: bool = False
) -> HttpResponse:
    context = {
        "ask": ask, "person": person, "world": person.world, "accounts": accounts, "missed": missed,
        "wanted": [(scope, X_SCOPES[scope]) for scope in WANTED], "here_again": request.get_full_path(),
    }  # fmt: skip
    return render(request, "practice/consent.html", context, status=422 if missed else 200)


def _refuse(request: HttpRequest) -> HttpResponse:
    saying = say("The program's request is answered, too old or unknown. Start again from the program.")
    return render(request, "practice/bad_ask.html", {"saying": saying}, status=400)


def _let_leave(response: HttpResponse, ask: SignedAsk) -> HttpResponse:
    parts = urlsplit(ask.handshake.callback)
    if parts.netloc:
        response._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]  # django-csp reads it here
    return response
