import json
from datetime import UTC, datetime

import pytest

from zana.kernel import clock
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.worlds import move_clock
from zana.practice.dialects.mishap import AnswerLost
from zana.practice.models import Item, Picture
from zana.practice.tests.conftest import picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def error_of(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")


def test_a_post_stands_in_the_feed_after_publishing(stage):
    done = stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "Sot hapim kopshtin"}).json()
    read = stage.graph("get", f"{stage.page.remote_id}/posts", {"fields": "id,message"}).json()

    assert read["data"] == [{"id": done["id"], "message": "Sot hapim kopshtin"}]
    assert done["id"].split("_")[0] == stage.page.remote_id


@pytest.mark.parametrize("prefix", ["", "v19.0/", "v26.0/", "v25.0/"])
def test_any_version_or_none_is_served(stage, prefix):
    answer = stage.client.get(f"/practice/graph/{prefix}me", {"access_token": stage.page_token.value})

    assert answer.json() == {"name": "Shoqata Kopshti", "id": stage.page.remote_id}


def test_the_token_is_found_in_four_places(stage):
    token, path = stage.page_token.value, "/practice/graph/me"

    answers = [
        stage.client.get(path, headers={"Authorization": f"Bearer {token}"}),
        stage.client.get(path, headers={"Authorization": f"OAuth {token}"}),
        stage.client.get(path, {"access_token": token}),
        stage.client.post(path + "/feed", {"access_token": token, "message": "a"}),
        stage.client.post(path + "/feed", {"access_token": token, "message": "b"}, content_type="application/json"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 5


def test_query_and_body_are_merged(stage):
    answer = stage.client.post(
        f"/practice/graph/{stage.page.remote_id}/feed?access_token={stage.page_token.value}&message=query",
        {"link": "https://zana.example/a"},
        content_type="application/json",
    )

    item = Item.objects.get(remote_id=answer.json()["id"].split("_")[1])
    assert (item.text, item.link) == ("query", "https://zana.example/a")


def test_a_photo_is_uploaded_with_its_description(stage):
    stage_file = {"source": _file(), "alt_text_custom": "Një kopsht", "caption": "Kopshti"}
    done = stage.graph("post", f"{stage.page.remote_id}/photos", stage_file).json()
    read = stage.graph("get", done["id"], {"fields": "alt_text,name,width,height,page_story_id"}).json()

    assert read == {
        "alt_text": "Një kopsht",
        "name": "Kopshti",
        "width": 40,
        "height": 30,
        "page_story_id": done["post_id"],
        "id": done["id"],
    }


def test_several_pictures_are_attached_to_one_post(stage):
    path = f"{stage.page.remote_id}/photos"
    ids = [stage.graph("post", path, {"source": _file(), "published": "false"}).json()["id"] for _ in range(2)]
    media = [{"media_fbid": one} for one in ids]

    done = stage.graph(
        "post", f"{stage.page.remote_id}/feed", {"message": "Dy", "attached_media": media},
        content_type="application/json",
    ).json()  # fmt: skip

    shown = stage.graph("get", done["id"], {"fields": "attachments{subattachments}"}).json()
    parts = shown["attachments"]["data"][0]["subattachments"]["data"]
    assert [part["target"]["id"] for part in parts] == ids
    assert Item.objects.count() == 1


def test_pictures_already_posted_are_refused(stage):
    path = f"{stage.page.remote_id}/photos"
    shown = stage.graph("post", path, {"source": _file()}).json()["id"]

    answer = stage.graph("post", f"{stage.page.remote_id}/feed", {"attached_media[0]": f'{{"media_fbid":"{shown}"}}'})

    assert error_of(answer) == (400, 100, 1366051)


def test_bytes_that_are_no_picture_are_refused_and_leave_no_row(stage):
    broken = _file(b"no picture at all")

    answer = stage.graph("post", f"{stage.page.remote_id}/photos", {"source": broken})

    assert error_of(answer) == (400, 324, 1366046)
    assert Picture.objects.count() == 0


def test_a_listing_is_paged_to_its_end(stage):
    for number in range(5):
        stage.graph("post", f"{stage.page.remote_id}/feed", {"message": str(number)})
    texts, path = (
        [],
        f"/practice/graph/v25.0/{stage.page.remote_id}/posts?limit=2&access_token={stage.page_token.value}",
    )

    while path:
        page = stage.client.get(path).json()
        texts += [post["message"] for post in page["data"]]
        path = page["paging"].get("next")

    assert texts == ["4", "3", "2", "1", "0"]


def test_a_cursor_of_another_list_is_refused(stage):
    stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "a"})
    cursor = stage.graph("get", f"{stage.page.remote_id}/posts").json()["paging"]["cursors"]["after"]

    answer = stage.graph("get", f"{stage.page.remote_id}/feed", {"after": cursor})

    assert error_of(answer) == (400, 100, None)


