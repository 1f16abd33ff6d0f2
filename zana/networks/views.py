from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from zana.kernel.errors import Refusal
from zana.networks import actions, queries
from zana.networks.forms import ByHandForm, CeilingForm, ProfileForm, SignInForm
from zana.networks.metrics import METRICS, Metric
from zana.networks.models import Account, Consent, ProfilePicture
from zana.networks.models.accounts import RECONNECT
from zana.networks.port import Network
from zana.networks.registry import ENTRIES
from zana.people.access import access, signed_in
from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.ui import charts
from zana.ui.words import language, words

LATEST_POINTS = 60
POSTS_ON_A_PAGE = 10


@dataclass(frozen=True)
class Graph:
    """One metric of an account, drawn."""

    title: str
    meaning: str
    latest: int
    drawn: charts.Chart


@require_GET
@access("accounts.see")
def show_accounts(request: HttpRequest, org: Organisation) -> HttpResponse:
    accounts = [(account, queries.describe_standing(account)) for account in queries.list_accounts(org)]
    return render(
        request,
        "networks/accounts.html",
        {"org": org, "accounts": accounts, "may_connect": may(_person(request), "accounts.connect", org)},
    )


@require_http_methods(["GET", "POST"])
@access("accounts.connect")
def choose_network(request: HttpRequest, org: Organisation) -> HttpResponse:
    """A chosen network is shown with what it will ask; the way there is a plain link, so that it works everywhere."""
    if request.method == "POST":
        network = _network(request.POST.get("network", ""))
        practice = request.POST.get("practice") == "yes"
        if not _knows_price(request, org, network, practice=practice):
            return _tell_price(request, org, network, practice=practice)
        address = actions.start_connect(by=_person(request), organisation=org, network=network.entry, practice=practice)
        return render(
            request,
            "networks/leaving.html",
            {"org": org, "network": network, "practice": practice, "address": address},
        )
    return render(request, "networks/connect.html", {"org": org, "offers": queries.list_offers()})


def _knows_price(request: HttpRequest, org: Organisation, network: Network, *, practice: bool) -> bool:
    """She is asked once, and her yes is kept."""
    if queries.has_agreed(org, network, practice=practice):
        return True
    if request.POST.get("agreed") != "yes":
        return False
    actions.agree_to_price(by=_person(request), organisation=org, network=network.key, practice=practice)
    return True


def _tell_price(request: HttpRequest, org: Organisation, network: Network, *, practice: bool) -> HttpResponse:
    estimate = queries.estimate_month(org, network)
    shown = {"org": org, "network": network, "practice": practice, "estimate": estimate}
    return render(request, "networks/price.html", shown)


