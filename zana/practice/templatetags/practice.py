from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

NAMES = {"facebook": "Facebook", "x": "X", "instagram": "Instagram"}


@register.filter
def network_name(code: str) -> str:
    return NAMES.get(code, code)


@register.filter
def unlocalised(number: int) -> str:
    """For attributes: no thousands sign."""
    return str(number)


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
