from collections.abc import Sequence
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zana.ui import choice, slots, states
from zana.ui import words as ui_words
from zana.ui.menu import Entry, split_for_phone

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "pen" %}`; size "s" or "l". Decoration only: the word beside it is what is read aloud.

    A long list draws fifty of them, out of a few dozen that there are.
    """
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"i {size}".strip(),
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def chip(kind: str, words: object, shape: str = "") -> SafeString:
    """`{% chip "stop" _("act now") %}`: a state with a ground."""
    return _show_state("chip", kind, words, shape)


@register.simple_tag
def state(kind: str, words: object, shape: str = "") -> SafeString:
    """`{% state "ok" _("published") %}`: a state without a ground, for lists."""
    return _show_state("st", kind, words, shape)


def _show_state(css: str, kind: str, words: object, shape: str) -> SafeString:
    colour, own_shape = states.look(kind)
    return format_html(
        '<span class="{} {}">{}{}</span>', css, colour, icon(shape or own_shape, "s"), ui_words.words(words)
    )


@register.filter
def state_colour(kind: str) -> str:
    return states.look(kind)[0]


@register.filter
def state_shape(kind: str) -> str:
    return states.look(kind)[1]


@register.filter
def message_kind(level: str) -> str:
    """The state of a Django message."""
    return {"success": "ok", "warning": "warn", "error": "stop"}.get(level, "info")


@register.simple_tag(takes_context=True)
def slot(context: template.RequestContext, name: str, **given: object) -> SafeString:
    """`{% slot "today" organisation=organisation %}`: what rooms above have to show here."""
    request = context.get("request")
    return slots.render(name, request, **given) if request is not None else SafeString("")


@register.simple_tag
def field(bound: BoundField, label: str | None = None, hint: str | None = None) -> SafeString:
    """`{% field form.title %}`: one form field with label, hint and error; both words can be given here."""
    if label is not None:
        bound.label = label
    if hint is not None:
        bound.help_text = hint
    return render_to_string("ui/forms/field.html", {"field": bound})


@register.simple_tag
def page_language() -> str:
    return ui_words.page_code()


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """The languages by their own names, for the switch; Serbian in both scripts."""
    request = context.get("request")
    now = ui_words.CYRILLIC if request and choice.wants_cyrillic(request) else ui_words.language()
    shown: list[tuple[str, ...]] = [
        (code, code.upper(), ui_words.page_code(code), name) for code, name in ui_words.OWN_NAMES.items()
    ]
    shown.insert(2, (ui_words.CYRILLIC, "СР", ui_words.CYRILLIC_PAGE, ui_words.CYRILLIC_NAME))
    return [
        {"code": code, "short": short, "page_code": page_code, "name": name, "current": code == now}
        for code, short, page_code, name in shown
    ]


@register.simple_tag
def menu_parts(menu: list[Entry] | str) -> dict[str, list[Entry] | int]:
    """`first` stands in the bar of a phone, `rest` opens behind "More" with a count of what waits there."""
    first, rest = split_for_phone(list(menu) if not isinstance(menu, str) else [])
    return {"first": first, "rest": rest, "waiting": sum(entry.badge for entry in rest)}


@register.filter
def per_cent(value: object, of: object = 100) -> str:
    """A share as an SVG length: `width="{{ done|per_cent:total }}"` is "40.0%", never localised."""
    whole = float(str(of))
    share = 100 * float(str(value)) / whole if whole else 0.0
    return f"{min(max(share, 0.0), 100.0):.1f}%"


@register.filter
def span(high: object, low: object) -> str:
    """From low to high as an SVG length, at least one per cent so that it can be seen."""
    wide = float(str(high)) - float(str(low))
    return per_cent(max(wide, 1.0))


@register.filter
def mark_place(value: object) -> str:
    """Where a bar's upright mark begins, so that it is centred on its value and stays inside."""
    return f"{min(max(float(str(value)) - 0.6, 0.0), 98.6):.1f}%"


@register.filter
def number(value: object) -> str:
    """A number with the separators of the page's language; a whole float without its ".0"."""
    if isinstance(value, float):
        return str(number_format(int(value) if value == int(value) else round(value, 2), force_grouping=True))
    return str(number_format(value, force_grouping=True)) if isinstance(value, int) else str(value)


@register.filter
def signed(value: int) -> str:
    """A difference: "+5", "0" or, with a true minus, "−5"."""
    return f"{value:+}".replace("-", "−") if value else "0"


@register.filter
def at(items: Sequence[object], index: int) -> object:
    return items[index]
