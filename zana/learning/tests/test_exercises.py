"""Exercises graded from the state of the practice network."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning import curriculum
from zana.learning.actions.exercises import begin_exercise, look_now, take_seat
from zana.learning.exercises import EXERCISES
from zana.learning.exercises.facts import Account, Done, Planned, Post, read_tags
from zana.learning.models import Attempt, Seat
from zana.practice.actions.archives import order_archive
from zana.practice.actions.posts import Draft, add_answer, hide_item, publish_post, upload_picture
from zana.practice.actions.profiles import set_avatar, set_cover
from zana.practice.actions.settings import give_part, set_words, shut_out, turn_on_two_step
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import (
    change_page,
    create_instagram_account,
    create_page,
    create_person,
    create_x_account,
)
from zana.practice.models import Actor, Item, Message
from zana.practice.queries.worlds import people_of
from zana.practice.tests.conftest import picture_bytes

pytestmark = pytest.mark.django_db(databases=["default", "practice"])

FULL = Account(
    network="facebook",
    name="Kopshti",
    handle="kopshti",
    about="Ne ndihmojmë gratë në Prizren. Na shkruani: kopshti@zana.example",
    website="https://kopshti.example",
    category="Nonprofit",
    has_picture=True,
    has_cover=True,
    people=3,
    owners=2,
    words=10,
    posts=(
        Post("text", tags=frozenset({"kopshti"})),
        Post("picture", tags=frozenset({"kopshti"}), has_link=True),
        Post("album", tags=frozenset({"kopshti", "prizren"})),
    ),
    planned=(Planned("text", 0, 18), Planned("picture", 2, 9), Planned("text", 6, 20)),
    hateful=(2, 2),
    questions=(1, 1),
    fakes=(1, 1),
)
ALL = Done(
    accounts=(FULL, replace(FULL, network="instagram"), replace(FULL, network="x")),
    two_step="app",
    codes_left=8,
    archives=1,
)


def missing(exercise, done):
    return [one.english() for one in EXERCISES[exercise].grades(done)]


def test_who_has_everything_passes_everything_and_who_has_nothing_nothing():
    assert {name: missing(name, ALL) for name in EXERCISES} == {name: [] for name in EXERCISES}
    assert [name for name in EXERCISES if not missing(name, Done())] == []


@pytest.mark.parametrize(
    ("exercise", "change", "number"),
    [
        ("profile", {"about": "Ne jemi."}, 3),
        ("profile", {"website": "http://kopshti.example"}, 2),
        ("access", {"owners": 1}, 1),
        ("access", {"people": 2}, 1),
        ("brand", {"has_cover": False}, 1),
        ("formats", {"posts": (Post("text"), Post("picture", described=False), Post("album"))}, 1),
        ("formats", {"posts": (Post("text"), Post("text"), Post("text"))}, 2),
        ("formats", {"posts": (Post("text"), Post("picture", captioned=False), Post("album"))}, 1),
        ("week", {"planned": (Planned("text", 0, 18), Planned("picture", 2, 9))}, 1),
        ("week", {"planned": (Planned("text", 1, 18), Planned("link", 1, 9), Planned("text", 7, 9))}, 1),
        ("week", {"planned": tuple(Planned("text", day, 12) for day in range(3))}, 1),
        ("week", {"planned": (Planned("text", 0, 23), Planned("link", 1, 5), Planned("text", 2, 6))}, 1),
        ("campaign", {"posts": (Post("text"),)}, 1),
        ("campaign", {}, 1),  # one account alone is one network
        ("campaign", {"posts": (Post("text", tags=frozenset({"kopshti"})),)}, 4),
        ("question", {"questions": (2, 1)}, 1),
        ("hateful", {"hateful": (2, 1)}, 1),
        ("hateful", {"hateful": (0, 0)}, 1),
        ("words", {"words": 9}, 1),
        ("fake", {"fakes": (1, 0)}, 1),
    ],
)
def test_each_gap_is_said(exercise, change, number):
    assert len(missing(exercise, replace(ALL, accounts=(replace(FULL, **change),)))) == number


def test_no_cover_is_asked_where_the_network_has_none():
    bare = [replace(FULL, network=network, has_cover=False) for network in ("instagram", "x")]
    assert missing("brand", replace(ALL, accounts=tuple(bare))) == ["Kopshti has no cover picture on X."]
    assert missing("profile", replace(ALL, accounts=tuple(bare))) == []


def test_a_code_by_text_message_is_not_enough():
    assert len(missing("access", replace(ALL, two_step="sms"))) == 1
    assert len(missing("access", replace(ALL, two_step="", codes_left=0))) == 1


def test_every_exercise_belongs_to_a_lesson():
    assert [one.id for one in EXERCISES.values() if one.unit not in curriculum.units()] == []


def test_of_several_hashtags_the_one_that_is_furthest_is_looked_at():
    undone = replace(FULL, posts=(*FULL.posts, Post("picture", False, frozenset({"provë"}))))
    assert missing("campaign", replace(ALL, accounts=(undone, replace(FULL, network="x")))) == []
    bare = replace(FULL, posts=tuple(replace(post, described=False) for post in FULL.posts))
    assert missing("campaign", replace(ALL, accounts=(bare, replace(FULL, network="x")))) == [
        "A picture of it has no description."
    ]


def test_a_hashtag_is_a_word_and_neither_a_number_nor_part_of_an_address():
    text = "#Gratë dhe #gratë, #112, a#b, https://kopshti.example/#hyrja &#39; #po"
    assert read_tags(text) == {"gratë"}


@pytest.fixture
def her(cast):
    """Her person in the practice network, and a look at an exercise. The audience holds its breath."""
    with clock.frozen(clock.now()):
        _seat, actor = take_seat(by=cast.volunteer_a, organisation=cast.org_a)

        def look(exercise):
            return look_now(by=cast.volunteer_a, organisation=cast.org_a, exercise=exercise).passed

        def begin(exercise):
            begin_exercise(by=cast.volunteer_a, organisation=cast.org_a, exercise=exercise)

        yield actor, look, begin


def picture(account, network, alt=""):
    return upload_picture(
        owner=account, network=network, content=picture_bytes(), mime="image/png", size=(40, 30), alt_text=alt
    )


def test_an_organisation_shares_a_world_that_names_nobody(cast, her):
    actor, _look, _begin = her
    other, _ = take_seat(by=cast.communicator_a, organisation=cast.org_a)
    mine = Seat.objects.of(cast.org_a).get(person=cast.volunteer_a)

    assert (other.world, other.name == mine.name) == (mine.world, False)
    assert (actor.world.unlisted, cast.org_a.name in actor.world.name) == (True, False)
    assert cast.volunteer_a.name.split()[0] + " " + cast.volunteer_a.name.split()[1] != mine.name
    assert take_seat(by=cast.volunteer_a, organisation=cast.org_a)[0] == mine
    with pytest.raises(Forbidden):
        take_seat(by=cast.communicator_b, organisation=cast.org_a)


@pytest.mark.slow
def test_what_she_does_there_is_what_is_graded(her):
    actor, look, _begin = her
    assert [look(name) for name in EXERCISES] == [False] * len(EXERCISES)

    page = create_page(owner=actor, name="Kopshti")
    gram, x = create_instagram_account(owner=actor, name="Kopshti"), create_x_account(owner=actor, name="Kopshti")
    assert look("accounts")
    for account, network in ((page, "facebook"), (gram, "instagram"), (x, "x")):
        set_avatar(actor=account, picture=picture(account, network))
        if account is not gram:  # a network without covers
            set_cover(actor=account, picture=picture(account, network))
    assert look("brand")
    change_page(page=page, about=FULL.about, website=FULL.website, more={})
    assert look("profile")
    turn_on_two_step(person=actor, method="app")
    colleagues = people_of(actor.world).exclude(pk=actor.pk)
    for colleague, part in zip(colleagues, ("full", "editor"), strict=True):
        give_part(account=page, person=colleague, part=part, by=actor)
    assert look("access")
    set_words(account=page, words=[f"fjala{number}" for number in range(10)], by=actor)
    assert look("words")
    order_archive(account=page, person=actor)
    assert look("archive")
    for draft in (
        Draft(text="Sot"),
        Draft(text="Shih", pictures=(picture(page, "facebook", "A garden"),)),
        Draft(text="Lexo", link="https://kopshti.example"),
    ):
        publish_post(wall=page, network="facebook", draft=draft)
    assert look("formats")
    for days, draft in enumerate(
        (Draft(text="Nesër"), Draft(text="Lexo", link="https://kopshti.example"), Draft(text="O"))
    ):
        noon = actor.world.now().replace(hour=11) + timedelta(days=days + 1)
        publish_post(wall=page, network="facebook", draft=replace(draft, state=Item.SCHEDULED, due_at=noon))
    assert look("week")
    for account, network, draft in (
        (page, "facebook", Draft(text="Nis #Kopshti", link="https://kopshti.example")),
        (x, "x", Draft(text="Ejani #kopshti")),
        (page, "facebook", Draft(text="#Kopshti: faleminderit", pictures=(picture(page, "facebook", "A garden"),))),
    ):
        assert not look("campaign")
        publish_post(wall=account, network=network, draft=draft)
    assert look("campaign")


@pytest.mark.slow
def test_what_must_happen_first_happens_once_when_she_begins(her):
    actor, look, begin = her
    with pytest.raises(Refusal):
        begin("fake")
    page, x = create_page(owner=actor, name="Kopshti"), create_x_account(owner=actor, name="Kopshti")
    with pytest.raises(Refusal):
        begin("hateful")  # nothing stands there yet that somebody could write under
    publish_post(wall=x, network="x", draft=Draft(text="Sot"))
    for name in ("fake", "hateful", "question"):
        begin(name)
        begin(name)

    (hateful,) = Item.objects.filter(world=actor.world, tone="hostile")
    (question,) = Message.objects.filter(talk__account=page, tone="question")
    (fake,) = [one for one in Actor.objects.filter(world=actor.world, kind=Actor.PAGE) if one.pk != page.pk]
    assert [look(name) for name in ("fake", "hateful", "question")] == [False] * 3

    shut_out(account=page, other=fake, by=actor)
    hide_item(item=hateful, hidden=True)
    say_privately(account=page, guest=question.author, author=page, text="Po, ejani.", network="facebook")
    assert [look(name) for name in ("fake", "hateful", "question")] == [True] * 3


def test_a_question_under_a_post_counts_too(her):
    actor, look, _begin = her
    page = create_page(owner=actor, name="Kopshti")
    post = publish_post(wall=page, network="facebook", draft=Draft(text="Sot"))
    guest = create_person(world=actor.world, name="Besa")
    asked = add_answer(author=guest, to=post, text="Kur?")
    Item.objects.filter(pk=asked.pk).update(tone="question")
    assert not look("question")

    add_answer(author=page, to=asked, text="Nesër")

    assert look("question")


def test_on_the_page_every_look_is_kept_and_says_what_is_missing(client, cast, her):
    _actor, _look, _begin = her
    client.force_login(cast.volunteer_a)
    client.cookies["zana_language"] = "en"
    where = {"org": cast.org_a.ref, "exercise": "accounts"}
    for _ in range(2):
        client.post(reverse("learning:look_now", kwargs=where))
    text = client.get(reverse("learning:exercise", kwargs=where)).content.decode()
    seat = Seat.objects.of(cast.org_a).get()

    assert Attempt.objects.of(cast.org_a).filter(person=cast.volunteer_a, passed=False).count() == 2
    assert "There is no Facebook Page of yours yet." in text
    client.force_login(cast.trainer)
    results = client.get(reverse("learning:quiz_results", kwargs={"org": cast.org_a.ref})).content.decode()
    assert ("looked at 2 times" in results, "There is no Facebook Page of yours yet." in results) == (True, True)
    door = reverse("practice:who", kwargs={"world": seat.world})
    assert client.post(door, {"person": seat.actor}).headers["Location"] == f"/practice/w/{seat.world}/"


def test_from_the_practice_network_one_way_leads_back_to_the_exercise(client, cast, her):
    actor, _look, _begin = her
    client.force_login(cast.volunteer_a)
    client.cookies["zana_language"] = "en"
    where = {"org": cast.org_a.ref, "exercise": "fake"}
    page, feed = reverse("learning:exercise", kwargs=where), f"/practice/w/{actor.world.ref}/"
    assert "Back to the exercise" not in client.get(feed).content.decode()

    refused = client.post(reverse("learning:begin_exercise", kwargs=where), follow=True).content.decode()
    assert "First create an account in the exercise, then begin here." in refused
    back = f'href="{page}"'
    assert (back in client.get(feed).content.decode(), "Back to the exercise" in client.get(feed).content.decode()) == (
        True,
        True,
    )