def test_unknown_fields_and_objects_are_told_as_there(stage):
    unknown = stage.graph("get", stage.page.remote_id, {"fields": "id,nonsense"})
    absent = stage.graph("get", "123456")

    assert unknown.json()["error"]["message"] == (
        "(#100) Tried accessing nonexisting field (nonsense) on node type (Page)"
    )
    assert error_of(absent) == (400, 100, 33)


def test_another_page_of_the_world_is_not_shown(stage):
    from zana.practice.actions.worlds import create_page

    other = create_page(owner=stage.person, name="Tjetra")

    assert error_of(stage.graph("get", other.remote_id)) == (400, 100, 33)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", (400, 104, None)), ("nonsense", (400, 190, None))],
)
def test_a_missing_or_wrong_token_is_refused(stage, value, expected):
    answer = stage.client.get("/practice/graph/me", {"access_token": value})

    assert error_of(answer) == expected


def test_a_user_token_runs_out_when_the_clock_is_moved(stage):
    move_clock(world=stage.world, seconds=61 * 86_400)

    gone = stage.graph("get", "me", token=stage.user_token.value)
    lasting = stage.graph("get", "me")

    assert error_of(gone) == (400, 190, 463)
    assert lasting.status_code == 200


def test_a_user_token_may_not_write_in_the_pages_name(stage):
    answer = stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "a"}, token=stage.user_token.value)

    assert error_of(answer) == (403, 200, None)
    assert Item.objects.count() == 0


def test_a_missing_scope_is_refused(stage):
    grant = stage.page_token.grant
    grant.scopes = ["pages_show_list"]
    grant.save()

    answer = stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "a"})

    assert error_of(answer) == (403, 200, None)


def test_one_dead_metric_fails_the_whole_call(stage):
    path = f"{stage.page.remote_id}/insights"

    dead = stage.graph("get", path, {"metric": "page_follows,page_impressions"})
    none = stage.graph("get", path)

    assert dead.json()["error"]["message"] == "(#100) The value must be a valid insights metric"
    assert error_of(none) == (400, 3001, 1504028)


def test_page_insights_come_day_by_day(stage):
    stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "Sot"})
    move_clock(world=stage.world, seconds=5 * 86_400)

    read = stage.graph("get", f"{stage.page.remote_id}/insights", {
        "metric": "page_follows,page_total_media_view_unique", "since": "2026-11-01", "until": "2026-11-05",
    }).json()["data"]  # fmt: skip

    follows, reach = read
    assert [len(metric["values"]) for metric in read] == [4, 4]
    assert follows["values"][0] == {"value": 400, "end_time": "2026-11-02T07:00:00+0000"}
    assert sum(value["value"] for value in reach["values"]) > 0


@pytest.mark.parametrize(("hour", "days"), [(3, ("11-03", "11-04")), (9, ("11-04", "11-05"))])
def test_the_last_two_days_that_have_closed_are_told(stage, hour, days):
    """In the small hours too: the day that closes at seven has no value before."""
    with clock.frozen(datetime(2026, 11, 5, hour, tzinfo=UTC)):
        read = stage.graph("get", f"{stage.page.remote_id}/insights", {"metric": "page_follows"}).json()["data"]
    assert [one["end_time"][5:10] for one in read[0]["values"]] == list(days)


def test_a_small_page_gets_no_insights_where_there_are_limits(stage):
    stage.world.manner = {"limits": True}
    stage.world.save()
    stage.page.followers_at_start = 40
    stage.page.save()

    read = stage.graph("get", f"{stage.page.remote_id}/insights", {"metric": "page_follows"}).json()

    assert read["data"] == []


def test_the_audience_reacts_as_time_passes(stage):
    done = stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "Sot hapim kopshtin"}).json()
    fields = {"fields": "comments.limit(0).summary(true),reactions.limit(0).summary(true)"}
    fresh = stage.graph("get", done["id"], fields).json()

    move_clock(world=stage.world, seconds=7 * 86_400)
    later = stage.graph("get", done["id"], fields).json()
    again = stage.graph("get", done["id"], fields).json()

    assert (fresh["comments"]["summary"]["total_count"], fresh["reactions"]["summary"]["total_count"]) == (0, 0)
    assert later["comments"]["summary"]["total_count"] > 0
    assert later["reactions"]["summary"]["total_count"] > 0
    assert again == later


def test_comments_are_answered_hidden_and_deleted(stage):
    post = stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "Sot"}).json()["id"]
    said = stage.graph("post", f"{post}/comments", {"message": "Mirë"}).json()["id"]
    answer = stage.graph("post", f"{said}/comments", {"message": "Po"}).json()["id"]
    below = stage.graph("post", f"{answer}/comments", {"message": "Jo"}).json()["id"]

    stage.graph("post", said, {"is_hidden": "true"})
    fields = {"fields": "message,parent{id},is_hidden", "filter": "stream"}
    read = stage.graph("get", f"{post}/comments", fields).json()["data"]
    gone = stage.graph("delete", said)

    assert [(one["message"], one["is_hidden"], one.get("parent")) for one in read] == [
        ("Mirë", True, None),
        ("Po", False, {"id": said}),
        ("Jo", False, {"id": said}),
    ]
    assert below != answer
    assert gone.json() == {"success": True}
    assert stage.graph("get", f"{post}/comments").json()["data"] == []


