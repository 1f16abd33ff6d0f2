from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from zana.kernel.errors import Refusal
from zana.ui import choice, pages
from zana.ui.cyrillic import to_cyrillic_page
from zana.ui.words import CYRILLIC_PAGE, django_code, page_code

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Nothing here needs a sensor; a page that is taken over must not reach one either.
SENSORS = ["camera", "display-capture", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb"]
PERMISSIONS = ", ".join(f"{sensor}=()" for sensor in SENSORS)


def speak_language(get_response: GetResponse) -> GetResponse:
    """After AuthenticationMiddleware: the page is made in the language of the cookie or the person."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        picked = choice.choose(request)
        with translation.override(django_code(picked)):
            request.LANGUAGE_CODE = django_code(picked)
            response = get_response(request)
        if choice.wants_cyrillic(request):
            _write_cyrillic(response)
        else:
            response.headers.setdefault("Content-Language", page_code(picked))
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _write_cyrillic(response: HttpResponseBase) -> None:
    """Pages are made in Latin letters; papers, letters and answers to programs stay in them."""
    if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = to_cyrillic_page(response.content.decode()).encode()
        response.headers.setdefault("Content-Language", CYRILLIC_PAGE)


def harden_answers(get_response: GetResponse) -> GetResponse:
    """Headers Django does not set. Pages of signed-in people are not kept on a shared device."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        user = getattr(request, "user", None)
        if user is not None and getattr(user, "is_authenticated", False):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


class ShowRefusals:
    """A Refusal that rises out of a view becomes a page in plain words (or a notice, for htmx)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        if error.first and request.method == "GET":
            return redirect(error.first)
        return pages.show_refusal(request, error)
