"""Whole answers that are not a page of any room: refusals and errors."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from zana.kernel.errors import Refusal


def is_fragment(request: HttpRequest) -> bool:
    """True when htmx asked, so that a notice is wanted and not a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def find_way_back(request: HttpRequest) -> str:
    """The page of ours the person came from, else the front door."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if came_from and ours else "/"


def show_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    template = "ui/_refusal.html" if is_fragment(request) else "422.html"
    context = {"saying": refusal.saying, "back": find_way_back(request), "posted": request.method == "POST"}
    return render(request, template, context, status=422)


def show_bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400. What was too large says so: the person can do something about it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", {"back": find_way_back(request)}, status=413)
    return render(request, "400.html", {"back": find_way_back(request)}, status=400)


def show_unavailable(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    """For the time of an update or a restore; browsers and crawlers are told when to come back."""
    answer = render(request, "503.html", {"seconds": seconds}, status=503)
    answer.headers["Retry-After"] = str(seconds)
    return answer
