"""Who works for an account, and what they may do there."""

from django.db import transaction

from zana.practice.actions.worlds import add_role
from zana.practice.models import Actor, Role, Token

# The subcode of error 190: no role on the page any more.
NO_ROLE = 492


class LastOwner(Exception):
    """Nobody would be left who may manage the account."""


def change_tasks(*, actor: Actor, person: Actor, tasks: list[str]) -> Role:
    """`person` may do exactly these; somebody new is added. Raises LastOwner."""
    if "MANAGE" not in tasks:
        _keep_an_owner(actor, person)
    return add_role(actor=actor, person=person, tasks=tasks)


def remove_role(*, actor: Actor, person: Actor) -> bool:
    """False = she did not work there. Her programs lose the page with her. Raises LastOwner."""
    _keep_an_owner(actor, person)
    with transaction.atomic(using="practice"):
        removed, _ = Role.objects.filter(actor=actor, person=person).delete()
        keys = Token.objects.filter(kind=Token.PAGE, actor=actor, grant__person=person, dead_subcode=0)
        keys.update(dead_subcode=NO_ROLE)
    return removed > 0


def _keep_an_owner(actor: Actor, leaving: Actor) -> None:
    held = dict(Role.objects.filter(actor=actor).values_list("person", "tasks"))
    if "MANAGE" in held.get(leaving.pk, []) and not any(
        "MANAGE" in tasks for person, tasks in held.items() if person != leaving.pk
    ):
        raise LastOwner(leaving.name)
