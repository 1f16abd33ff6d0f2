"""What a person sets for herself and for the accounts she works for; every change leaves a trace."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.practice.actions.access import end_tokens
from zana.practice.actions.bars import bar, unbar
from zana.practice.actions.profiles import change_settings
from zana.practice.actions.roles import LastOwner, change_tasks, remove_role
from zana.practice.actions.traces import leave_trace
from zana.practice.models import Actor, Grant, Session
from zana.practice.rules import moderation
from zana.practice.rules.beginnings import CODES, METHODS, PARTS, STRANGE_PLACE, Place

ACCESS_TAKEN_BACK = 458  # as a subcode of error 190


# --- a person


def turn_on_two_step(*, person: Actor, method: str) -> list[str]:
    """Returns the recovery codes; they are shown once and kept nowhere."""
    if method not in METHODS:
        raise Refusal(say("Choose how the second step comes to you."))
    with transaction.atomic(using="practice"):
        since = person.world.now().isoformat()
        change_settings(actor=person, settings={"two_step": method, "two_step_since": since})
        leave_trace(account=person, kind="two_step_on", by=person, method=method)
        return make_codes(person=person)


def make_codes(*, person: Actor) -> list[str]:
    """New recovery codes; older ones are void."""
    if not person.settings.get("two_step"):
        raise Refusal(say("Recovery codes belong to two-step login. Switch it on first."))
    codes = [f"{secrets.randbelow(10**4):04d} {secrets.randbelow(10**4):04d}" for _ in range(CODES)]
    change_settings(actor=person, settings={"codes_left": CODES})
    leave_trace(account=person, kind="codes_made", by=person)
    return codes


def turn_off_two_step(*, person: Actor) -> None:
    with transaction.atomic(using="practice"):
        change_settings(actor=person, settings={"two_step": "", "two_step_since": "", "codes_left": 0})
        leave_trace(account=person, kind="two_step_off", by=person)


def change_password(*, person: Actor, sign_out: bool = True) -> None:
    """There is no password in an exercise; that it was changed is what counts."""
    with transaction.atomic(using="practice"):
        leave_trace(account=person, kind="password_changed", by=person)
        if sign_out:
            sign_out_everywhere(person=person)


def change_contacts(*, person: Actor, email: str, phone: str) -> None:
    """Where the network writes to when she cannot get in."""
    with transaction.atomic(using="practice"):
        change_settings(actor=person, settings={"email": email, "phone": phone})
        leave_trace(account=person, kind="contacts_changed", by=person)


def sign_out(*, session: Session) -> None:
    """One place; that she is in an exercise here does not end."""
    ended = Session.objects.filter(pk=session.pk, ended_at=None).update(ended_at=session.person.world.now())
    if ended:
        leave_trace(account=session.person, kind="signed_out", by=session.person, device=session.device)


def sign_out_everywhere(*, person: Actor) -> int:
    """Every place but the one used last; returns how many."""
    with transaction.atomic(using="practice"):
        here = person.sessions.filter(ended_at=None, is_strange=False).order_by("-seen_at", "-id").first()
        others = person.sessions.filter(ended_at=None).exclude(pk=here.pk if here else 0)
        ended = others.update(ended_at=person.world.now())
        if ended:
            leave_trace(account=person, kind="signed_out", by=person, places=ended)
    return ended


def sign_in_from(*, person: Actor, place: Place = STRANGE_PLACE, strange: bool = True) -> Session:
    """For drills: somebody signs in as her from elsewhere."""
    now = person.world.now()
    with transaction.atomic(using="practice"):
        leave_trace(account=person, kind="sign_in_elsewhere" if strange else "sign_in", place=place.place)
        return Session.objects.create(
            person=person, device=place.device, agent=place.agent, place=place.place, address=place.address,
            is_strange=strange, began_at=now - timedelta(days=place.began), seen_at=now - timedelta(days=place.seen),
        )  # fmt: skip


def take_back_grant(*, grant: Grant) -> None:
    """A program loses its access."""
    with transaction.atomic(using="practice"):
        end_tokens(grant=grant, subcode=ACCESS_TAKEN_BACK)
        leave_trace(account=grant.person, kind="app_removed", by=grant.person, app=grant.application.name)


def forget_old_app(*, person: Actor, name: str) -> None:
    """One of the invented apps she allowed long ago."""
    kept = [app for app in person.settings.get("old_apps", []) if app["name"] != name]
    with transaction.atomic(using="practice"):
        change_settings(actor=person, settings={"old_apps": kept})
        leave_trace(account=person, kind="app_removed", by=person, app=name)


# --- an account


def give_part(*, account: Actor, person: Actor, part: str, by: Actor) -> None:
    """`person` works for the account from now on, or otherwise than before."""
    known = account.roles.filter(person=person).exists()
    with transaction.atomic(using="practice"):
        try:
            change_tasks(actor=account, person=person, tasks=list(PARTS[part]))
        except LastOwner:
            raise Refusal(_NOBODY_LEFT) from None
        leave_trace(
            account=account, kind="role_changed" if known else "role_added", by=by, person=person.name, part=part
        )


def end_part(*, account: Actor, person: Actor, by: Actor) -> None:
    with transaction.atomic(using="practice"):
        try:
            removed = remove_role(actor=account, person=person)
        except LastOwner:
            raise Refusal(_NOBODY_LEFT) from None
        if removed:
            leave_trace(account=account, kind="role_removed", by=by, person=person.name)


_NOBODY_LEFT = say("Then nobody could manage this account any more. Give full control to somebody else first.")


def set_words(*, account: Actor, words: list[str], by: Actor) -> None:
    """Comments that say one of these are hidden as they come."""
    if words == account.settings.get(moderation.WORDS, []):
        return
    with transaction.atomic(using="practice"):
        changed = account.world.now().isoformat()
        change_settings(actor=account, settings={moderation.WORDS: words, "words_changed_at": changed})
        leave_trace(account=account, kind="words_changed", by=by, count=len(words))


def set_doors(*, account: Actor, comments_from: str, messages_from: str, by: Actor) -> None:
    wanted: dict[str, Any] = {moderation.COMMENTS_FROM: comments_from, moderation.MESSAGES_FROM: messages_from}
    if {**account.settings, **wanted} == account.settings:
        return
    with transaction.atomic(using="practice"):
        change_settings(actor=account, settings=wanted)
        leave_trace(account=account, kind="doors_changed", by=by)


def shut_out(*, account: Actor, other: Actor, by: Actor) -> None:
    with transaction.atomic(using="practice"):
        bar(account=account, other=other)
        leave_trace(account=account, kind="blocked", by=by, person=other.name)


def let_in(*, account: Actor, other: Actor, by: Actor) -> None:
    with transaction.atomic(using="practice"):
        if unbar(account=account, other=other):
            leave_trace(account=account, kind="unblocked", by=by, person=other.name)


def link_page(*, account: Actor, page: Actor | None, by: Actor) -> None:
    """An Instagram account hangs on a Page of the same people, or on none."""
    if page is not None and not page.roles.filter(person=by).exists():
        raise Refusal(say("You do not work for that Page."))
    with transaction.atomic(using="practice"):
        account.linked_page = page
        account.save(update_fields=["linked_page"])
        if page is not None:
            leave_trace(account=account, kind="linked", by=by, page=page.name)
