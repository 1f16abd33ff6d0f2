"""What is written down to happen in a rehearsal, and lets it happen: at its moment, or at once.

Nothing ticks: a cue whose moment has come is played when the world is read (`actions.reading.catch_up`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from zana.practice.actions.injects import copy_account
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.posts import Draft, add_answer, publish_post, upload_picture
from zana.practice.actions.settings import give_part, sign_in_from
from zana.practice.actions.stir import boost_post, spread_post, wake_by
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_instagram_account, create_page, create_person
from zana.practice.models import Actor, Cue, Item, Picture, World
from zana.practice.queries.attention import NETWORK_OF
from zana.practice.queries.items import posts_on
from zana.practice.queries.worlds import crowd_of
from zana.practice.rules.drawings import DRAWINGS, draw

Made = dict[str, list[int]]


@dataclass(frozen=True)
class Line:
    """A cue as it is written: see `models.Cue`."""

    key: str
    kind: str
    sender: str = ""
    text: str = ""
    link: str = ""
    voices: int = 1
    picture: str = ""
    spread: int = 0
    due_at: datetime | None = None


def write_cues(*, account: Actor, lines: Iterable[Line]) -> None:
    """Into the book of the world of `account`. Raises KeyError for an unknown kind or picture."""
    world, lines = account.world, list(lines)
    pictures = {one.picture for one in lines if one.picture}
    if strange := sorted({one.kind for one in lines} - PLAYS.keys() | pictures - DRAWINGS.keys()):
        raise KeyError(strange[0])
    cues = [
        Cue(
            world=world, account=account, key=one.key, kind=one.kind, sender=one.sender, text=one.text,
            link=one.link, voices=one.voices, picture=one.picture, spread=one.spread,
            due_at=one.due_at,
        )
        for one in lines
    ]  # fmt: skip
    with transaction.atomic(using="practice"):
        Cue.objects.bulk_create(cues)
        _wake(world, (cue.due_at for cue in cues))


def set_moments(*, world: World, moments: Mapping[str, datetime | None]) -> None:
    """Other moments for cues that have not been played; None = it waits."""
    with transaction.atomic(using="practice"):
        for cue in world.cues.filter(played_at=None, key__in=moments):
            if cue.due_at != moments[cue.key]:
                cue.due_at = moments[cue.key]
                cue.save(update_fields=["due_at"])
        _wake(world, moments.values())


def play_due(*, world: World) -> int:
    """Every cue whose moment has come, in its order; returns how many."""
    now = world.now()
    due = world.cues.filter(played_at=None, due_at__lte=now).order_by("due_at", "id")
    return sum(play_cue(cue=cue) for cue in due.select_related("account__world"))


def play_cue(*, cue: Cue) -> bool:
    """Let it happen now. Two readers at once play it once; False = it had happened."""
    with transaction.atomic(using="practice"):
        waiting = Cue.objects.filter(pk=cue.pk, played_at=None)
        if not waiting.update(played_at=cue.account.world.now()):
            return False
        Cue.objects.filter(pk=cue.pk).update(made=PLAYS[cue.kind](cue))
    return True


def _wake(world: World, moments: Iterable[datetime | None]) -> None:
    first = min((moment for moment in moments if moment is not None), default=None)
    if first is not None:
        wake_by(world, world.timeline.audience(first))


# --- what can happen


def _post_own(cue: Cue) -> Made:
    wall = cue.account
    item = publish_post(wall=wall, network=NETWORK_OF[wall.kind], draft=_draft(cue, wall))
    if cue.spread:
        spread_post(item=item, times=cue.spread)
    return {"items": [item.pk]}


def _post_foreign(cue: Cue) -> Made:
    page = _account_named(cue, Actor.PAGE)
    item = publish_post(wall=page, network=Item.FACEBOOK, draft=_draft(cue, page))
    return {"items": [item.pk], "actors": [page.pk]}


def _tell_story(cue: Cue) -> Made:
    """On Instagram, in the name of an account that is in other hands or was never theirs."""
    account = _account_named(cue, Actor.INSTAGRAM)
    draft = replace(_draft(cue, account), form=Item.STORY)
    item = publish_post(wall=account, network=Item.INSTAGRAM, draft=draft)
    return {"items": [item.pk], "actors": [account.pk]}


def _comment(cue: Cue) -> Made:
    """Under the newest post of the account; several voices say the same."""
    post = posts_on(cue.account).filter(reply_to=None).first()
    if post is None:
        post = publish_post(wall=cue.account, network=NETWORK_OF[cue.account.kind], draft=Draft(text=cue.account.name))
    speakers = [_guest_named(cue)] if cue.voices == 1 else crowd_of(cue.world)[: cue.voices]
    items = [add_answer(author=speaker, to=post, text=cue.text) for speaker in speakers]
    return {"items": [item.pk for item in items], "actors": [speaker.pk for speaker in speakers]}


def _write_privately(cue: Cue) -> Made:
    guest = _guest_named(cue)
    message = say_privately(
        account=cue.account, guest=guest, author=guest, text=cue.text, network=NETWORK_OF[cue.account.kind]
    )
    return {"talks": [message.talk_id], "actors": [guest.pk]}


def _many_write(cue: Cue) -> Made:
    guests = crowd_of(cue.world)[: cue.voices]
    talks = [
        say_privately(account=cue.account, guest=one, author=one, text=cue.text, network=NETWORK_OF[cue.account.kind])
        for one in guests
    ]
    return {"talks": [message.talk_id for message in talks], "actors": [one.pk for one in guests]}


def _take_over(cue: Cue) -> Made:
    """Somebody unknown has full control."""
    stranger = create_person(world=cue.world, name=cue.sender)
    give_part(account=cue.account, person=stranger, part="full", by=stranger)
    return {"actors": [stranger.pk]}


def _demote(cue: Cue) -> Made:
    """A second person of the team may suddenly only read."""
    role = cue.account.roles.select_related("person").filter(person__name=cue.sender).first()
    if role is None:
        return {}
    give_part(account=cue.account, person=role.person, part="reader", by=role.person)
    return {"actors": [role.person_id]}


def _advertise(cue: Cue) -> Made:
    """A post in the account's name that somebody pays for with its card."""
    item = publish_post(wall=cue.account, network=NETWORK_OF[cue.account.kind], draft=_draft(cue, cue.account))
    boost_post(item=item, euros=90)
    return {"items": [item.pk]}


