import re
from datetime import datetime
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zana.practice.forms.settings import PART_NAMES
from zana.practice.models import Actor, Talk
from zana.practice.queries.noted import COPY, REPORT, Noted
from zana.practice.rules.faces import initials, pick_colour
from zana.ui.templatetags.ui import chip

register = template.Library()

# Addresses of invented places. They lead to a page of the exercise that tells where one would have landed.
INVENTED = re.compile(r"(?<![@\w.-])((?:https?://)?[\w-]+(?:\.[\w-]+)*\.example(?:/[\w./-]*\w)?)(?!@)")
NAMES = {"facebook": "Facebook", "x": "X", "instagram": "Instagram"}


@register.filter
def network_name(code: str) -> str:
    return NAMES.get(code, code)


@register.filter
def unlocalised(number: int) -> str:
    """For attributes: no thousands sign."""
    return str(number)


@register.filter
def linked(text: str, world: str) -> SafeString:
    """`text` for HTML, with the invented addresses in it to press on; `world` is its ref."""
    parts = INVENTED.split(text)
    door = reverse("practice:link", args=[world])
    return mark_safe(
        "".join(_link(door, part) if at % 2 else conditional_escape(part) for at, part in enumerate(parts))
    )


def _link(door: str, address: str) -> SafeString:
    return format_html('<a href="{}?{}">{}</a>', door, urlencode({"to": address}), address)


@register.simple_tag
def face(actor: Actor, size: int = 40) -> SafeString:
    """Her picture; without one, letters that no request has to be made for: a feed would ask for one a post."""
    css = "ava big" if size > 40 else "ava"
    if actor.avatar_id is None:
        letters = initials(actor.name)
        return format_html('<span class="{} c{}" aria-hidden="true">{}</span>', css, pick_colour(actor.name), letters)
    address = reverse("practice:avatar", args=[actor.remote_id])
    return format_html('<img class="{}" src="{}" alt="" width="{}" height="{}">', css, address, size, size)


@register.simple_tag
def noted(known: Noted, what: str, number: int) -> SafeString:
    """Chips for what was done with an item, talk or actor: without them nobody knows whether her press was heard."""
    words = {COPY: _("copy kept"), REPORT: _("reported")}
    done = [(chip("ok", said),) for kind, said in words.items() if (kind, what, number) in known]
    return format_html('<span class="acts">{}</span>', format_html_join(" ", "{}", done)) if done else SafeString()


@register.simple_tag
def kind_name(kind: str) -> str:
    """What kind of account it is."""
    return {
        Actor.PERSON: _("a person"), Actor.PAGE: _("Facebook Page"), Actor.INSTAGRAM: _("Instagram account"),
        Actor.X_ACCOUNT: _("X account"),
    }.get(kind, _("somebody"))  # fmt: skip


@register.simple_tag
def folder_name(folder: str) -> str:
    return {Talk.INBOX: _("Inbox"), Talk.DONE: _("Done"), Talk.SPAM: _("Spam")}[folder]


@register.simple_tag
def part_name(part: str) -> str:
    return str(PART_NAMES[part])


@register.simple_tag
def step_name(method: str) -> str:
    return {"app": _("from an app on the phone"), "key": _("from a security key")}.get(method, _("by SMS"))


@register.simple_tag
def device_name(device: str) -> str:
    """The invented devices of `rules.beginnings` in the reader's language."""
    known = {
        "Android phone": _("Android phone"), "Windows computer": _("Windows computer"),
        "Old Android phone": _("Old Android phone"), "Computer in a library": _("Computer in a library"),
        "Linux computer": _("Linux computer"),
    }  # fmt: skip
    return known.get(device, device)


@register.filter
def invented(name: str) -> str:
    """The invented places and programs of `rules.beginnings` in the reader's language; anything else as it is."""
    known = {
        "Prizren, Kosovo": _("Prizren, Kosovo"), "Skopje, North Macedonia": _("Skopje, North Macedonia"),
        "Unknown city, Netherlands": _("Unknown city, Netherlands"),
        "Which flower are you? (invented)": _("Which flower are you? (invented)"),
        "Followers Fast (invented)": _("Followers Fast (invented)"),
    }  # fmt: skip
    return known.get(name, name)


@register.filter
def day_of(moment: str) -> str:
    """A kept moment as a day, the way the reader's language writes it."""
    return date_format(localtime(datetime.fromisoformat(moment)), "SHORT_DATE_FORMAT")


@register.simple_tag
def may_words(may: list[str]) -> str:
    """What a program may do."""
    known = {"read": _("may read"), "write": _("may write in your name"), "messages": _("may read messages")}
    return ", ".join(known[one] for one in may if one in known)


@register.simple_tag
def ago(minutes: int) -> str:
    """A time span in plain words."""
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if minutes < 1440:
        hours = minutes // 60
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    days = minutes // 1440
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
