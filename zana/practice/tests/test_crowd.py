"""Who the audience is, what money buys, what an account's own settings keep out, and a whole year at once."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.kernel.errors import Refusal
from zana.practice.actions.bars import bar
from zana.practice.actions.history import Scene, live_through, simulate
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.profiles import change_settings
from zana.practice.actions.reading import catch_up
from zana.practice.actions.stir import boost_post
from zana.practice.actions.worlds import create_page, create_person, create_world, create_x_account, move_clock
from zana.practice.models import Actor, Item, Message, Talk
from zana.practice.queries.attention import attention_of, followers_of
from zana.practice.rules.audience import Stimulus, attention, population, voices
from zana.practice.rules.audience_parameters import FORMS, GROUP_SHARES, GROUPS, HOURS, TONES, WHISPER_SHARES
from zana.practice.rules.lines import LINES, WHISPERS
from zana.practice.rules.moderation import is_held_back, lets_in, split_words
from zana.practice.rules.tongue import guess_topic

world_tests = pytest.mark.django_db(databases=["default", "practice"])
POST = Stimulus(key="page:kopshti:0", network="facebook", followers=900, hour=20)


def make_world(seed=27, **more):
    world = create_world(name="Peja", seed=seed, **more)
    person = create_person(world=world, name="Arta")
    return world, create_page(owner=person, name="Kopshti", followers=900), create_x_account(
        owner=person, name="Kopshti", followers=300
    )  # fmt: skip


def tell(world):
    """Everything of a world that a seed decides."""
    said = world.items.order_by("created_at", "author__name", "text").values_list("author__name", "text", "tone")
    private = Message.objects.filter(talk__world=world).order_by("created_at", "text").values_list("text", "tone")
    posts = world.items.filter(reply_to=None).order_by("created_at", "network").select_related("world", "stir")
    counts = [attention_of(post) for post in posts]
    accounts = world.actors.exclude(kind__in=[Actor.CROWD, Actor.PERSON]).order_by("kind", "name")
    followers = [followers_of(actor) for actor in accounts.select_related("world")]
    return list(said), list(private), counts, followers, sorted(Talk.objects.filter(world=world).values_list("unread"))


def test_every_group_and_line_is_complete():
    assert all(set(group.likes) == set(FORMS) for group in GROUPS.values())
    assert all(
        set(shares) == set(GROUPS) and sum(shares.values()) == pytest.approx(1) for shares in GROUP_SHARES.values()
    )
    assert {name: len(hours) for name, hours in HOURS.items()} == dict.fromkeys(HOURS, 24)
    for language, bank in LINES.items():
        assert set(bank) == {*TONES, "press"}, language
        assert [tone for tone in TONES if len(set(bank[tone])) < 12] == [], language
        assert [tone for tone, lines in WHISPERS[language].items() if len(set(lines)) < 12] == [], language


def test_an_account_has_groups_of_its_own_that_do_not_change():
    one = dict(population(27, "page:a", "facebook"))

    assert one == dict(population(27, "page:a", "facebook"))
    assert one != dict(population(27, "page:b", "facebook"))
    assert sum(one.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"form": "pictures"}, {"form": "text"}),
        ({"hour": 20}, {"hour": 3}),
        ({"own_language": True}, {"own_language": False}),
        ({"own_language": False, "english": True}, {"own_language": False}),
        ({"described": True}, {"described": False}),
    ],
)
def test_a_post_that_meets_its_people_reaches_more(better, worse):
    reached = [attention(27, POST._replace(**facts), 10**6).reach for facts in (better, worse)]

    assert reached[0] > reached[1]


@given(st.integers(0, 30), st.integers(1, 250), st.floats(0, 10**6), st.floats(0, 10**6))
def test_a_boost_brings_less_for_each_further_euro_and_never_takes_away(seed, euros, after, moment):
    plain, paid, twice = (
        attention(seed, POST._replace(boost=float(money), boost_after=after), moment) for money in (0, euros, 2 * euros)
    )

    assert (plain.paid_reach, plain.reach <= paid.reach) == (0, True)
    assert paid.paid_reach <= twice.paid_reach <= 2 * paid.paid_reach + 2
    assert plain.follows <= paid.follows <= twice.follows


def test_what_was_said_before_a_boost_stays_as_it_was():
    before = voices(27, POST)
    after = 3600.0
    boosted = voices(27, POST._replace(boost=100.0, boost_after=after))

    assert len(boosted) > len(before)
    early = [voice for voice in before if voice.after_seconds < after]
    assert boosted[: len(early)] == early


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Punëtoria e së martës", "work"),
        ("Sud je doneo odluku o ravnopravnosti", "rights"),
        ("If you are not safe: the shelter", "safety"),
        ("Mirëmëngjes", "daily"),
    ],
)
def test_a_text_is_about_something(text, topic):
    assert guess_topic(text) == topic


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("TURP të keni!!!", ["turp"], True),
        ("Genjeshtra, si gjithmonë.", ["gënjeshtra"], True),
        ("Plaćena propaganda", ["placena propaganda"], True),
        ("propagandistët", ["propagand*"], True),
        ("turpërim", ["turp"], False),
        ("anything", ["", "*", " , "], False),
    ],
)
def test_words_are_found_however_they_are_written(text, words, held):
    assert is_held_back(text, words) is held


def test_words_are_read_from_lines_and_commas():
    assert split_words("turp, gënjeshtra\n\n turp \n*\nplaćena  propaganda") == [
        "turp", "gënjeshtra", "plaćena propaganda",
    ]  # fmt: skip


def test_a_door_is_open_half_open_or_shut():
    assert [lets_in({"d": door}, "d", 0.9) for door in ("everyone", "followers", "nobody")] == [True, False, False]
    assert lets_in({}, "d", 0.9)


@world_tests
def test_a_year_at_once_is_the_same_as_a_year_lived(noon):
    began = noon - timedelta(days=20)
    slow, fast = make_world(began_at=began), make_world(began_at=began)
    texts = ["Sot hapim kopshtin", "Danas je sud doneo odluku", "Ejani në treg, porositni", "Nesër kemi takim"]
    days = [(began + timedelta(days=4 * n, hours=n), text) for n, text in enumerate(texts)]

    world = slow[0]
    for moment, text in days:
        world = move_clock(world=world, seconds=(moment - world.now()).total_seconds())
        catch_up(world=world)
        for wall, network in ((slow[1], "facebook"), (slow[2], "x")):
            wall.world = world
            publish_post(wall=wall, network=network, draft=Draft(text=text))
    world = move_clock(world=world, seconds=(noon - world.now()).total_seconds())
    catch_up(world=world)
    scenes = [Scene(moment, wall, Draft(text=text)) for moment, text in days for wall in fast[1:]]
    live_through(world=fast[0], scenes=scenes, until=noon)

    world.refresh_from_db()
    fast[0].refresh_from_db()
    assert tell(world) == tell(fast[0])
    assert world.items.filter(reply_to__isnull=False).exists()


@world_tests
def test_a_simulated_world_is_the_same_from_the_same_seed(noon):
    one, same, other = (
        simulate(name="Bench", seed=seed, organisations=2, weeks=6, posts_a_week=2) for seed in (27, 27, 28)
    )

    assert tell(one) == tell(same) != tell(other)
    tones = Counter(one.items.filter(reply_to__isnull=False).values_list("tone", flat=True))
    assert {"kind", "question", "hostile"} <= set(tones) <= set(TONES)
    private = set(Message.objects.filter(talk__world=one).values_list("tone", flat=True))
    assert private
    assert private <= set(WHISPER_SHARES)


@world_tests
def test_words_doors_and_blocks_of_an_account_are_kept_by_the_crowd(noon):
    hostile = {"tones": {"hostile": 1.0}, "liveliness": 8.0}
    worlds = [make_world(manner=hostile) for _ in range(4)]
    first = [sorted({line.split()[0] for line in LINES["sq"]["hostile"]})]
    change_settings(actor=worlds[1][1], settings={"moderation_words": [f"{word}*" for word in first[0]]})
    change_settings(actor=worlds[2][1], settings={"comments_from": "nobody", "messages_from": "nobody"})
    for guest in worlds[3][0].actors.filter(kind=Actor.CROWD):
        bar(account=worlds[3][1], other=guest)
    found = []
    for world, page, _ in worlds:
        page.refresh_from_db()
        publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
        catch_up(world=move_clock(world=world, seconds=10 * 86_400))
        said = Item.objects.filter(world=world, reply_to__isnull=False)
        found.append((said.filter(hidden=False).exists(), said.filter(hidden=True).exists()))

    assert found == [(True, False), (False, True), (False, False), (False, False)]


@world_tests
def test_a_boost_is_paid_once_and_within_bounds(noon):
    world, page, _ = make_world()
    item = publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
    with pytest.raises(Refusal):
        boost_post(item=item, euros=501)

    boost_post(item=item, euros=20)
    with pytest.raises(Refusal):
        boost_post(item=item, euros=20)

    catch_up(world=move_clock(world=world, seconds=10 * 86_400))
    seen = attention_of(Item.objects.select_related("world", "stir").get(pk=item.pk))
    assert 0 < seen.paid_reach < seen.reach
