"""Whom an organisation's trainer is, and what waits for one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from zana.kernel import clock
from zana.learning.models import JobRound
from zana.learning.queries.bookings import NextDay
from zana.learning.queries.coaching import Waiting
from zana.learning.queries.helping import find_leads, find_trainers_of_day, list_candidates
from zana.learning.queries.own_days import Led
from zana.learning.rules.helping import choose_trainer
from zana.people.models import Enrolment, Organisation, Person


def list_neighbours(organisation: Organisation) -> list[Organisation]:
    """Those of its programmes that have no round yet."""
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    enrolled = Enrolment.live.filter(programme__in=programmes).values("organisation")
    known = JobRound.objects.across_organisations().values("organisation")
    return list(Organisation.objects.filter(pk__in=enrolled).exclude(pk__in=known))


def find_mentors(organisation: Organisation) -> list[Person]:
    """Who calls them: the trainers of their day; before there are any the one who would be asked; else the leads."""
    candidates = list_candidates(organisation)
    able = {one.number for one in candidates}
    team = [number for number in find_trainers_of_day(organisation) if number in able]
    if not team:
        chosen = choose_trainer(candidates, of_her_day=(), language=organisation.language)
        team = [] if chosen is None else [chosen]
    people = Person.objects.in_bulk(team)
    return [people[number] for number in team] or find_leads(organisation)


def list_hers(person: Person, waiting: Iterable[Waiting], led: Iterable[Led]) -> list[Waiting]:
    """What is due now with organisations whose day is hers, or nobody's yet: calls first, then days to look back."""
    today = clock.today()
    teams: defaultdict[int, set[int]] = defaultdict(set)
    for one in led:
        teams[one.organisation] |= one.people
    due = [one for one in waiting if one.late or (one.review and one.review.due_on <= today)]
    return [one for one in due if person.pk in (teams[one.organisation.pk] or {person.pk})]


def find_next_day(person: Person, organisations: Iterable[Organisation], led: Iterable[Led]) -> NextDay | None:
    """Agreed on, alone or with somebody."""
    places = {organisation.pk: organisation for organisation in organisations}
    hers = [one for one in led if one.is_agreed and person.pk in one.people and one.organisation in places]
    days = [(one.held_on, one.organisation) for one in hers if one.held_on and one.held_on >= clock.today()]
    if not days:
        return None
    held_on, place = min(days)
    return NextDay(places[place], held_on)
