"""Which language a page is in, and what else happens when a person picks one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from zana.ui.words import CYRILLIC, Language, default_language, read_language

Remembers = Callable[[HttpRequest, Language], None]

_remember: list[Remembers] = []


def on_choice(remembers: Remembers) -> None:
    """A room that keeps people's languages is told when a signed-in person picks one."""
    if remembers not in _remember:
        _remember.append(remembers)


def remember(request: HttpRequest, picked: Language) -> None:
    for remembers in _remember:
        remembers(request, picked)


def wants_cyrillic(request: HttpRequest) -> bool:
    """A choice of this browser: people's rows know one Serbian."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == CYRILLIC


def choose(request: HttpRequest) -> Language:
    """The cookie, then the person, then the language of the house. What the browser asks for is not looked at:
    borrowed phones are often set to a language their holder does not read."""
    picked = read_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    if picked is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
        picked = read_language(getattr(request.user, "language", None))
    return picked or default_language()
