"""Who works for an account, and what they may do there."""

from zana.practice.actions.worlds import add_role
from zana.practice.models import Actor, Role


class LastOwner(Exception):
    """Nobody would be left who may manage the account."""


def change_tasks(*, actor: Actor, person: Actor, tasks: list[str]) -> Role:
    """`person` may do exactly these; somebody new is added. Raises LastOwner."""
    if "MANAGE" not in tasks:
        _keep_an_owner(actor, person)
    return add_role(actor=actor, person=person, tasks=tasks)


def remove_role(*, actor: Actor, person: Actor) -> bool:
    """False = she did not work there. Raises LastOwner."""
    _keep_an_owner(actor, person)
    removed, _ = Role.objects.filter(actor=actor, person=person).delete()
    return removed > 0


def _keep_an_owner(actor: Actor, leaving: Actor) -> None:
    held = dict(Role.objects.filter(actor=actor).values_list("person", "tasks"))
    if "MANAGE" in held.get(leaving.pk, []) and not any(
        "MANAGE" in tasks for person, tasks in held.items() if person != leaving.pk
    ):
        raise LastOwner(leaving.name)
