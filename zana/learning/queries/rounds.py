"""Whom an organisation's trainer is, and what waits for one of them."""

from __future__ import annotations

from collections import defaultdict

from zana.kernel import clock
from zana.learning.models import Booking, JobRound, Plan
from zana.learning.models.bookings import AGREED
from zana.learning.queries.coaching import Waiting, list_waiting
from zana.learning.queries.helping import find_leads, find_trainers_of_day, list_candidates
from zana.learning.rules.helping import choose_trainer
from zana.people.models import Enrolment, Organisation, Person, Programme


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


def list_hers(person: Person, programme: Programme) -> list[Waiting]:
    """What is due now with organisations whose day is hers, or nobody's yet: calls first, then days to look back."""
    today = clock.today()
    due = [one for one in list_waiting(programme) if one.late or (one.review and one.review.due_on <= today)]
    teams = _read_teams(programme) if due else {}
    return [one for one in due if person.pk in teams.get(one.organisation.pk, {person.pk})]


def _read_teams(programme: Programme) -> dict[int, set[int]]:
    """Organisation -> who holds its day, or held it."""
    agreed = Booking.objects.across_organisations().filter(programme=programme, state=AGREED)
    held = Plan.objects.across_organisations().filter(training__programme=programme)
    teams: defaultdict[int, set[int]] = defaultdict(set)
    for place, *numbers in agreed.values_list("organisation", "trainer", "second"):
        teams[place] |= {number for number in numbers if number}
    for place, number in held.exclude(training__trainer=None).values_list("organisation", "training__trainer"):
        teams[place].add(number)
    return teams
