from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from zana.ui import choice
from zana.ui.look import collect_samples
from zana.ui.words import CYRILLIC, default_language, read_language

A_YEAR = 365 * 24 * 3600


# Exempt because public pages carry no token and no cookie; a forged choice can do no more than
# change the language shown: the session cookie is SameSite=Lax and does not come along.
@csrf_exempt
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    picked = read_language(request.POST.get("language")) or default_language()
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    answer: HttpResponseRedirect = redirect(there if safe else "/")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        CYRILLIC if request.POST.get("language") == CYRILLIC else picked,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if getattr(request.user, "is_authenticated", False):
        choice.remember(request, picked)
    return answer


@require_GET
def show_danger(request: HttpRequest) -> HttpResponse:
    """What to do when somebody is in danger: the same few steps for everybody, signed in or not."""
    return render(request, "ui/danger.html")


@require_GET
def show_components(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/components.html", collect_samples())
