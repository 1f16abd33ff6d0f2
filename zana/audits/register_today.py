"""What the registers have to say on the home page: somebody is leaving, a list is old, a signature is missing."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zana.audits.queries.counts import Counted
from zana.audits.queries.registers import list_reviews, list_shelves, running_leavings, waiting_comparison
from zana.audits.rules.shapes import REGISTERS
from zana.people.models import Organisation, Person
from zana.people.roles import may


def show_registers(request: HttpRequest, organisation: Organisation, counted: Counted) -> SafeString | None:
    person = request.user
    if not isinstance(person, Person) or not may(person, "registers.edit", organisation):
        return None
    allowed = [code for code, register in REGISTERS.items() if may(person, register.edit, organisation)]
    reviews = list_reviews(organisation)
    due = [shelf for shelf in list_shelves(counted.lines, allowed, reviews) if shelf.state == "due"]
    first = waiting_comparison(reviews)
    waiting = first is not None and first.by_id != person.pk
    leavings = running_leavings(organisation) if counted.leavings else []
    if not (due or waiting or leavings):
        return None
    shown = {"org": organisation, "due": due, "waiting": waiting, "leavings": leavings}
    return render_to_string("audits/_today_registers.html", shown, request)
