"""Languages, and sayings put into words.

The project's codes are `sq`, `sr` (Latin script) and `en`; Django calls the second `sr-latn`.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from zana.kernel.words import DJANGO_CODES, Saying, put

Language = Literal["sq", "sr", "en"]

LANGUAGES: tuple[Language, ...] = ("sq", "sr", "en")
OWN_NAMES: dict[Language, str] = {"sq": "Shqip", "sr": "Srpski", "en": "English"}

# Serbian in the other script: chosen and written under its own code, `sr` everywhere else (zana/ui/cyrillic.py).
CYRILLIC, CYRILLIC_PAGE, CYRILLIC_NAME = "sr-cyrl", "sr-Cyrl", "Српски"

_PAGE_CODES: dict[Language, str] = {"sq": "sq", "sr": "sr-Latn", "en": "en"}


def read_language(code: object) -> Language | None:
    """Our code for "sq", "sr-latn", "sr_Latn", "en-gb", ...; None for a language we do not speak."""
    head = str(code or "").replace("_", "-").split("-")[0].lower()
    return head if head in LANGUAGES else None


def language() -> Language:
    """The language of the page being made now."""
    return read_language(translation.get_language()) or default_language()


def default_language() -> Language:
    """The language of the house for who has not chosen one: Albanian, unless a setting says otherwise."""
    return read_language(settings.LANGUAGE_CODE) or "sq"


def django_code(code: Language) -> str:
    return DJANGO_CODES[code]


def page_code(code: Language | None = None) -> str:
    """What stands in the `lang` attribute of a page."""
    return _PAGE_CODES[code or language()]


def speaking(code: object) -> AbstractContextManager[None]:
    """Within the block, words are in this language: `with speaking(person.language): ...`"""
    return translation.override(django_code(read_language(code) or default_language()))


def words_in(code: object, saying: object) -> str:
    """For what is stored in somebody's language and not shown on this page."""
    with speaking(code):
        return words(saying)


def words(saying: object) -> str:
    """A saying in the language of the page; other values as a person reads them."""
    if isinstance(saying, Saying):
        return _end_once(put(saying, gettext, words))
    for kind, show in _SHOWN:
        if isinstance(saying, kind):
            return show(saying)
    return str(saying)


def _end_once(text: str) -> str:
    """In Serbian a date ends with a dot; of the sentence that ends with it none is left over."""
    return _TWO_DOTS.sub(".", text) if ".." in text and language() == "sr" else text


def _show_moment(moment: datetime) -> str:
    there = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return date_format(there, "DATETIME_FORMAT")


_TWO_DOTS = re.compile(r"(?<!\.)\.\.(?!\.)")
_SHOWN: tuple[tuple[type | tuple[type, ...], Callable[..., str]], ...] = (
    (bool, lambda value: gettext("yes") if value else gettext("no")),
    (datetime, _show_moment),
    (date, lambda value: date_format(value, "DATE_FORMAT")),
    ((int, float, Decimal), number_format),
)
