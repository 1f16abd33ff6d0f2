"""The order of individual days is drawn, drawn again with a reason, and excepted from with a reason."""

from __future__ import annotations

import secrets

from django.db import transaction

from zana.kernel import clock, once
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.models import Booking, Draw, Turn
from zana.learning.models.bookings import PROPOSED
from zana.learning.queries.lottery import list_entrants, read_entrants
from zana.learning.rules.lottery import draw
from zana.people.log import record
from zana.people.models import Person, Programme
from zana.people.roles import require
from zana.people.turns import take_turn

SEED_BYTES = 16


@transaction.atomic
def draw_order(*, by: Person, programme: Programme, reason: str = "", seed: str = "", key: str = "") -> Draw:
    """Everybody whose day has no date yet. A second draw says why, and the first one stays to be read.

    `seed` is drawn too; only the demonstration and tests give one. `key` is the once-key of the page: the form sent
    twice is one draw.
    """
    require(by, "lottery.draw", programme=programme)
    take_turn(programme)
    ref, known = once.claim(Draw.objects.filter(programme=programme), f"draw {programme.ref}", key)
    if known is not None:
        return known
    reason = " ".join(reason.split())
    number = Draw.objects.filter(programme=programme).count() + 1
    if number > 1 and not reason:
        raise Refusal(say("The order was drawn already. To draw it again, say why: everybody can read it."))
    organisations = list_entrants(programme)
    if not organisations:
        raise Refusal(say("Nobody waits for a date, so there is nothing to draw."))
    seed = seed or secrets.token_hex(SEED_BYTES)
    drawn = draw(read_entrants(organisations), seed)
    kept = Draw.objects.create(
        ref=ref,
        programme=programme,
        number=number,
        seed=seed,
        strata=[{"thirds": one.thirds, "regions": one.regions, "members": one.members} for one in drawn.strata],
        notes=[note.as_json() for note in drawn.notes],
        reason=reason[:200] if number > 1 else "",
        drawn_by=by,
    )
    by_ref = {one.ref: one for one in organisations}
    stratum = {name: place for place, one in enumerate(drawn.strata) for name in one.members}
    Turn.objects.bulk_create(
        Turn(organisation=by_ref[name], draw=kept, place=place, stratum=stratum[name])
        for place, name in enumerate(drawn.order, 1)
    )
    _forget_proposals(programme)
    record(by, "order.drawn", programme=programme, thing=f"draw:{kept.ref}", number=number)
    return kept


@transaction.atomic
def except_turn(*, by: Person, turn: Turn, place: int, reason: str) -> Turn:
    """One organisation comes earlier or later than chance said. It then says nothing about the effect of the days.

    Said again it stays as it was. In an order that was replaced meanwhile nothing is moved.
    """
    programme = turn.draw.programme
    require(by, "lottery.draw", programme=programme)
    take_turn(programme)
    if Draw.objects.filter(programme=programme, number__gt=turn.draw.number).exists():
        raise Refusal(say("The order was drawn again meanwhile. Look at the new one first."))
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(say("Say why. Whoever reads the order reads the reason."))
    number = Turn.objects.across_organisations().filter(draw=turn.draw).count()
    if not 1 <= place <= number:
        raise Refusal(say("Places go from 1 to {number}.", number=number))
    turn.refresh_from_db(fields=["moved_to", "reason"])
    if (turn.moved_to, turn.reason) == (place, reason[:200]):
        return turn
    move_turn(by, turn, place, reason[:200])
    _forget_proposals(programme)
    return turn


def move_turn(by: Person, turn: Turn, place: int, reason: str) -> None:
    """Part of an action that has asked who may, in its transaction."""
    turn.moved_to, turn.reason, turn.moved_by, turn.moved_at = place, reason, by, clock.now()
    turn.save(update_fields=["moved_to", "reason", "moved_by", "moved_at"])
    draw = turn.draw
    record(by, "order.excepted", organisation=turn.organisation, programme=draw.programme, thing=f"draw:{draw.ref}")


def _forget_proposals(programme: Programme) -> None:
    """They followed another order."""
    Booking.objects.across_organisations().filter(programme=programme, state=PROPOSED).delete()