@require_http_methods(["GET", "POST"])
@access("accounts.connect")
def add_by_hand(request: HttpRequest, org: Organisation, network: str) -> HttpResponse:
    described = _network(network)
    form = ByHandForm(request.POST or None, network=described)
    if request.method == "POST" and form.is_valid():
        account = actions.connect_by_hand(
            by=_person(request), organisation=org, network=described.key, **form.cleaned_data
        )
        messages.success(request, _("The account stands here now."))
        return redirect("networks:account", org.ref, account.ref)
    status = 422 if form.errors else 200
    return render(request, "networks/by_hand.html", {"org": org, "network": described, "form": form}, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@access("accounts.connect")
def sign_in(request: HttpRequest, org: Organisation, network: str) -> HttpResponse:
    described = _network(network)
    if described.signs_in is None:
        raise Http404
    form = SignInForm(request.POST or None, network=described)
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.sign_in(by=_person(request), organisation=org, network=described.key, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Connected. The first numbers come in a few minutes."))
            return redirect("networks:account", org.ref, account.ref)
    status = 422 if form.errors else 200
    return render(request, "networks/sign_in.html", {"org": org, "network": described, "form": form}, status=status)


@require_GET
@signed_in
def receive_return(request: HttpRequest) -> HttpResponse:
    """The network sends the person back here, with a code or with a no."""
    by, state = _person(request), request.GET.get("state", "")
    code = request.GET.get("code", "")
    if not code:
        organisation = actions.drop_connect(by=by, state=state)
        messages.info(request, _("You did not give the permission. Nothing changed."))
        return redirect("networks:accounts", organisation.ref)
    consent = actions.finish_connect(by=by, state=state, code=code)
    if consent.account is None:
        return redirect("networks:choose", consent.organisation.ref, consent.ref)
    messages.success(request, _("Connected. The first numbers come in a few minutes."))
    return redirect("networks:account", consent.organisation.ref, consent.account.ref)


@require_http_methods(["GET", "POST"])
@access("accounts.connect")
def choose_page(request: HttpRequest, org: Organisation, consent: str) -> HttpResponse:
    waiting = get_object_or_404(Consent.objects.of(org), ref=consent, person=_person(request))
    if request.method == "POST":
        chosen = request.POST.get("place", "")
        account = actions.choose_place(by=_person(request), consent=waiting, remote_id=chosen)
        messages.success(request, _("Connected. The first numbers come in a few minutes."))
        return redirect("networks:account", org.ref, account.ref)
    places = actions.list_places(waiting)
    return render(
        request,
        "networks/choose.html",
        {"org": org, "network": _network(waiting.network), "profiles": [place.profile for place in places]},
    )


@require_GET
@access("accounts.see")
def show_account(request: HttpRequest, org: Organisation, account: str) -> HttpResponse:
    shown = _account(org, account)
    page = Paginator(queries.list_posts(shown), POSTS_ON_A_PAGE).get_page(request.GET.get("page"))
    posts = list(page)
    numbers = queries.latest_of_posts(shown, posts)
    measured = [metric for metric in queries.POST_METRICS if any(metric in numbers[post.pk] for post in posts)]
    person, meter = _person(request), queries.read_meter(shown)
    return render(
        request,
        "networks/account.html",
        {
            "org": org,
            "account": shown,
            "standing": queries.describe_standing(shown),
            "graphs": [_draw(shown, metric) for metric in queries.metrics_with_points(shown)],
            "heads": [_name(METRICS[metric]) for metric in measured],
            "posts": [(post, [numbers[post.pk].get(metric) for metric in measured]) for post in posts],
            "page": page,
            "looks": queries.see_before_and_after(shown),
            "meter": meter,
            "ceiling_form": CeilingForm(initial={"dollars": meter.budget.ceiling}) if meter else None,
            "may_decide": may(person, "organisation.edit", org),
            "media_fault": queries.find_fault_in_media(shown),
            "may_connect": may(person, "accounts.connect", org),
            "may_read": shown.is_open and may(person, "readings.see", org),
        },
    )


@require_GET
@access("accounts.see")
def show_looks(request: HttpRequest, org: Organisation, account: str) -> HttpResponse:
    """Before and after."""
    shown = _account(org, account)
    looks = queries.see_before_and_after(shown)
    days = [] if looks is None else [looks.before] if looks.is_one_day else [looks.before, looks.after]
    return render(
        request,
        "networks/looks.html",
        {
            "org": org,
            "account": shown,
            "looks": looks,
            "days": days,
            "may_note": shown.by_hand and may(_person(request), "accounts.connect", org),
        },
    )


@require_http_methods(["GET", "POST"])
@access("accounts.connect")
def note_profile(request: HttpRequest, org: Organisation, account: str) -> HttpResponse:
    """What the profile says now, where no network tells us."""
    shown = _account(org, account)
    form = ProfileForm(request.POST or None, request.FILES or None, initial=_profile_so_far(shown))
    if request.method == "POST" and form.is_valid():
        actions.record_profile(by=_person(request), account=shown, **form.read())
        messages.success(request, _("Noted, with today’s date."))
        return redirect("networks:looks", org.ref, shown.ref)
    status = 422 if form.errors else 200
    return render(request, "networks/profile.html", {"org": org, "account": shown, "form": form}, status=status)


def _profile_so_far(account: Account) -> dict[str, str | None]:
    looks = queries.see_before_and_after(account)
    if looks is None:
        return {"name": account.name}
    return {"name": looks.after.name, "bio": looks.after.bio, "link": looks.after.link}


@require_safe
@access("accounts.see")
def show_picture(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Our small copy of a profile or cover picture."""
    kept = get_object_or_404(ProfilePicture.objects.of(org).exclude(small=None), ref=ref)
    answer = HttpResponse(bytes(kept.small or b""), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@access("organisation.edit")
def set_ceiling(request: HttpRequest, org: Organisation, account: str) -> HttpResponse:
    shown = _account(org, account)
    form = CeilingForm(request.POST)
    if form.is_valid():
        actions.set_ceiling(by=_person(request), account=shown, dollars=form.cleaned_data["dollars"])
        messages.success(request, _("That is the most for a month from now on."))
    else:
        messages.error(request, _("Write an amount in dollars, such as 5.00."))
    return redirect("networks:account", org.ref, shown.ref)


@require_POST
@access("readings.see")
def read_now(request: HttpRequest, org: Organisation, account: str) -> HttpResponse:
    actions.read_soon(by=_person(request), account=_account(org, account))
    messages.success(request, _("We ask the network now. Look again in a minute."))
    return redirect("networks:account", org.ref, account)


@require_http_methods(["GET", "POST"])
@access("accounts.connect")
def leave_account(request: HttpRequest, org: Organisation, account: str) -> HttpResponse:
    shown = _account(org, account)
    if request.method == "POST":
        actions.disconnect(by=_person(request), account=shown)
        messages.success(request, _("Disconnected. What was published and read stays here."))
        return redirect("networks:accounts", org.ref)
    return render(request, "networks/disconnect.html", {"org": org, "account": shown})


def show_today(request: HttpRequest, **context: object) -> SafeString | None:
    """Slot `today`, given `organisation`: a shut door, or no door yet."""
    org = context.get("organisation")
    if not isinstance(org, Organisation) or not may(_person(request), "accounts.connect", org):
        return None
    accounts = queries.list_accounts(org)
    shut = [account for account in accounts if account.state == RECONNECT or account.trouble]
    if accounts and not shut:
        return None
    return render_to_string("networks/_today.html", {"org": org, "shut": shut}, request)


def _draw(account: Account, metric: Metric) -> Graph:
    points = queries.list_points(account, metric.id)[-LATEST_POINTS:]
    spoken = metric.in_words(language())
    labels = [date_format(point.on, "SHORT_DATE_FORMAT") for point in points]
    drawn = charts.draw_lines(labels, [charts.Series(spoken.name, [point.value for point in points])])
    return Graph(spoken.name, spoken.meaning, points[-1].value, drawn)


def _name(metric: Metric) -> str:
    return metric.in_words(language()).name


def _account(organisation: Organisation, ref: str) -> Account:
    accounts = Account.objects.of(organisation).select_related("organisation", "connected_by")
    return get_object_or_404(accounts, ref=ref)


def _network(key: str) -> Network:
    if key not in ENTRIES:
        raise Http404
    return ENTRIES[key]


def _person(request: HttpRequest) -> Person:
    """The signed-in person; the access marks have made sure that there is one."""
    return cast(Person, request.user)
