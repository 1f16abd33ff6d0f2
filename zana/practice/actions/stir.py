"""The audience speaks. It is called when a world is read; there are no ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.telling import tell_comments, tell_follows
from zana.practice.actions.whispers import Whisper, receive_whispers
from zana.practice.models import Actor, Bar, Item, Stir, World
from zana.practice.queries.attention import audience_key, place_next_post, stimulus_of
from zana.practice.queries.worlds import crowd_of
from zana.practice.rules import audience, moderation
from zana.practice.rules.audience_parameters import BOOST_MOST
from zana.practice.rules.draws import draw
from zana.practice.rules.lines import say_line
from zana.practice.rules.tongue import guess_language, guess_topic

SPREADING = timedelta(hours=5)


def begin_stir(item: Item, *, pictures: int = 0, described: bool = False, video: bool = False) -> Stir:
    """Show a fresh post to the audience. Call it inside the transaction that publishes it."""
    ordinal, followers = place_next_post(item.wall)
    form = audience.describe_form(pictures=pictures, link=bool(item.link), kind=item.form, video=video)
    stir = make_stir(item, ordinal=ordinal, followers=followers, form=form, described=described)
    stir.next_voice = _moment(item.world.timeline.audience(item.created_at), _voices(stir, item.world), 0)
    stir.save()
    wake_by(item.world, stir.next_voice)
    return stir


def make_stir(item: Item, *, ordinal: int, followers: int, form: str, described: bool) -> Stir:
    """What the audience needs to know of the `ordinal`th post of an account; not saved, and nobody has spoken."""
    world = item.world
    language = guess_language(item.text, world.language)
    began = world.timeline.audience(item.created_at)
    return Stir(
        item=item, key=f"{audience_key(item.wall)}:{ordinal}", followers=followers,
        hour=audience.local_hour(datetime.fromtimestamp(began, UTC)), form=form, described=described,
        own_language=language == world.language, language=language, topic=guess_topic(item.text),
        manner={"liveliness": world.manner.get("liveliness", 1.0), "tones": world.manner.get("tones", {})},
    )  # fmt: skip


def wake_by(world: World, audience_time: float | None) -> None:
    """Something is to happen then; a world that would wake earlier stays as it is."""
    if audience_time is not None:
        sleeping = World.objects.filter(pk=world.pk).filter(Q(wakes=None) | Q(wakes__gt=audience_time))
        sleeping.update(wakes=audience_time)


def boost_post(*, item: Item, euros: int) -> Stir:
    """Pay so that more people see it, once a post. Invented money; what it brings is marked as paid."""
    if not 1 <= euros <= BOOST_MOST:
        raise Refusal(say("Between 1 and {most} euros can be paid for a post.", most=BOOST_MOST))
    with transaction.atomic(using="practice"):
        stir = Stir.objects.select_for_update().select_related("item__world", "item__wall").filter(item=item).first()
        if stir is None or item.state != Item.PUBLISHED:
            raise Refusal(say("Only a published post can be boosted."))
        if stir.boost:
            raise Refusal(say("This post is boosted already. Nothing more was paid."))
        world = stir.item.world
        stir.boost, stir.boost_after = euros, world.timeline.elapsed(item.created_at, world.now())
        stir.next_voice = _moment(world.timeline.audience(item.created_at), _voices(stir, world), stir.voices_made)
        stir.save(update_fields=["boost", "boost_after", "next_voice"])
        wake_by(world, stir.next_voice)
    return stir


def spread_post(*, item: Item, times: int) -> Item:
    """It has run away by itself since the morning: so many times as many people as usual have seen it.

    None of them speaks: in a rehearsal only what is written down is said.
    """
    with transaction.atomic(using="practice"):
        item.created_at -= SPREADING
        item.save(update_fields=["created_at"])
        item.stir.manner = {**item.stir.manner, "liveliness": float(times)}
        item.stir.next_voice = None
        item.stir.save(update_fields=["manner", "next_voice"])
    return item


# --- speaking


@dataclass(frozen=True)
class Listeners:
    """Who may speak in a world: its crowd, and whom which account has shut out."""

    crowd: list[Actor]
    barred: frozenset[tuple[int, int]]


def gather_listeners(world: World) -> Listeners:
    bars = Bar.objects.filter(account__world=world, other__kind=Actor.CROWD, kind=Bar.BLOCK)
    return Listeners(crowd_of(world), frozenset(bars.values_list("account", "other")))


def stir_audience(*, world: World) -> int:
    """Let everybody say what they would have said by now; returns how many comments and messages came."""
    now = world.audience_now()
    due = Stir.objects.filter(item__world=world, item__removed_at=None, next_voice__lte=now)
    waiting = list(due.select_related("item", "item__wall"))
    if not waiting:
        return 0
    listeners = gather_listeners(world)
    return sum(_speak(stir, world, listeners, now) for stir in waiting)


def _speak(stir: Stir, world: World, listeners: Listeners, now: float) -> int:
    before = stir.voices_made
    said, whispers = speak_until(stir, world, listeners, now)
    with transaction.atomic(using="practice"):
        # Two readers may come at once: who moves the count writes the comments.
        claimed = Stir.objects.filter(pk=stir.pk, voices_made=before).update(
            voices_made=stir.voices_made, next_voice=stir.next_voice
        )
        if not claimed:
            return 0
        Item.objects.bulk_create(said)
        receive_whispers(whispers)
        if world.has_hooks:
            stir.item.wall.world = world
            tell_comments(stir.item.wall, said)
            tell_follows(stir.item.wall, said)
    return len(said) + len(whispers)


def speak_until(stir: Stir, world: World, listeners: Listeners, now: float) -> tuple[list[Item], list[Whisper]]:
    """What is said of a post up to `now`, from where it had come to; `stir` moves on, nothing is saved."""
    item = stir.item
    voices, began = _voices(stir, world), world.timeline.audience(item.created_at)
    reached = max(sum(began + voice.after_seconds <= now for voice in voices), stir.voices_made)
    new = [voice for voice in voices[stir.voices_made : reached] if _may_speak(stir, voice, world, listeners)]
    stir.voices_made, stir.next_voice = reached, _moment(began, voices, reached)
    when = {voice.number: world.timeline.calendar(began + voice.after_seconds) for voice in new}
    said = [_make_answer(stir, voice, world, listeners, when[voice.number]) for voice in new if not voice.private]
    whispers = [_make_whisper(stir, voice, listeners, when[voice.number]) for voice in new if voice.private]
    return said, whispers


def _may_speak(stir: Stir, voice: audience.Voice, world: World, listeners: Listeners) -> bool:
    wall, speaker = stir.item.wall, _speaker(voice, listeners.crowd)
    silenced = not voice.private and stir.item.remote_id in wall.settings.get("comments_off", [])
    if silenced or (wall.pk, speaker.pk) in listeners.barred:
        return False
    door = moderation.MESSAGES_FROM if voice.private else moderation.COMMENTS_FROM
    follows = draw(world.seed, audience_key(wall), "follows", speaker.name)
    return moderation.lets_in(wall.settings, door, follows)


def _make_answer(stir: Stir, voice: audience.Voice, world: World, listeners: Listeners, moment: datetime) -> Item:
    item, speaker = stir.item, _speaker(voice, listeners.crowd)
    text = say_line(stir.language, voice.tone, voice.line)
    on_x = item.network == Item.X
    return Item(
        world=world, network=item.network, remote_id=new_item_id(item.network, moment), author=speaker,
        wall=speaker if on_x else item.wall, reply_to=item, root=item.root or item, tone=voice.tone,
        text=f"@{item.wall.handle} {text}" if on_x else text, created_at=moment,
        hidden=moderation.is_held_back(text, item.wall.settings.get(moderation.WORDS, ())),
    )  # fmt: skip


def _make_whisper(stir: Stir, voice: audience.Voice, listeners: Listeners, moment: datetime) -> Whisper:
    text = say_line(stir.language, voice.tone, voice.line, private=True)
    guest = _speaker(voice, listeners.crowd)
    return Whisper(stir.item.wall, guest, stir.item.network, text, voice.tone, moment)


def _speaker(voice: audience.Voice, crowd: list[Actor]) -> Actor:
    return crowd[voice.speaker % len(crowd)]


def _voices(stir: Stir, world: World) -> list[audience.Voice]:
    stimulus = stimulus_of(stir, stir.item.network, world.manner)
    return audience.voices(world.seed, stimulus, (stir.manner or world.manner).get("tones"))


def _moment(began: float, voices: Iterable[audience.Voice], number: int) -> float | None:
    return next((began + voice.after_seconds for voice in list(voices)[number:]), None)
