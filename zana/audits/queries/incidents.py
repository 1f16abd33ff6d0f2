"""Reads of what is happening: what stands, what stops the audit, what the page of one incident shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zana.audits.controls import catalogue
from zana.audits.flows import Call, Flow, Text, flows
from zana.audits.labels import INCIDENT_VERBS
from zana.audits.models import Incident, IncidentNote, Keepsake
from zana.audits.rules.incidents import Noted, may_untick, read_ticks
from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.people import roles
from zana.people.models import Enrolment, Membership, Organisation, Person
from zana.ui.words import language

POLICE = "192"


def standing_incidents(organisation: Organisation) -> list[Incident]:
    rows = Incident.objects.of(organisation).filter(state__in=Incident.STANDING)
    return list(rows.select_related("noticed_by"))


def past_incidents(organisation: Organisation) -> list[Incident]:
    rows = Incident.objects.of(organisation).exclude(state__in=Incident.STANDING)
    return list(rows.select_related("noticed_by")[:20])


def stopping_incident(organisation: Organisation) -> Incident | None:
    """Why the audit is paused, if it is: a sign, or somebody saying herself that a stranger is inside."""
    standing = standing_incidents(organisation)
    return next((row for row in standing if row.sign or row.flow.stops_the_audit), None)


def speak(text: Text) -> str:
    return text.words(language())


@dataclass(frozen=True)
class Kind:
    id: str
    title: str
    lead: str
    standing: str  # ref of the one that stands already


def list_kinds(organisation: Organisation) -> list[Kind]:
    standing = {row.kind: row.ref for row in standing_incidents(organisation)}
    return [Kind(f.id, speak(f.title), speak(f.lead), standing.get(f.id, "")) for f in flows().values()]


@dataclass(frozen=True)
class Named:
    """An incident in a list."""

    ref: str
    title: str
    at: datetime
    by: str
    state: str


def name_incidents(rows: Iterable[Incident]) -> list[Named]:
    return [Named(row.ref, speak(row.flow.title), row.noticed_at, row.noticed_by.name, row.state) for row in rows]


@dataclass(frozen=True)
class Step:
    """A move as the page shows it. `by` is empty while it is not done; `may_undo` for a minute after."""

    id: str
    words: str
    by: str
    at: datetime | None
    may_undo: bool


@dataclass(frozen=True)
class Line:
    """One line of the log; `move` and `about` are empty where it is about the incident itself."""

    at: datetime
    by: str
    verb: Saying
    about: str
    is_move: bool


@dataclass(frozen=True)
class Whom:
    """Somebody to call: a number to tap where the house knows one."""

    who: Saying
    name: str
    number: str = ""


@dataclass(frozen=True)
class Shown:
    incident: Incident
    title: str
    lead: str
    never: list[str]
    steps: list[Step]
    done: int
    call: list[Whom]
    kept: list[Keepsake]
    log: list[Line]
    sign: str


def describe_incident(incident: Incident) -> Shown:
    flow, notes = incident.flow, read_log(incident)
    steps = _steps(flow, notes)
    return Shown(
        incident=incident,
        title=speak(flow.title),
        lead=speak(flow.lead),
        never=[speak(text) for text in flow.never],
        steps=steps,
        done=sum(bool(step.by) for step in steps),
        call=whom_to_call(incident.organisation, flow),
        kept=list(incident.keepsakes.select_related("by").defer("content")),
        log=[_line(flow, note) for note in notes],
        sign=_name_sign(incident.sign),
    )


def _name_sign(sign: str) -> str:
    control = catalogue().get(sign)
    return control.words(language()).title if control else ""


def read_log(incident: Incident) -> list[IncidentNote]:
    return list(incident.log.select_related("by", "keepsake").defer("keepsake__content"))


def as_noted(notes: Iterable[IncidentNote]) -> list[Noted]:
    return [Noted(note.verb, note.at, note.by.name, note.move) for note in notes]


def _steps(flow: Flow, notes: list[IncidentNote]) -> list[Step]:
    ticks, now = read_ticks(as_noted(notes)), clock.now()
    steps = []
    for move in flow.moves:
        tick = ticks.get(move.id)
        may_undo = tick is not None and may_untick(tick, now)
        steps.append(Step(move.id, speak(move), tick.who if tick else "", tick.at if tick else None, may_undo))
    return steps


def _line(flow: Flow, note: IncidentNote) -> Line:
    move = flow.move(note.move)
    about = speak(move) if move else note.keepsake.sealed_name if note.keepsake else ""
    return Line(note.at, note.by.name, INCIDENT_VERBS[note.verb], about, move is not None)


WHO: dict[Call, Saying] = {
    "director": say("Your director"),
    "auditor": say("Your auditor"),
    "police": say("Police"),
    "lawyer": say("A lawyer you trust"),
    "support": say("Somebody who stays with her"),
    "bank": say("Your bank, by the number on the card"),
    "helpline_tech": say("The technical helpline of your programme"),
    "operator": say("Your mobile operator, to block the card"),
}


def whom_to_call(organisation: Organisation, flow: Flow) -> list[Whom]:
    """In the order of the flow. Numbers of people and services come from rooms and registers that know them."""
    called: list[Whom] = []
    for call in flow.call:
        if call == "police":
            called.append(Whom(WHO[call], "", POLICE))
        elif call == "director":
            called += [Whom(WHO[call], person.name) for person in directors_of(organisation)]
        elif call == "auditor":
            called += [Whom(WHO[call], person.name) for person in auditors_of(organisation)]
        else:
            called.append(Whom(WHO[call], ""))
    return called


def directors_of(organisation: Organisation) -> list[Person]:
    live = Membership.live.filter(organisation=organisation, role=roles.DIRECTOR).select_related("person")
    return [membership.person for membership in live.order_by("pk")]


def auditors_of(organisation: Organisation) -> list[Person]:
    """The trainers of the programmes it takes part in."""
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    live = Membership.live.filter(programme__in=programmes, role=roles.TRAINER).select_related("person")
    return list(dict.fromkeys(membership.person for membership in live.order_by("pk")))