def test_a_scheduled_post_goes_out_at_its_time(stage):
    due = int(stage.world.now().timestamp()) + 3600
    path = f"{stage.page.remote_id}/feed"
    done = stage.graph("post", path, {"message": "Nesër", "published": "false", "scheduled_publish_time": due}).json()

    before = stage.graph("get", path).json()["data"]
    move_clock(world=stage.world, seconds=4000)
    after = stage.graph("get", path, {"fields": "id,created_time"}).json()["data"]

    assert before == []
    assert after == [{"id": done["id"], "created_time": "2026-11-02T12:00:00+0000"}]


def test_a_time_outside_the_window_is_refused(stage):
    due = int(stage.world.now().timestamp()) + 60

    answer = stage.graph(
        "post", f"{stage.page.remote_id}/feed",
        {"message": "Nesër", "published": "false", "scheduled_publish_time": due},
    )  # fmt: skip

    assert answer.status_code == 400
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "expected", "written"),
    [
        ("rate_limited", (403, 32, None), 0),
        ("token_expired", (400, 190, 463), 0),
        ("token_revoked", (400, 190, 458), 0),
        ("permission_missing", (403, 200, None), 0),
        ("broken_before", (500, 2, None), 0),
        ("broken_after", (500, 1, None), 1),
        ("refused", (400, 368, 1404102), 0),
        ("duplicate", (400, 506, None), 0),
    ],
)
def test_faults_are_played_once(stage, kind, expected, written):
    queue_fault(world=stage.world, kind=kind, verb="publish", network="facebook")
    path = f"{stage.page.remote_id}/feed"

    faulty = stage.graph("post", path, {"message": "Një herë"})
    count = Item.objects.count()
    fine = stage.graph("post", path, {"message": "Një herë"})

    assert (error_of(faulty), count, fine.status_code) == (expected, written, 200)


def test_a_lost_answer_was_written(stage):
    queue_fault(world=stage.world, kind="answer_lost", verb="publish")

    answer = stage.graph("post", f"{stage.page.remote_id}/feed", {"message": "Humbi"})

    assert Item.objects.filter(text="Humbi").count() == 1
    with pytest.raises(AnswerLost):
        list(answer.streaming_content)


def test_usage_headers_name_the_page(stage):
    by_page = stage.graph("get", "me")
    by_user = stage.graph("get", "me", token=stage.user_token.value)

    assert stage.page.remote_id in by_page["X-Business-Use-Case-Usage"]
    assert by_user["X-App-Usage"] == '{"call_count": 1, "total_cputime": 1, "total_time": 1}'


def test_a_body_that_is_no_json_is_refused(stage):
    answer = stage.graph("post", "me/feed", "{broken", content_type="application/json")

    assert error_of(answer) == (400, 100, None)


def _file(content: bytes | None = None):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.png", content or picture_bytes(), "image/png")


def test_a_limit_tells_how_long_to_wait(stage):
    queue_fault(world=stage.world, kind="rate_limited", seconds=150)

    answer = stage.graph("get", "me")

    usage = json.loads(answer["X-Business-Use-Case-Usage"])[stage.page.remote_id][0]
    assert (usage["call_count"], usage["estimated_time_to_regain_access"]) == (100, 3)


def test_a_batch_answers_each_call_as_if_it_came_alone(stage):
    parts = [
        {"method": "POST", "relative_url": f"v25.0/{stage.page.remote_id}/feed", "body": "message=Nga%20tufa"},
        {"method": "GET", "relative_url": "me?fields=name"},
        {"method": "GET", "relative_url": "me?fields=nonsense"},
    ]

    answers = stage.graph("post", "", {"batch": json.dumps(parts)}).json()

    assert [answer["code"] for answer in answers] == [200, 200, 400]
    assert json.loads(answers[1]["body"])["name"] == "Shoqata Kopshti"
    assert Item.objects.get().text == "Nga tufa"


@pytest.mark.parametrize("batch", ["", "[]", "nonsense", "[1]", json.dumps([{}] * 51)])
def test_a_batch_of_another_shape_is_refused(stage, batch):
    assert error_of(stage.graph("post", "", {"batch": batch})) == (400, 100, None)


def test_a_list_given_twice_is_read_from_its_indexed_form(stage):
    answer = stage.graph("get", "me/insights", {"metric": "nonsense", "metric[0]": "page_follows"})

    assert [one["name"] for one in answer.json()["data"]] == ["page_follows"]
