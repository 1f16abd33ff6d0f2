"""What a trainer lets happen now: a voice out of the crowd, a stranger at the door, a copy of an account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.settings import sign_in_from
from zana.practice.actions.telling import tell
from zana.practice.actions.whispers import Whisper, receive_whispers
from zana.practice.actions.worlds import (
    create_instagram_account,
    create_page,
    create_person,
    create_x_account,
)
from zana.practice.models import Actor, Item, World
from zana.practice.queries.attention import NETWORK_OF
from zana.practice.queries.items import posts_on
from zana.practice.queries.worlds import crowd_of
from zana.practice.rules import moderation
from zana.practice.rules.audience_parameters import LIVELINESS, MOODS
from zana.practice.rules.draws import draw_choice
from zana.practice.rules.lines import PRESS, say_line

HOSTILE, DISCLOSURE, QUESTION, ORDER = "hostile", "disclosure", "question", "order"


@dataclass(frozen=True)
class Inject:
    """`does` gets the account, who speaks and the words."""

    tone: str
    does: Callable[[Actor, Actor, str, str], object]
    private: bool = False


def play_inject(*, account: Actor, kind: str, text: str = "") -> object:
    """One thing, now. Empty `text` = a line of the audience. Returns the row that came of it."""
    inject = INJECTS[kind]
    world = account.world
    crowd = crowd_of(world)
    number = Item.objects.filter(world=world, reply_to__isnull=False).count()
    speaker = crowd[draw_choice(world.seed, len(crowd), "inject", kind, number)]
    line = draw_choice(world.seed, 10_000, "inject line", kind, number)
    words = text or (say_line(world.language, inject.tone, line, private=inject.private) if inject.tone else "")
    return inject.does(account, speaker, words, inject.tone)


def _comment(account: Actor, speaker: Actor, text: str, tone: str) -> Item:
    post = posts_on(account).filter(reply_to=None).first()
    if post is None:
        raise Refusal(say("This account has not posted yet, so there is nothing to comment on."))
    now, on_x = account.world.now(), post.network == Item.X
    with transaction.atomic(using="practice"):
        item = Item.objects.create(
            world=account.world, network=post.network, remote_id=new_item_id(post.network, now), author=speaker,
            wall=speaker if on_x else account, reply_to=post, root=post, tone=tone, created_at=now,
            text=f"@{account.handle} {text}" if on_x else text,
            hidden=moderation.is_held_back(text, account.settings.get(moderation.WORDS, ())),
        )  # fmt: skip
        tell(item, "add")
    return item


def _whisper(account: Actor, speaker: Actor, text: str, tone: str) -> None:
    whisper = Whisper(account, speaker, NETWORK_OF[account.kind], text, tone, account.world.now())
    with transaction.atomic(using="practice"):
        receive_whispers([whisper])


def _stranger(account: Actor, speaker: Actor, text: str, tone: str) -> object:
    role = account.roles.select_related("person__world").first()
    if role is None:
        raise Refusal(say("Nobody works for this account."))
    return sign_in_from(person=role.person)


INJECTS: dict[str, Inject] = {
    "hostile": Inject(HOSTILE, _comment),
    "disclosure": Inject(DISCLOSURE, _comment),
    "whisper": Inject(DISCLOSURE, _whisper, private=True),
    "question": Inject(QUESTION, _whisper, private=True),
    "order": Inject(ORDER, _whisper, private=True),
    "press": Inject(PRESS, _whisper),
    "stranger": Inject("", _stranger),
}


def copy_account(*, account: Actor) -> Actor:
    """A fake that looks like `account`: same name, words and pictures, nearly the same short name, few followers.

    It belongs to nobody who takes part, and `profile["copies"]` tells graders whom it copies.
    """
    makers: dict[str, Callable[..., Actor]] = {
        Actor.PAGE: create_page, Actor.INSTAGRAM: create_instagram_account, Actor.X_ACCOUNT: create_x_account,
    }  # fmt: skip
    create = makers[account.kind]
    with transaction.atomic(using="practice"):
        nobody = create_person(world=account.world, name=say("Somebody unknown").english())
        fake = create(
            owner=nobody, name=account.name, handle=_nearly(account.handle), about=account.about, followers=11
        )
        fake.avatar, fake.cover, fake.website = account.avatar, account.cover, account.website
        fake.profile = {**fake.profile, "copies": account.remote_id}
        fake.joined_at = max(account.joined_at, account.world.now() - timedelta(days=2))  # a copy is never the older
        fake.save()
        nobody.delete()
    return fake


def _nearly(handle: str) -> str:
    swapped = handle.replace("o", "0", 1) if "o" in handle else handle.replace("i", "l", 1)
    return (swapped if swapped != handle else f"{handle}_")[:15]


def set_mood(*, world: World, mood: str, liveliness: str) -> World:
    """How the crowd is; posts the crowd has met keep what was said so far."""
    tones = MOODS[mood]
    manner = {**world.manner, "mood": mood, "liveliness": LIVELINESS[liveliness], "liveliness_name": liveliness}
    manner.pop("tones", None)
    world.manner = {**manner, "tones": tones} if tones else manner
    world.save(update_fields=["manner"])
    return world
