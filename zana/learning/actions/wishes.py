"""The organisation says what it wants in its own day, before that day is agreed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions.plans import renew_draft
from zana.learning.models import Wish
from zana.learning.models.wishes import MOST
from zana.learning.queries.wishes import is_day_agreed, list_wishes
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require
from zana.people.turns import take_turn


@transaction.atomic
def tell_wishes(*, by: Person, organisation: Organisation, topics: Sequence[str]) -> list[Wish]:
    """Instead of what was told before; none takes all back. A draft is composed anew, so nobody agrees past a wish."""
    require(by, "plans.wish", organisation)
    _refuse_wrong(topics)
    take_turn(organisation)
    told = [topic for topic in curriculum.individual_topics() if topic in topics]
    known = list_wishes(organisation)
    if [wish.topic for wish in known] == told:
        return known  # the form was sent twice
    if is_day_agreed(organisation):
        raise Refusal(say("Your day is agreed and stays as it is. If it should change, talk to your trainer."))
    wishes = Wish.objects.of(organisation)
    wishes.delete()
    now = clock.now()
    for place, topic in enumerate(told, 1):
        wishes.create(topic=topic, place=place, told_by=by, told_at=now)
    record(by, "wishes.told", organisation=organisation, thing="plan", topics=" ".join(told))
    renew_draft(by=by, organisation=organisation)
    return list_wishes(organisation)


def _refuse_wrong(topics: Sequence[str]) -> None:
    for topic in topics:
        if topic not in curriculum.individual_topics():
            raise Refusal(say("“{topic}” is not a topic of your own day.", topic=topic))
    if len(set(topics)) > MOST:
        raise Refusal(say("Three wishes at most: choose what matters most to you."))