def _sign_in(cue: Cue) -> Made:
    role = cue.account.roles.select_related("person__world").first()
    return {} if role is None else {"sessions": [sign_in_from(person=role.person).pk]}


def _copy(cue: Cue) -> Made:
    """A page that looks like the account, with its first post."""
    fake = copy_account(account=cue.account)
    item = publish_post(wall=fake, network=NETWORK_OF[fake.kind], draft=_draft(cue, fake))
    return {"actors": [fake.pk], "items": [item.pk]}


def _draft(cue: Cue, wall: Actor) -> Draft:
    return Draft(text=cue.text, link=cue.link, pictures=_draw(cue, wall))


def _draw(cue: Cue, wall: Actor) -> tuple[Picture, ...]:
    """Nobody has described it: that is for her to see."""
    if not cue.picture:
        return ()
    content, mime, size = draw(cue.picture)
    return (upload_picture(owner=wall, network=NETWORK_OF[wall.kind], content=content, mime=mime, size=size),)


def _guest_named(cue: Cue) -> Actor:
    """Somebody of the crowd under this name; the same name is the same person."""
    known = cue.world.actors.filter(kind=Actor.CROWD, name=cue.sender).first()
    if known is not None or not cue.sender:
        return known or crowd_of(cue.world)[0]
    now = cue.world.now()
    return Actor.objects.create(
        world=cue.world, kind=Actor.CROWD, name=cue.sender, handle=slugify(cue.sender).replace("-", "_")[:60],
        remote_id=new_item_id(Item.X, now), joined_at=now,
    )  # fmt: skip


def _account_named(cue: Cue, kind: str) -> Actor:
    """Of nobody who takes part; the same name is the same account."""
    known = cue.world.actors.filter(kind=kind, name=cue.sender).first()
    if known is not None:
        return known
    nobody = create_person(world=cue.world, name=cue.sender)
    create = create_instagram_account if kind == Actor.INSTAGRAM else create_page
    account = create(owner=nobody, name=cue.sender, followers=900)
    nobody.delete()
    return account


def _lie_in_wait(cue: Cue) -> Made:
    """Only its link counts: it reached her by another way than this network."""
    return {}


PLAYS: Mapping[str, Callable[[Cue], Made]] = {
    "own_post": _post_own,
    "foreign_post": _post_foreign,
    "story": _tell_story,
    "comment": _comment,
    "message": _write_privately,
    "messages": _many_write,
    "role": _take_over,
    "demoted": _demote,
    "ad": _advertise,
    "session": _sign_in,
    "copy": _copy,
    "trap": _lie_in_wait,
    "genuine": _lie_in_wait,
}
