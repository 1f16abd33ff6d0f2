from datetime import timedelta

import pytest

from zana.kernel import clock
from zana.practice.actions.history import Scene, live_through
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.reading import catch_up
from zana.practice.actions.stir import stir_audience
from zana.practice.actions.worlds import create_page, create_person, create_world, move_clock, set_speed
from zana.practice.models import Item, Message, Stir
from zana.practice.queries.attention import attention_of, followers_of

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def make_world(seed=27, **more):
    world = create_world(name="Gjakova", seed=seed, **more)
    page = create_page(owner=create_person(world=world, name="Arta"), name="Kopshti", followers=400)
    return world, page


def voices_of(world):
    said = Item.objects.filter(world=world, reply_to__isnull=False).order_by("created_at", "text")
    return [(item.author.name, item.text, item.created_at) for item in said.select_related("author")]


def tell_story(seed):
    world, page = make_world(seed)
    for text in ("Sot hapim kopshtin", "Nesër kemi takim", "Faleminderit të gjithëve"):
        publish_post(wall=page, network="facebook", draft=Draft(text=text))
        world = move_clock(world=world, seconds=86_400)
        page.refresh_from_db()
        catch_up(world=world)
    return (
        voices_of(world),
        [attention_of(item).reach for item in world.items.filter(reply_to=None)],
        followers_of(page),
    )


def test_the_same_seed_grows_the_same_world(noon):
    assert tell_story(27) == tell_story(27)


def test_another_seed_grows_another_world(noon):
    assert tell_story(27) != tell_story(28)


def test_it_does_not_matter_how_often_a_world_is_read(noon):
    rare, often = make_world()[0], make_world()[0]
    for world in (rare, often):
        publish_post(wall=world.actors.get(kind="page"), network="facebook", draft=Draft(text="Sot"))
    for _ in range(48):
        often = move_clock(world=often, seconds=3600)
        catch_up(world=often)
    rare = move_clock(world=rare, seconds=48 * 3600)
    catch_up(world=rare)

    assert voices_of(rare) == voices_of(often)


def test_a_fast_world_gets_there_sooner(noon):
    world, page = make_world()
    publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
    world = set_speed(world=world, speed=1000)

    with clock.frozen(noon + timedelta(minutes=10)):
        said = stir_audience(world=world)

    assert said == Stir.objects.get().voices_made > 0


def test_nothing_is_said_twice_when_two_readers_come_at_once(noon):
    from zana.practice.actions import stir as stirring

    world, page = make_world()
    publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
    world = move_clock(world=world, seconds=86_400)
    seen_by_both = Stir.objects.select_related("item", "item__wall").get()

    first = stir_audience(world=world)
    second = stirring._speak(seen_by_both, world, stirring.gather_listeners(world), world.audience_now())

    assert (first > 0, second) == (True, 0)
    assert len(voices_of(world)) + Message.objects.count() == first


def test_a_removed_post_stirs_nobody(noon):
    from zana.practice.actions.posts import remove_item

    world, page = make_world()
    remove_item(item=publish_post(wall=page, network="facebook", draft=Draft(text="Sot")))
    world = move_clock(world=world, seconds=86_400)

    assert stir_audience(world=world) == 0


def test_people_answer_in_the_language_of_the_post(noon):
    from zana.practice.rules.lines import LINES

    world, page = make_world()
    publish_post(wall=page, network="facebook", draft=Draft(text="Danas je otvoren naš vrt za žene"))
    world = move_clock(world=world, seconds=10 * 86_400)
    catch_up(world=world)

    known = {line for lines in LINES["sr"].values() for line in lines}
    assert {text for _, text, _ in voices_of(world)} <= known


def test_a_fast_world_dates_nothing_in_the_future(noon):
    world, page = make_world(speed=1000)
    publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
    later = noon + timedelta(minutes=30)

    with clock.frozen(later):
        world.refresh_from_db()
        catch_up(world=world)

    dates = [moment for _, _, moment in voices_of(world)]
    assert dates
    assert noon <= min(dates) <= max(dates) <= later


def test_a_world_can_have_a_past(noon):
    world, page = make_world(began_at=noon - timedelta(days=60))
    publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
    world = move_clock(world=world, seconds=60 * 86_400)
    page.world = world

    assert world.now() == noon
    assert page.joined_at == noon - timedelta(days=60)
    assert followers_of(page) > followers_of(page, noon - timedelta(days=59)) >= 400


def test_a_past_is_lived_through_in_order_up_to_today(noon):
    world, page = make_world(began_at=noon - timedelta(days=84))
    texts = ("Java e parë", "Java e dytë", "Java e tretë")
    scenes = [
        Scene(noon - timedelta(days=80 - 7 * number), page, Draft(text=text)) for number, text in enumerate(texts)
    ]

    posted = live_through(world=world, scenes=reversed(scenes), until=noon)
    world.refresh_from_db()

    assert [(item.text, item.created_at) for item in posted] == [(scene.draft.text, scene.moment) for scene in scenes]
    assert world.now() == noon
    assert {item.author.kind for item in world.items.filter(reply_to__isnull=False)} == {"crowd"}
    assert attention_of(posted[0]).reach > 0
