"""Every answer about Instagram and about videos has the shape the documentation gives it."""

import pytest

from zana.practice.actions.clips import finish_clip, open_clip, receive_piece
from zana.practice.actions.containers import Parts, make_container, publish_container
from zana.practice.actions.posts import Draft, add_answer, publish_post, upload_picture
from zana.practice.actions.worlds import create_instagram_account, move_clock
from zana.practice.dialects.graph_joined import join_tables
from zana.practice.dialects.graph_nodes import FIELDS
from zana.practice.models import Actor, Clip, Container, Item, Picture
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes
from zana.practice.tests.graph_schema import SCHEMA, faults_of, faults_of_list

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]
join_tables()
# Fields that need an argument.
ASKED_BY_NAME = {"business_discovery", "mentioned_comment", "mentioned_media"}
NODES = ["IGUser", "IGMedia", "IGChild", "IGComment", "IGContainer", "Video"]
LISTS = {
    "media": "IGMedia", "stories": "IGMedia", "tags": "IGMedia", "content_publishing_limit": "IGLimit",
    "insights?metric=reach&period=day&metric_type=total_value": "IGInsight", "conversations": "Conversation",
}  # fmt: skip


def take_film(owner: Actor, purpose: str) -> Clip:
    clip = receive_piece(clip=open_clip(owner=owner, purpose=purpose, title="Kopshti"), pieces=[film_bytes()])
    return finish_clip(clip=clip, rushed=True)


def take_picture(owner: Actor) -> Picture:
    return upload_picture(
        owner=owner, network=Item.INSTAGRAM, content=picture_bytes("JPEG"), mime="image/jpeg", size=(40, 30),
        alt_text="Një kopsht",
    )  # fmt: skip


@pytest.fixture
def lively(stage):
    """An account with a carousel, a story and a comment; a page with a video: ids by kind of node."""
    stage.world.manner = {"liveliness": 0, "processing_seconds": 0}
    stage.world.save()
    account = create_instagram_account(
        owner=stage.person, name="Shoqata", handle="kopshti", page=stage.page, about="Për gra", followers=400
    )
    account.website = "https://kopshti.example/"
    account.save()
    children = [
        make_container(account=account, parts=Parts("IMAGE", is_child=True, picture=take_picture(account))),
        make_container(account=account, parts=Parts("VIDEO", is_child=True, clip=take_film(account, "VIDEO"))),
    ]
    made = make_container(account=account, parts=Parts("CAROUSEL", caption="Dy pamje", children=children))
    media = publish_container(container=Container.objects.get(pk=made.pk))
    story = Draft(pictures=(take_picture(account),), form=Item.STORY)
    publish_post(wall=account, network=Item.INSTAGRAM, draft=story)
    comment = add_answer(author=Actor.objects.filter(kind=Actor.CROWD)[0], to=media, text="Sa bukur")
    below = add_answer(author=account, to=comment, text="Faleminderit")
    film = take_film(stage.page, "video")
    publish_post(wall=stage.page, network=Item.FACEBOOK, draft=Draft(text="Kopshti", clips=(film,)))
    move_clock(world=stage.world, seconds=3_600)
    return {
        "IGUser": account.remote_id, "IGMedia": media.remote_id, "IGChild": media.pictures.get().remote_id,
        "IGComment": below.remote_id, "IGContainer": made.remote_id, "Video": film.remote_id,
    }  # fmt: skip


@pytest.mark.parametrize("node", NODES)
def test_every_field_of_a_node_has_its_type(stage, lively, node):
    names = [name for name in FIELDS[node] if name not in ASKED_BY_NAME]

    answer = stage.graph("get", lively[node], {"fields": ",".join(names)})

    assert answer.status_code == 200
    assert faults_of(answer.json(), node, node) == []
    assert set(SCHEMA[node]) - set(FIELDS[node]) - {"children"} == set()


def test_every_list_has_its_envelope(stage, lively):
    sep = {True: "&", False: "?"}
    answers = {
        edge: stage.graph("get", f"{lively['IGUser']}/{edge}{sep['?' in edge]}summary=true&limit=1").json()
        for edge in LISTS
    }
    videos = stage.graph("get", f"{stage.page.remote_id}/videos").json()

    assert [fault for edge, body in answers.items() for fault in faults_of_list(body, LISTS[edge], edge)] == []
    assert [edge for edge, body in answers.items() if not body["data"]] == ["tags", "conversations"]
    assert faults_of_list(videos, "Video") == []
    assert len(videos["data"]) == 1


def test_children_are_nested(stage, lively):
    fields = "children{id,media_type,media_url,thumbnail_url,alt_text}"

    shown = stage.graph("get", lively["IGMedia"], {"fields": fields}).json()

    assert faults_of(shown, "IGMedia") == []
    assert [one["media_type"] for one in shown["children"]["data"]] == ["IMAGE", "VIDEO"]
