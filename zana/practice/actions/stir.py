"""The audience speaks. It is called when a world is read; there are no ticks."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q

from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.telling import tell_comments
from zana.practice.models import Actor, Item, Stir, World
from zana.practice.queries.attention import audience_key, followers_of, stimulus_of
from zana.practice.queries.worlds import crowd_of
from zana.practice.rules import audience
from zana.practice.rules.lines import say_line
from zana.practice.rules.tongue import guess_language


def begin_stir(item: Item, *, pictures: int = 0, described: bool = False) -> Stir:
    """Show a fresh post to the audience. Call it inside the transaction that publishes it."""
    world, wall = item.world, item.wall
    ordinal = Stir.objects.filter(item__wall=wall, item__network=item.network).count()
    language = guess_language(item.text, world.language)
    began = world.timeline.audience(item.created_at)
    stir = Stir(
        item=item,
        key=f"{audience_key(wall)}:{ordinal}",
        followers=followers_of(wall),
        hour=audience.local_hour(datetime.fromtimestamp(began, UTC)),
        form=audience.describe_form(pictures=pictures, link=bool(item.link), kind=item.form, video=item.clips.exists()),
        described=described,
        own_language=language == world.language,
        language=language,
    )
    stir.next_voice = _moment(began, _voices(stir, item, world), 0)
    stir.save()
    wake_by(world, stir.next_voice)
    return stir


def wake_by(world: World, audience_time: float | None) -> None:
    """Something is to happen then; a world that would wake earlier stays as it is."""
    if audience_time is not None:
        sleeping = World.objects.filter(pk=world.pk).filter(Q(wakes=None) | Q(wakes__gt=audience_time))
        sleeping.update(wakes=audience_time)


def stir_audience(*, world: World) -> int:
    """Let everybody say what they would have said by now; returns how many comments came."""
    now = world.audience_now()
    due = Stir.objects.filter(item__world=world, item__removed_at=None, next_voice__lte=now)
    waiting = list(due.select_related("item", "item__wall"))
    if not waiting:
        return 0
    crowd = crowd_of(world)
    return sum(_speak(stir, world, crowd, now) for stir in waiting)


def _speak(stir: Stir, world: World, crowd: list[Actor], now: float) -> int:
    item = stir.item
    voices, began = _voices(stir, item, world), world.timeline.audience(item.created_at)
    reached = sum(began + voice.after_seconds <= now for voice in voices)
    with transaction.atomic(using="practice"):
        # Two readers may come at once: who moves the count writes the comments.
        claimed = Stir.objects.filter(pk=stir.pk, voices_made=stir.voices_made).update(
            voices_made=reached, next_voice=_moment(began, voices, reached)
        )
        if not claimed:
            return 0
        silenced = item.remote_id in item.wall.settings.get("comments_off", [])
        new = [] if silenced else voices[stir.voices_made : reached]
        when = [world.timeline.calendar(began + voice.after_seconds) for voice in new]
        said = [_make_answer(stir, voice, crowd, moment) for voice, moment in zip(new, when, strict=True)]
        Item.objects.bulk_create(said)
        if world.has_hooks:
            item.wall.world = world
            tell_comments(item.wall, said)
    return len(said)


def _make_answer(stir: Stir, voice: audience.Voice, crowd: list[Actor], moment: datetime) -> Item:
    item, speaker = stir.item, crowd[voice.speaker % len(crowd)]
    text = say_line(stir.language, voice.tone, voice.line)
    on_x = item.network == Item.X
    return Item(
        world=item.world,
        network=item.network,
        remote_id=new_item_id(item.network, moment),
        author=speaker,
        wall=speaker if on_x else item.wall,
        reply_to=item,
        root=item.root or item,
        text=f"@{item.wall.handle} {text}" if on_x else text,
        created_at=moment,
    )


def _voices(stir: Stir, item: Item, world: World) -> list[audience.Voice]:
    stimulus = stimulus_of(stir, item.network, world.manner)
    return audience.voices(world.seed, stimulus, world.manner.get("tones"))


def _moment(began: float, voices: list[audience.Voice], number: int) -> float | None:
    return began + voices[number].after_seconds if number < len(voices) else None
