"""A past for a world: what was posted before today, with everything the audience made of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zana.kernel import clock
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.posts import Draft
from zana.practice.actions.reading import catch_up
from zana.practice.actions.stir import Listeners, gather_listeners, make_stir, speak_until, wake_by
from zana.practice.actions.whispers import Whisper, receive_whispers
from zana.practice.actions.worlds import create_page, create_person, create_world, create_x_account, move_clock
from zana.practice.models import Actor, Item, Picture, Stir, World
from zana.practice.queries.attention import NETWORK_OF, count_followers, posts_of, stimulus_of
from zana.practice.rules.audience import describe_form
from zana.practice.rules.draws import draw, draw_choice
from zana.practice.rules.lines.posts import POSTS

BATCH = 500


@dataclass(frozen=True)
class Scene:
    """At `moment` the owner of `wall` posted this."""

    moment: datetime
    wall: Actor
    draft: Draft


def live_through(*, world: World, scenes: Iterable[Scene], until: datetime) -> list[Item]:
    """Move a world that began in the past through its scenes, up to `until` (as a rule: now).

    A scene before the world's own time is posted at once. The same comes of it as if each post had been written at
    its moment and the world had been read ever since, only many times faster.
    """
    began = world.now()
    world = _move_to(world, until)
    by_wall: dict[int, list[Scene]] = {}
    for scene in sorted(scenes, key=lambda scene: scene.moment):
        by_wall.setdefault(scene.wall.pk, []).append(scene)
    listeners, posted = gather_listeners(world), []
    for group in by_wall.values():
        with transaction.atomic(using="practice"):
            posted += _tell(world, group, began, listeners)
    world.refresh_from_db()
    catch_up(world=world)
    return list(Item.objects.filter(pk__in=posted).select_related("world", "wall").order_by("created_at", "id"))


def simulate(
    *, name: str, seed: int = 27, organisations: int = 27, weeks: int = 52, posts_a_week: int = 3, language: str = "sq"
) -> World:
    """A whole world with a past: invented organisations, each with a Page and an X account, up to now."""
    until = clock.now()
    world = create_world(name=name, seed=seed, language=language, began_at=until - timedelta(weeks=weeks))
    walls: list[Actor] = []
    for number in range(organisations):
        person = create_person(world=world, name=f"Arta {number + 1}")
        size = 150 + draw_choice(seed, 1200, "size", number)
        walls.append(create_page(owner=person, name=f"Shoqata {number + 1}", followers=size))
        walls.append(create_x_account(owner=person, name=f"Shoqata {number + 1}", followers=size // 3))
    live_through(world=world, scenes=_year(world, walls, weeks, posts_a_week), until=until)
    world.refresh_from_db()
    return world


def _year(world: World, walls: list[Actor], weeks: int, posts_a_week: int) -> Iterator[Scene]:
    texts = POSTS[world.language]
    for wall in walls:
        key = f"{wall.kind}:{wall.handle}"
        for number in range(weeks * posts_a_week):
            week, turn = divmod(number, posts_a_week)
            hours = (turn + draw(world.seed, key, "hour", number)) * 168 / posts_a_week
            text = texts[draw_choice(world.seed, len(texts), key, "text", number)]
            yield Scene(world.began_at + timedelta(weeks=week, hours=hours), wall, Draft(text=text))


def _tell(world: World, scenes: list[Scene], began: datetime, listeners: Listeners) -> list[int]:
    """All posts of one account, each met by as many followers as it had by then."""
    wall = scenes[0].wall
    wall.world = world
    network = NETWORK_OF[wall.kind]
    items = Item.objects.bulk_create([_item(world, scene, network, began) for scene in scenes], batch_size=BATCH)
    pictures = _attach(items, scenes)
    ordinal = Stir.objects.filter(item__wall=wall, item__network=network).count()
    posts = posts_of(wall)
    followers, now = count_followers(wall, posts), world.audience_now()
    stirs: list[Stir] = []
    said: list[Item] = []
    whispers: list[Whisper] = []
    for item, shown in zip(items, pictures, strict=True):
        form = describe_form(pictures=len(shown), link=bool(item.link), kind=item.form)
        described = bool(shown) and all(picture.alt_text for picture in shown)
        met = followers(item.created_at)
        stir = make_stir(item, ordinal=ordinal + len(stirs), followers=met, form=form, described=described)
        answers, private = speak_until(stir, world, listeners, now)
        heard = world.timeline.audience(item.created_at)
        posts.append((stimulus_of(stir, network, world.manner), item.created_at, heard))
        stirs.append(stir)
        said += answers
        whispers += private
    Stir.objects.bulk_create(stirs, batch_size=BATCH)
    Item.objects.bulk_create(said, batch_size=BATCH)
    receive_whispers(whispers)
    wake_by(world, min((stir.next_voice for stir in stirs if stir.next_voice is not None), default=None))
    return [item.pk for item in items]


def _item(world: World, scene: Scene, network: str, began: datetime) -> Item:
    moment, wall, draft = max(scene.moment, began), scene.wall, scene.draft
    return Item(
        world=world, network=network, remote_id=new_item_id(network, moment), author=wall, wall=wall,
        text=draft.text, link=draft.link, form=draft.form, created_at=moment,
    )  # fmt: skip


def _attach(items: list[Item], scenes: list[Scene]) -> list[tuple[Picture, ...]]:
    for item, scene in zip(items, scenes, strict=True):
        for position, picture in enumerate(scene.draft.pictures):
            Picture.objects.filter(pk=picture.pk).update(item=item, position=position)
    return [scene.draft.pictures for scene in scenes]


def _move_to(world: World, moment: datetime) -> World:
    missing = (moment - world.now()).total_seconds()
    return move_clock(world=world, seconds=missing) if missing > 0 else world
