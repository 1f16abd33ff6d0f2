"""Coming into a world: it catches up with its clock, and the page knows who I am there."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.practice.actions.reading import catch_up
from zana.practice.models import Actor, Item, Role, World
from zana.practice.queries.notices import count_unread
from zana.practice.queries.worlds import accounts_of, list_worlds
from zana.practice.views.chosen import me_in

KINDS = {Item.INSTAGRAM: Actor.INSTAGRAM, Item.X: Actor.X_ACCOUNT}


@dataclass
class Here:
    """Where I am and in whose name I may act. `me` is None until a part was chosen."""

    world: World
    me: Actor | None
    accounts: list[Actor] = field(default_factory=list)

    @property
    def everyone(self) -> list[Actor]:
        """Me and my accounts."""
        return [] if self.me is None else [self.me, *self.accounts]

    def speaker(self, network: str) -> Actor | None:
        """In whose name I like and share: on Facebook my own, elsewhere my first account's."""
        if network == Item.FACEBOOK:
            return self.me
        return next((one for one in self.accounts if one.kind == KINDS[network]), None)

    def works_for(self, account: Actor) -> bool:
        return any(one.pk == account.pk for one in self.accounts)

    def page(self, tab: str, **more: Any) -> dict[str, Any]:
        """What every page of a world is given."""
        unread = count_unread(self.me, self.accounts) if self.me is not None else {}
        mine = [self.me.pk, *(one.pk for one in self.accounts)] if self.me is not None else []
        known = {"world": self.world, "me": self.me, "accounts": self.accounts, "mine": mine}
        return {**known, "unread": unread, "tab": tab, **more}


def enter(request: HttpRequest, ref: str) -> Here:
    world = get_object_or_404(list_worlds(), ref=ref)
    catch_up(world=world)
    me = me_in(request, world)
    if me is None:
        return Here(world, None)
    me.world = world
    return Here(world, me, accounts_of(me))


def enter_as_me(request: HttpRequest, ref: str) -> tuple[Here, Actor]:
    """For pages that belong to somebody."""
    here = enter(request, ref)
    if here.me is None:
        who = f"{reverse('practice:who', args=[ref])}?{urlencode({'next': request.path})}"
        raise Refusal(say("First choose who you are in this exercise."), first=who)
    return here, here.me


def own_account(here: Here, me: Actor, remote_id: str, task: str = "") -> Actor:
    """An account I work for, if I may do `task` there. Refusal else."""
    joined = Role.objects.select_related("actor__world", "actor__linked_page")
    role = joined.filter(person=me, actor__remote_id=remote_id, actor__world=here.world).first()
    if role is None:
        raise Refusal(say("You do not work for this account."))
    if task and task not in role.tasks:
        raise Refusal(say("Your part in this account does not allow that. Ask somebody with full control."))
    return role.actor
