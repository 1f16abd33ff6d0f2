"""Every answer about a Page has the shape the documentation gives it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zana.practice.actions.bars import bar
from zana.practice.actions.marks import mark
from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_person, move_clock
from zana.practice.dialects.graph_nodes import FIELDS
from zana.practice.models import Item
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.graph_schema import SCHEMA, faults_of, faults_of_error, faults_of_list

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]
PAGE_LISTS = {
    "feed": "Post", "posts": "Post", "published_posts": "Post", "visitor_posts": "Post", "tagged": "Post",
    "scheduled_posts": "Post", "photos": "Photo", "albums": "Album", "conversations": "Conversation",
    "ratings": "Rating", "roles": "Worker", "assigned_users": "AssignedUser", "blocked": "Blocked",
    "settings": "Setting", "subscribed_apps": "SubscribedApp", "insights?metric=page_media_view": "Insight",
}  # fmt: skip


@pytest.fixture
def lively(stage):
    """A page where everything there can be is there once; its things by the kind of node."""
    stage.world.manner = {"liveliness": 0}  # nobody but us speaks
    stage.world.save()
    page, person = stage.page, stage.person
    visitor = create_person(world=stage.world, name="Dita Vizitore")
    for field, value in {"location": '{"city":"Prizren","street":"Rruga e Lirisë 1"}', "bio": "Për gra"}.items():
        stage.graph("post", page.remote_id, {field: value})
    photo = stage.graph("post", "me/photos", {
        "source": SimpleUploadedFile("a.png", picture_bytes()), "caption": "Kopshti", "alt_text_custom": "Një kopsht",
    }).json()  # fmt: skip
    stage.graph("post", page.remote_id, {"cover": photo["id"]})
    post = Item.objects.get(remote_id=photo["post_id"].split("_")[1])
    comment = add_answer(author=visitor, to=post, text="Sa bukur")
    below = add_answer(author=page, to=comment, text="Faleminderit")
    mark(item=post, actor=person)
    mark(item=comment, actor=page)
    publish_post(wall=page, network=Item.FACEBOOK, draft=Draft(text="A jeni hapur?"), author=visitor)
    publish_post(wall=visitor, network=Item.FACEBOOK, draft=Draft(text=f"Shihni @{page.handle}"), author=visitor)
    due = int(stage.world.now().timestamp()) + 86_400
    stage.graph("post", "me/feed", {"message": "Nesër", "published": "false", "scheduled_publish_time": due})
    message = say_privately(account=page, guest=visitor, author=visitor, text="Përshëndetje", network=Item.FACEBOOK)
    bar(account=page, other=create_person(world=stage.world, name="Troll Shembull"))
    stage.graph("post", "me/subscribed_apps", {"subscribed_fields": "feed"})
    move_clock(world=stage.world, seconds=3_600)
    return {
        "User": "me", "Page": page.remote_id, "Post": photo["post_id"], "Photo": photo["id"],
        "Comment": f"{post.remote_id}_{below.remote_id}", "Conversation": message.talk.remote_id,
        "Message": message.remote_id, "Business": f"3{person.remote_id[1:]}", "Album": f"2{page.remote_id[1:]}",
    }  # fmt: skip


@pytest.mark.parametrize("node", ["User", "Page", "Post", "Photo", "Comment", "Conversation", "Message", "Business",
                                  "Album"])  # fmt: skip
def test_every_field_of_a_node_has_its_type(stage, lively, node):
    token = stage.user_token.value if node in ("User", "Business") else stage.page_token.value

    answer = stage.graph("get", lively[node], {"fields": ",".join(FIELDS[node])}, token=token)

    assert answer.status_code == 200
    assert faults_of(answer.json(), node, node) == []
    assert set(SCHEMA[node]) - set(FIELDS[node]) - {"comments", "reactions", "likes"} == set()


def test_every_list_of_a_page_has_its_envelope(stage, lively):
    sep = {True: "&", False: "?"}
    answers = {
        edge: stage.graph("get", f"me/{edge}{sep['?' in edge]}summary=true&limit=1").json() for edge in PAGE_LISTS
    }

    assert [fault for edge, body in answers.items() for fault in faults_of_list(body, PAGE_LISTS[edge], edge)] == []
    assert [edge for edge, body in answers.items() if not body["data"]] == ["ratings"]


def test_lists_of_a_person_have_their_envelopes(stage, lively):
    token = stage.user_token.value
    fields = "access_token,category,category_list,name,id,tasks"
    accounts = stage.graph("get", "me/accounts", {"fields": fields}, token=token).json()
    permissions = stage.graph("get", "me/permissions", token=token).json()
    owned = stage.graph("get", f"{lively['Business']}/owned_pages", token=token).json()
    clients = stage.graph("get", f"{lively['Business']}/client_pages", token=token).json()

    assert faults_of_list(accounts, "Account") + faults_of_list(permissions, "Permission") == []
    assert [[page["id"] for page in one["data"]] for one in (owned, clients)] == [[stage.page.remote_id], []]


def test_expansion_goes_down_two_levels_with_its_paging(stage, lively):
    fields = "message,attachments,comments.limit(1).summary(true){message,from,comments{message}},reactions.summary(1)"

    read = stage.graph("get", lively["Post"], {"fields": fields}).json()

    (comment,) = read["comments"]["data"]
    assert faults_of(read, "Post") == [".comments.data[0].comments is not in Comment"]
    assert [one["message"] for one in comment["comments"]["data"]] == ["Faleminderit"]
    assert read["comments"]["summary"]["total_count"] == 1
    assert read["reactions"]["data"][0]["name"] == "Arta Shembull"


@pytest.mark.parametrize(
    ("method", "path", "data", "expected"),
    [
        ("get", "me", {"fields": "nonsense"}, (400, 100, None)),
        ("get", "me/nonsense", {}, (400, 2500, None)),
        ("get", "me/posts", {"limit": "-1"}, (400, 100, None)),
        ("get", "me/posts", {"since": "gestern"}, (400, 100, None)),
        ("get", "me/posts", {"after": "QVF"}, (400, 100, None)),
        ("get", "me/insights", {"metric": "page_media_view,page_fans"}, (400, 100, None)),
        ("get", "me/insights", {"metric": "page_media_view", "period": "year"}, (400, 100, None)),
        ("get", "me/insights", {"metric": "page_media_view", "date_preset": "ever"}, (400, 100, None)),
        ("get", "me/insights", {"metric": "page_media_view", "since": "2026-07-01"}, (400, 100, None)),
        ("get", "me/insights", {"metric": "page_media_view", "since": "2020-07-01", "until": "2020-07-02"},
         (400, 100, None)),
        ("get", "me/conversations", {"platform": "PIGEON"}, (400, 100, None)),
        ("post", "me/feed", {}, (400, 100, None)),
        ("post", "me/feed", {"message": "a" * 100_000}, (400, 100, None)),
        ("post", "me/feed", {"link": "ftp://a.example"}, (400, 100, 2061006)),
        ("post", "me/feed", {"message": "a", "attached_media": '[{"media_fbid":"1"}]'}, (400, 100, 33)),
        ("post", "me/feed", {"message": "a", "scheduled_publish_time": "1893456000"}, (400, 100, None)),
        ("post", "me/feed", {"message": "a", "published": "0", "unpublished_content_type": "X"}, (400, 100, None)),
        ("post", "me/feed", {"message": "a", "backdated_time": "2030-01-01"}, (400, 100, None)),
        ("post", "me/photos", {"source": "text"}, (400, 324, None)),
        ("post", "me/photos", {"url": "http://10.0.0.7/a.jpg"}, (400, 1609005, 2061006)),
        ("post", "me/picture", {"photo": "12345"}, (400, 100, None)),
        ("post", "me/messages", {"recipient": '{"id":"1"}', "message": '{"text":"a"}'}, (400, 100, 2018001)),
        ("post", "me/messages", {"message": '{"text":"a"}'}, (400, 100, None)),
        ("post", "me/settings", {"option": '{"NONSENSE":1}'}, (400, 100, None)),
        ("post", "me/subscribed_apps", {"subscribed_fields": "feed,nonsense"}, (400, 100, None)),
        ("post", "me/assigned_users", {"user": "1", "tasks": "['FLY']"}, (400, 100, None)),
        ("post", "me/blocked", {}, (400, 100, None)),
        ("post", "me/nonsense", {}, (400, 100, 33)),
        ("get", "", {"ids": ",".join(map(str, range(51)))}, (400, 100, None)),
        ("get", "me", {"appsecret_proof": "0" * 64}, (400, 100, None)),
    ],
)  # fmt: skip
def test_every_refusal_has_the_shape_of_an_error_and_leaves_no_row(stage, method, path, data, expected):
    answer = stage.graph(method, path, data)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("error_subcode")) == expected
    assert faults_of_error(answer.json()) == []
    assert Item.objects.count() == stage.world.pictures.count() == stage.world.talks.count() == 0
