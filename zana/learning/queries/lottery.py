"""The order of individual days: who goes into the draw, what was drawn, and what was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zana.kernel.words import Saying
from zana.learning.models import Draw, Turn
from zana.learning.queries.own_days import list_led, read_dates
from zana.learning.queries.wording import tell
from zana.learning.rules.lottery import Entrant, arrange
from zana.networks.models import Account, Reading
from zana.people.models import Enrolment, Organisation, Programme
from zana.people.queries import enrolled

_FOLLOWERS = "followers"


@dataclass(frozen=True, slots=True)
class TurnLine:
    """`place` counts exceptions in; `held_on` once the day has been agreed."""

    place: int
    turn: Turn
    held_on: date | None

    @property
    def organisation(self) -> Organisation:
        return self.turn.organisation


@dataclass(frozen=True, slots=True)
class DrawPage:
    draw: Draw
    lines: tuple[TurnLine, ...]
    notes: tuple[str, ...]
    groups: int


def find_draw(programme: Programme) -> Draw | None:
    """The one that counts."""
    return Draw.objects.filter(programme=programme).select_related("drawn_by").last()


def list_earlier(programme: Programme) -> list[DrawPage]:
    """Draws that were replaced, the last one first."""
    draws = list(Draw.objects.filter(programme=programme).select_related("drawn_by"))[:-1]
    turns = list(Turn.objects.across_organisations().filter(draw__in=draws).select_related("organisation"))
    return [_describe(draw, [turn for turn in turns if turn.draw_id == draw.pk], {}) for draw in reversed(draws)]


def describe_draw(draw: Draw) -> DrawPage:
    turns = Turn.objects.across_organisations().filter(draw=draw).select_related("organisation", "moved_by")
    return _describe(draw, list(turns), read_dates(list_led(draw.programme)))


def _describe(draw: Draw, turns: list[Turn], dates: dict[int, date]) -> DrawPage:
    by_ref = {turn.organisation.ref: turn for turn in turns}
    moves = {ref: turn.moved_to for ref, turn in by_ref.items() if turn.moved_to is not None}
    lines = tuple(
        TurnLine(place, by_ref[ref], dates.get(by_ref[ref].organisation_id))
        for place, ref in enumerate(arrange(list(by_ref), moves), 1)
    )
    notes = tuple(tell(Saying.from_json(note)) for note in draw.notes)
    return DrawPage(draw, lines, notes, len(draw.strata))


def list_entrants(programme: Programme) -> list[Organisation]:
    """Everybody whose own day has no date yet."""
    dated = read_dates(list_led(programme))
    return [one for one in enrolled(programme) if one.pk not in dated]


def read_entrants(organisations: list[Organisation]) -> list[Entrant]:
    """As the draw sees them: followers on real accounts together, None where nobody has counted."""
    followers = _count_followers(organisations)
    return [Entrant(one.ref, one.region, followers.get(one.pk)) for one in organisations]


def _count_followers(organisations: list[Organisation]) -> dict[int, int]:
    accounts = Account.objects.across_organisations().filter(organisation__in=organisations)
    real = {account.pk: account.organisation_id for account in accounts if not account.is_practice}
    readings = Reading.objects.across_organisations().filter(account__in=real, metric=_FOLLOWERS, remote_post=None)
    newest = dict(readings.order_by("taken_at", "pk").values_list("account", "value"))
    sums: dict[int, int] = {}
    for account, value in newest.items():
        sums[real[account]] = sums.get(real[account], 0) + value
    return sums


def find_turn(programme: Programme, organisation: str) -> Turn | None:
    """Its place in the draw that counts."""
    draw = find_draw(programme)
    found = Turn.objects.across_organisations().filter(draw=draw, organisation__ref=organisation)
    return found.select_related("draw__programme", "organisation").first()


def read_excluded(programme: Programme) -> frozenset[int]:
    """Organisations whose time chance did not choose: they stay out of the estimate of the effect, and of nothing else.

    Moved by an exception in any draw; an organisation that was never drawn is in it too.
    """
    turns = Turn.objects.across_organisations().filter(draw__programme=programme)
    moved = {turn.organisation_id for turn in turns if turn.is_excluded}
    drawn = {turn.organisation_id for turn in turns}
    enrolled = set(Enrolment.objects.filter(programme=programme).values_list("organisation", flat=True))
    return frozenset(moved | (enrolled - drawn))
