import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zana.practice.actions.posts import Draft, add_answer, publish_post, upload_picture
from zana.practice.actions.worlds import create_person, create_world, move_clock
from zana.practice.models import Actor, Item, World
from zana.practice.tests.conftest import picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


@pytest.fixture
def at(stage):
    """Opens a page of the world as the person of the stage."""
    stage.client.cookies["zana_language"] = "en"
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})

    def go(path="", data=None):
        address = f"/practice/w/{stage.world.ref}/{path}"
        return stage.client.get(address) if data is None else stage.client.post(address, data)

    return go


def post_something(stage, text="Sot hapim kopshtin", **more):
    return publish_post(wall=stage.page, network="facebook", draft=Draft(text=text, **more))


def test_worlds_are_listed_for_anyone(client, stage):
    answer = client.get("/practice/")

    assert answer.status_code == 200
    assert stage.world.name in answer.content.decode()


def test_a_world_that_is_in_no_list_is_listed_for_who_was_there(at, stage):
    World.objects.update(unlisted=True)

    shown = [stage.world.ref in one.get("/practice/").content.decode() for one in (stage.client, Client())]

    assert shown == [True, False]


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_every_page_is_marked_as_an_exercise(at, stage, language):
    item = post_something(stage)
    stage.client.cookies["zana_language"] = language
    pages = ["", "who/", "join/", "account/", "write/", f"i/{item.remote_id}/", f"a/{stage.page.remote_id}/"]

    for path in pages:
        answer = at(path)
        assert (answer.status_code, 'class="tape"' in answer.content.decode()) == (200, True), path


def test_the_feed_shows_a_post_with_its_described_picture(at, stage):
    picture = upload_picture(
        owner=stage.page, network="facebook", content=picture_bytes(), mime="image/png", size=(40, 30),
        alt_text="Një kopsht",
    )  # fmt: skip
    post_something(stage, pictures=(picture,))

    page = at().content.decode()

    assert "Sot hapim kopshtin" in page
    assert 'alt="Një kopsht"' in page
    shown = stage.client.get(f"/practice/pictures/{picture.remote_id}/")
    assert (shown.content, shown["Content-Type"]) == (picture_bytes(), "image/png")


def test_text_of_people_is_never_markup(at, stage):
    post_something(stage, "<script>alert(1)</script>")

    assert "<script>alert" not in at().content.decode()


def test_a_removed_post_is_gone_from_the_pages(at, stage):
    item = post_something(stage)

    at(f"i/{item.remote_id}/moderate/", {"do": "remove"})

    assert "Sot hapim" not in at().content.decode()
    assert at(f"i/{item.remote_id}/").status_code == 404


def test_a_participant_posts_with_a_picture(at, stage):
    file = SimpleUploadedFile("a.png", picture_bytes(), "image/png")

    answer = at("write/", {"account": stage.page.pk, "text": "Nga shfletuesi", "picture": file, "alt_text": "Kopsht"})

    item = Item.objects.get()
    assert answer.status_code == 302
    assert (item.wall, item.text, item.pictures.get().alt_text) == (stage.page, "Nga shfletuesi", "Kopsht")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("page", {"text": "  "}),
        ("x", {"text": "a" * 281}),
        ("page", {"text": "a", "picture": SimpleUploadedFile("a.png", b"no picture", "image/png")}),
    ],
)
def test_a_post_the_network_would_refuse_is_refused_in_words(at, stage, kind, given):
    account = stage.page if kind == "page" else stage.account

    answer = at("write/", {"account": account.pk, **given})

    assert (answer.status_code, Item.objects.count()) == (422, 0)


def test_nobody_posts_for_an_account_of_others(at, stage):
    other = create_person(world=stage.world, name="Besa")
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": other.remote_id})

    answer = at("write/", {"account": stage.page.pk, "text": "Në emër të tjetrit"})

    assert (answer.status_code, Item.objects.count()) == (422, 0)


def test_comments_are_answered_hidden_and_shown_again_by_the_page(at, stage):
    post = post_something(stage)
    rude = add_answer(author=stage.world.actors.filter(kind=Actor.CROWD)[0], to=post, text="Turp të keni!")

    at(f"i/{post.remote_id}/answer/", {"account": stage.page.pk, "text": "Na shkruani."})
    page = at(f"i/{post.remote_id}/").content.decode()
    at(f"i/{rude.remote_id}/moderate/", {"do": "hide"})
    rude.refresh_from_db()

    assert rude.hidden is True
    assert page.count(f'name="item" value="{rude.remote_id}"') == 1  # a copy of the comment, not of the post
    assert Item.objects.get(text="Na shkruani.").author == stage.page
    at(f"i/{rude.remote_id}/moderate/", {"do": "show"})
    rude.refresh_from_db()
    assert rude.hidden is False


def test_a_stranger_cannot_moderate(at, stage):
    post = post_something(stage)
    other = create_person(world=stage.world, name="Besa")
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": other.remote_id})

    answer = at(f"i/{post.remote_id}/moderate/", {"do": "remove"})

    post.refresh_from_db()
    assert (answer.status_code, post.removed_at) == (422, None)


def test_a_newcomer_joins_and_opens_an_account(stage, client):
    client.post(f"/practice/w/{stage.world.ref}/join/", {"name": "Vjosa Re"})
    client.post(f"/practice/w/{stage.world.ref}/account/", {"kind": "x", "name": "Qendra Re", "handle": ""})

    account = stage.world.actors.get(name="Qendra Re")
    assert (account.kind, account.handle, account.roles.get().person.name) == ("x", "qendra_re", "Vjosa Re")


def test_a_forged_choice_is_nobody(stage, client):
    client.cookies["prova_who"] = "forged:value"

    assert client.get(f"/practice/w/{stage.world.ref}/write/").status_code == 302


def test_a_person_of_another_world_is_not_me_here(stage, client):
    other = create_world(name="Tjetër")
    stranger = create_person(world=other, name="Besa")

    answer = client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stranger.remote_id})

    assert answer.status_code == 404


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_choosing_a_part_leads_only_to_our_own_pages(stage, client, onward):
    answer = client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id, "next": onward})

    assert answer["Location"] == f"/practice/w/{stage.world.ref}/"


def test_the_feed_takes_the_same_number_of_queries_for_many_posts(at, stage, django_assert_num_queries):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connections["practice"]) as seen:
            at()
        return len(seen)

    post_something(stage, "1")
    at()
    few = count()
    for number in range(12):
        post_something(stage, f"post {number}")

    assert count() == few <= 14


def test_a_profile_shows_followers_and_posts(at, stage):
    post_something(stage)
    move_clock(world=stage.world, seconds=86_400)

    page = at(f"a/{stage.page.remote_id}/").content.decode()

    assert re.search(r"simulated followers</dt><dd>40\d", page)
    assert "Sot hapim kopshtin" in page


def test_a_face_is_drawn_from_the_name(stage, client):
    answer = client.get(f"/practice/pictures/actor/{stage.person.remote_id}/")

    assert answer["Content-Type"] == "image/svg+xml"
    assert ">AS</text>" in answer.content.decode()


def test_a_feed_asks_for_no_picture_of_those_who_have_none(at, stage):
    post_something(stage)

    page = at("").content.decode()

    assert re.findall(r'<span class="ava c\d" aria-hidden="true">(\w+)</span>', page) == ["SK"]
    assert "/pictures/actor/" not in page
