"""A whole list of people comes in at once: looked at first, then all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import translation

from zana.kernel import clock
from zana.kernel.crypto import SealBroken, seal, unseal
from zana.kernel.errors import Refusal
from zana.kernel.tables import Table, fold, read_table
from zana.kernel.words import DJANGO_CODES, put, say
from zana.people import roster
from zana.people.invitations import invite
from zana.people.labels import ROLES
from zana.people.log import record
from zana.people.models import Membership, Organisation, Person, Programme
from zana.people.queries import enrolled, open_invitations_to, side_of
from zana.people.roles import ORGANISATION_ROLES, require
from zana.people.roster import ASK, FAULT, MOST_PEOPLE, NEW, OTHER, SAME, Known, Line, judge

KEPT_FOR = timedelta(hours=2)
Host = Programme | Organisation  # for which a list comes: a lead's whole programme, or a director's own people


@dataclass(frozen=True, slots=True)
class Brought:
    invited: int
    counted: int  # without an address: they are in trainings, and do not sign in
    left: int


def preview_people(*, by: Person | None, place: Host, content: bytes) -> tuple[Table, list[Line]]:
    """What the file would do; nothing is stored. `by` is None on the command line."""
    _require(by, place)
    table = read_table(content)
    if len(table.rows) > MOST_PEOPLE:
        raise Refusal(say("The file has more than {rows} rows. Give it in parts.", rows=MOST_PEOPLE))
    if not table.rows:
        raise Refusal(say("There is nobody in this file, only a heading."))
    return table, _judge(table, place)


@transaction.atomic
def bring_people(*, by: Person | None, place: Host, table: Table, answers: Mapping[int, str] | None = None) -> Brought:
    """Everybody who is new: invited where there is an address, counted where there is none.

    Judged anew, since the house may have changed while somebody looked. One fault or open question stops all of it.
    """
    _require(by, place)
    type(place).objects.select_for_update().get(pk=place.pk)
    lines = _judge(table, place)
    answers = answers or {}
    if faults := [line for line in lines if line.verdict == FAULT]:
        raise Refusal(say("Row {row}: {words}", row=faults[0].row, words=faults[0].says or ""))
    asked = [line.row for line in lines if line.verdict == ASK and answers.get(line.row) not in (SAME, OTHER)]
    if asked:
        raise Refusal(say("Say for row {row} whether it is the same person.", row=asked[0]))
    coming = [line for line in lines if line.verdict == NEW or (line.verdict == ASK and answers[line.row] == OTHER)]
    organisations = {one.slug: one for one in list_places(place)}
    for line in coming:
        _let_in(by, line, organisations[line.organisation])
    invited = sum(bool(line.email) for line in coming)
    record(by, "people.brought", **side_of(place), invited=invited, counted=len(coming) - invited)
    return Brought(invited, len(coming) - invited, len(lines) - len(coming))


def list_places(place: Host) -> list[Organisation]:
    """The organisations a list may name: all of the programme, or the one itself."""
    return [place] if isinstance(place, Organisation) else list(enrolled(place))


def _require(by: Person | None, place: Host) -> None:
    if by is not None:
        require(by, "people.invite", **side_of(place))


def _let_in(by: Person | None, line: Line, organisation: Organisation) -> None:
    if line.email:
        invite(
            by=by, name=line.name, email=line.email, role=line.role, organisation=organisation, language=line.language
        )
        return
    person = Person.objects.create_person(name=line.name, language=line.language)
    Membership.objects.create(person=person, role=line.role, organisation=organisation)
    record(by, "person.added", organisation=organisation, thing=f"person:{person.ref}", role=line.role)


def _judge(table: Table, place: Host) -> list[Line]:
    organisations = list_places(place)
    places = [roster.Place(one.slug, one.name, one.language) for one in organisations]
    members = Membership.live.filter(organisation__in=organisations)
    here = members.values_list("organisation__slug", "person__name", "person__email")
    invited = open_invitations_to(organisations).values_list("organisation__slug", "name", "email")
    known = [Known(slug, name, email or "") for slug, name, email in [*here, *invited]]
    return judge(table, places, role_words(), known)


def role_words() -> dict[str, str]:
    """Every word for a role of an organisation, in all our languages, folded."""
    found = {role: role for role in ORGANISATION_ROLES}
    for code in DJANGO_CODES.values():
        with translation.override(code):
            found |= {fold(put(ROLES[role], translation.gettext)): role for role in ORGANISATION_ROLES}
    return found


# --- between looking and storing the file waits, sealed, in the page itself: nothing of it lies in this house


def keep_table(table: Table, *, by: Person, place: Host) -> str:
    kept = {
        "by": by.pk,
        "place": place.ref,
        "until": (clock.now() + KEPT_FOR).timestamp(),
        "header": table.header,
        "header_row": table.header_row,
        "rows": table.rows,
    }
    return seal(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def find_table(kept: str, *, by: Person, place: Host) -> Table:
    try:
        opened = json.loads(unseal(kept))
    except (SealBroken, ValueError):
        raise Refusal(say("Give the file once more: what was kept of it cannot be read.")) from None
    if (opened["by"], opened["place"]) != (by.pk, place.ref) or opened["until"] < clock.now().timestamp():
        raise Refusal(say("Give the file once more: what was kept of it is too old."))
    rows = tuple((number, tuple(cells)) for number, cells in opened["rows"])
    return Table(tuple(opened["header"]), opened["header_row"], rows)
