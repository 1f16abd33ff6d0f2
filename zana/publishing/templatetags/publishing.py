from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format

from zana.people.models import Organisation

register = template.Library()

_GATE_KINDS = {"pass": "ok", "warn": "warn", "second_person": "ask", "stop": "stop"}


@register.filter
def moment(at: datetime | None, organisation: Organisation) -> str:
    """Day and time where the organisation is."""
    if at is None:
        return ""
    there = at.astimezone(ZoneInfo(organisation.zone))
    return date_format(there, "D j N, H:i")


@register.filter
def gate_kind(verdict: str) -> str:
    """The look of a verdict of the safety gate."""
    return _GATE_KINDS[verdict]
