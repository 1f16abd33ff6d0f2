"""What a network costs is counted before anything is sent, and stops where the director said.

Every way of sending passes `posts.send_post`, which takes nothing that was not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.networks.models import Account, Budget, Spend
from zana.networks.queries import spent_in, this_month
from zana.networks.registry import network_of
from zana.networks.rules import is_nearly_spent, write_dollars
from zana.people import log, notices
from zana.people.models import Organisation, Person
from zana.people.roles import require

MOST = Decimal("1000")


def agree_to_price(*, by: Person, organisation: Organisation, network: str, practice: bool) -> Budget:
    """She was told what posts cost there and said yes; nobody is asked a second time."""
    require(by, "accounts.connect", organisation)
    with transaction.atomic():
        budget = _budget(organisation, network, practice)
        if budget.agreed_at is None:
            budget.agreed_by, budget.agreed_at = by, clock.now()
            budget.save(update_fields=["agreed_by", "agreed_at"])
            log.record(by, "budget.agreed", organisation=organisation, network=network, practice=practice)
    return budget


def set_ceiling(*, by: Person, account: Account, dollars: Decimal) -> Budget:
    """How much the network may take in a month; the director's decision. 0: nothing, so everything goes by hand."""
    require(by, "organisation.edit", account.organisation)
    if account.description.price is None:
        raise Refusal(say("Posts cost nothing on {network}.", network=account.description.label))
    if not 0 <= dollars <= MOST:
        raise Refusal(say("Choose an amount between 0 and {most} dollars.", most=int(MOST)))
    with transaction.atomic():
        budget = _budget(account.organisation, account.network, account.is_practice)
        budget.ceiling, budget.warned_month = dollars, None
        budget.save(update_fields=["ceiling", "warned_month"])
        log.record(
            by, "budget.ceiling", organisation=account.organisation, network=account.network, dollars=str(dollars)
        )
    return budget


def count_spend(*, account: Account, text: str, key: str) -> Spend | None:
    """Counts the price of one post, in the transaction in which its sending is decided. None: it costs nothing.

    Counted again with the same key it is the same spend. Raises Refusal above the ceiling; then nothing is counted.
    """
    price = account.description.price
    return None if price is None else _count(account, price.of(text), key, _say_full)


def count_answer(*, account: Account, way: str, key: str) -> Spend | None:
    """As `count_spend`, for an answer or a message."""
    price = account.description.price
    cost = Decimal(0) if price is None else price.of_answer(way)
    return _count(account, cost, key, _say_full_of_answers) if cost else None


def _count(account: Account, cost: Decimal, key: str, say_full: Callable[[Account, Budget, Decimal], Saying]) -> Spend:
    month = this_month()
    with transaction.atomic():
        budget = _budget(account.organisation, account.network, account.is_practice)
        spends = Spend.objects.of(account.organisation)
        known = spends.filter(key=key).first()
        if known is not None and known.returned_at is None:
            return known
        after = spent_in(budget, month) + cost
        if after > budget.ceiling:
            raise Refusal(say_full(account, budget, cost))
        if known is not None:
            spends.filter(pk=known.pk).update(returned_at=None, month=month, dollars=cost, counted_at=clock.now())
            return spends.get(pk=known.pk)
        _warn_when_near(account, budget, after)
        return spends.create(budget=budget, account=account, key=key, month=month, dollars=cost)


def return_spend(*, organisation: Organisation, key: str) -> None:
    """It did not go out after all, and the network takes nothing for that."""
    Spend.objects.of(organisation).filter(key=key, returned_at=None).update(returned_at=clock.now())


def is_counted(account: Account, key: str) -> bool:
    return (
        bool(key) and Spend.objects.of(account.organisation).filter(account=account, key=key, returned_at=None).exists()
    )


def _budget(organisation: Organisation, network: str, practice: bool) -> Budget:
    """Locked: two workers count one after the other."""
    budgets = Budget.objects.of(organisation)
    made, _ = budgets.get_or_create(network=network_of(network).key, practice=practice, organisation=organisation)
    return budgets.select_for_update().get(pk=made.pk)


def _warn_when_near(account: Account, budget: Budget, after: Decimal) -> None:
    """Once a month, to those who publish and who decide."""
    if budget.warned_month == this_month() or not is_nearly_spent(after, budget.ceiling):
        return
    Budget.objects.of(account.organisation).filter(pk=budget.pk).update(warned_month=this_month())
    link = reverse("networks:account", args=[account.organisation.ref, account.ref])
    people = notices.people_with(account.organisation, "communicator", "director")
    words = say(
        "{network} has taken {spent} of the {ceiling} for this month. After that, posts go by hand.",
        network=account.description.label,
        spent=write_dollars(after),
        ceiling=write_dollars(budget.ceiling),
    )
    notices.tell(people, words, organisation=account.organisation, link=link)


def _say_full(account: Account, budget: Budget, cost: Decimal) -> Saying:
    return say(
        "This post costs {cost} on {network}, and of the {ceiling} for this month not enough is left. "
        "Post it by hand, or ask the director for more.",
        cost=write_dollars(cost),
        network=account.description.label,
        ceiling=write_dollars(budget.ceiling),
    )


def _say_full_of_answers(account: Account, budget: Budget, cost: Decimal) -> Saying:
    return say(
        "This answer costs {cost} on {network}, and of the {ceiling} for this month not enough is left. "
        "Answer on your phone, or ask the director for more.",
        cost=write_dollars(cost),
        network=account.description.label,
        ceiling=write_dollars(budget.ceiling),
    )
