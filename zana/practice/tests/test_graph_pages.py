"""Profiles, posts, comments, people and settings of a Page."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zana.practice.actions.marks import mark
from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.roles import change_tasks, remove_role
from zana.practice.actions.worlds import create_person, move_clock
from zana.practice.models import Item
from zana.practice.tests.conftest import picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def error_of(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")


def upload(stage, **more):
    return stage.graph("post", "me/photos", {"source": SimpleUploadedFile("a.png", picture_bytes()), **more}).json()


@pytest.fixture
def visitor(stage):
    return create_person(world=stage.world, name="Dita Vizitore")


def test_what_is_updated_is_read_again(stage):
    given = {
        "about": "Për gra", "website": "https://kopshti.example", "phone": "+383 38 000 000",
        "emails": '["zyra@kopshti.example"]', "location": '{"city":"Prizren","zip":"20000"}', "is_always_open": "true",
        "hours": '{"mon_1_open":"09:00"}', "impressum": "Shoqata",
    }  # fmt: skip
    done = stage.graph("post", f"{stage.page.remote_id}/", given)
    read = stage.graph("get", "me/", {"fields": f"{','.join(given)},single_line_address"}).json()

    assert done.json() == {"success": True}
    assert read == {
        **given, "emails": ["zyra@kopshti.example"], "location": {"city": "Prizren", "zip": "20000"},
        "is_always_open": True, "hours": {"mon_1_open": "09:00"}, "single_line_address": "20000, Prizren",
        "id": stage.page.remote_id,
    }  # fmt: skip


def test_picture_and_cover_are_set_and_shown(stage):
    before = stage.graph("get", "me/picture", {"redirect": "0"}).json()["data"]["is_silhouette"]
    photo = upload(stage, published="false")["id"]
    stage.graph("post", "me/picture", {"photo": photo})
    stage.graph("post", "me", {"cover": photo, "offset_y": "12"})

    shown = stage.graph("get", "me", {"fields": "picture.type(large){url,is_silhouette},cover"}).json()
    walked = stage.graph("get", "me/picture", {"type": "large"})

    address = f"http://testserver/practice/pictures/{photo}/"
    assert (before, shown["picture"]["data"]) == (True, {"url": address, "is_silhouette": False})
    assert shown["cover"] == {"cover_id": photo, "id": photo, "offset_x": 0, "offset_y": 12, "source": address}
    assert (walked.status_code, walked["Location"]) == (302, address)


def test_many_objects_come_in_one_answer(stage):
    posts = [stage.graph("post", "me/feed", {"message": text}).json()["id"] for text in "ab"]
    said = stage.graph("post", f"{posts[1]}/comments", {"message": "po"}).json()["id"]

    nodes = stage.graph("get", "", {"ids": ",".join(posts), "fields": "message"}).json()
    lists = stage.graph("get", "comments", {"ids": ",".join(posts), "fields": "id"}).json()

    assert nodes == {posts[0]: {"message": "a", "id": posts[0]}, posts[1]: {"message": "b", "id": posts[1]}}
    assert [[one["id"] for one in lists[post]["data"]] for post in posts] == [[], [said]]


def test_a_batch_uses_earlier_answers_and_tells_each_error(stage):
    parts = [
        {"method": "POST", "relative_url": "me/feed", "body": "message=Nga%20tufa", "name": "post"},
        {"method": "GET", "relative_url": "{result=post:$.id}?fields=message"},
        {"method": "GET", "relative_url": "0?fields=message"},
    ]

    silent, read, missing = stage.graph("post", "", {"batch": json.dumps(parts), "include_headers": "false"}).json()

    assert silent is None
    assert json.loads(read["body"])["message"] == "Nga tufa"
    assert (missing["code"], json.loads(missing["body"])["error"]["error_subcode"], "headers" in missing) == (
        400, 33, False,
    )  # fmt: skip


def test_a_scheduled_post_is_listed_moved_published_and_cancelled(stage):
    def schedule(hours):
        due = int((stage.world.now() + timedelta(hours=hours)).timestamp())
        return stage.graph(
            "post", "me/feed", {"message": f"Pas {hours}", "published": "false", "scheduled_publish_time": due}
        ).json()["id"]

    now, later, never = schedule(1), schedule(2), schedule(3)
    moved = int((stage.world.now() + timedelta(hours=9)).timestamp())
    stage.graph("post", now, {"is_published": "true"})
    stage.graph("post", later, {"scheduled_publish_time": moved})
    stage.graph("delete", never)
    again = stage.graph("post", now, {"scheduled_publish_time": moved})

    waiting = stage.graph("get", "me/scheduled_posts", {"fields": "scheduled_publish_time"}).json()["data"]
    out = stage.graph("get", "me/posts", {"fields": "id"}).json()["data"]
    assert waiting == [{"scheduled_publish_time": moved, "id": later}]
    assert out == [{"id": now}]
    assert error_of(again) == (400, 100, None)


def test_posts_are_hidden_pinned_dated_back_and_edited(stage, visitor):
    post = stage.graph("post", "me/feed", {"message": "Sot", "backdated_time": "2026-05-01"}).json()["id"]
    by_visitor = publish_post(wall=stage.page, network=Item.FACEBOOK, draft=Draft(text="Unë"), author=visitor)
    stage.graph("post", post, {"message": "Atëherë", "is_hidden": "true", "is_pinned": "true"})

    fields = "message,created_time,is_hidden,is_pinned,timeline_visibility"
    read = stage.graph("get", post, {"fields": fields}).json()
    seen = [one["message"] for one in stage.graph("get", "me/feed").json()["data"]]
    all_of_them = [one["message"] for one in stage.graph("get", "me/feed", {"include_hidden": "true"}).json()["data"]]
    foreign = stage.graph("post", f"{stage.page.remote_id}_{by_visitor.remote_id}", {"message": "Jo"})

    assert read == {
        "message": "Atëherë", "created_time": "2026-05-01T00:00:00+0000", "is_hidden": True, "is_pinned": True,
        "timeline_visibility": "hidden", "id": post,
    }  # fmt: skip
    assert (seen, all_of_them) == (["Unë"], ["Unë", "Atëherë"])
    assert error_of(foreign) == (403, 200, None)


def test_the_same_words_twice_are_refused_where_there_are_limits(stage):
    def say(text):
        return stage.graph("post", "me/feed", {"message": text}).status_code

    free = [say("Njësoj"), say("Njësoj")]
    stage.world.manner = {"limits": True}
    stage.world.save()

    assert (free, [say("Ndryshe"), say("Ndryshe"), say("Njësoj"), say("Ndryshe")]) == ([200] * 2, [200, 400, 200, 200])


def test_a_like_counts_once_until_it_is_taken_back(stage, visitor):
    post = stage.graph("post", "me/feed", {"message": "Sot"}).json()["id"]
    item = Item.objects.get(remote_id=post.split("_")[1])
    mark(item=item, actor=visitor)
    fields = {"fields": "likes.summary(true),reactions.limit(0).summary(true)"}
    counts = []
    for method in ("post", "post", "delete"):
        stage.graph(method, f"{post}/likes")
        read = stage.graph("get", post, fields).json()
        counts.append((read["likes"]["summary"]["total_count"], read["likes"]["summary"]["has_liked"]))

    assert counts == [(2, True), (2, True), (1, False)]
    assert read["reactions"]["summary"] == {"total_count": 1, "viewer_reaction": "NONE"}


def test_a_comment_tells_what_can_be_done_with_it(stage, visitor):
    post = stage.graph("post", "me/feed", {"message": "Sot"}).json()["id"]
    item = Item.objects.get(remote_id=post.split("_")[1])
    said = add_answer(author=visitor, to=item, text="Mirë?")
    comment = f"{item.remote_id}_{said.remote_id}"
    photo = upload(stage, published="false")["id"]
    answer = stage.graph("post", f"{comment}/comments", {"attachment_id": photo}).json()["id"]
    stage.graph("post", f"{comment}/likes")

    fields = "comment_count,like_count,user_likes,can_hide,can_reply_privately"
    theirs, own = (stage.graph("get", one, {"fields": f"{fields},attachment"}).json() for one in (comment, answer))
    edited = stage.graph("post", comment, {"message": "Keq"})
    newest = {"order": "reverse_chronological", "filter": "stream", "live_filter": "no_filter", "fields": "id"}
    order = [one["id"] for one in stage.graph("get", f"{post}/comments", newest).json()["data"]]

    assert theirs == {
        "comment_count": 1, "like_count": 1, "user_likes": True, "can_hide": True, "can_reply_privately": True,
        "id": comment,
    }  # fmt: skip
    assert (own["can_hide"], own["can_reply_privately"], own["attachment"]["target"]["id"]) == (False, False, photo)
    assert error_of(edited) == (403, 200, None)
    assert order == [answer, comment]


def test_somebody_is_shut_out_and_let_in_again(stage, visitor):
    one = {"user": visitor.remote_id}
    done = stage.graph("post", "me/blocked", {"user": json.dumps([visitor.remote_id])}).json()
    shut = stage.graph("get", "me/blocked").json()["data"]
    stage.graph("delete", f"me/blocked?user={one['user']}")

    assert done == {visitor.remote_id: True}
    assert [(entry["id"], entry["name"]) for entry in shut] == [(visitor.remote_id, "Dita Vizitore")]
    assert stage.graph("get", "me/blocked").json()["data"] == []


def test_settings_are_kept_under_their_names(stage):
    stage.graph("post", "me/settings", {"option": '{"MODERATION_WORDS":"turp, gënjeshtra"}'})
    stage.graph("post", "me/settings", {"option": '{"setting":"PROFANITY_FILTER","value":"STRONG"}'})

    kept = {one["setting"]: one["value"] for one in stage.graph("get", "me/settings").json()["data"]}
    stage.page.refresh_from_db()
    assert (kept["MODERATION_WORDS"], kept["PROFANITY_FILTER"]) == ("turp,gënjeshtra", "STRONG")
    assert stage.page.settings["moderation_words"] == ["turp", "gënjeshtra"]


def test_people_are_given_tasks_and_leave(stage, visitor):
    path = "me/assigned_users"
    stage.graph("post", path, {"user": visitor.remote_id, "tasks": '["MODERATE"]'})
    stage.graph("post", path, {"user": visitor.remote_id, "tasks": '["MODERATE","ANALYZE"]'})
    both = {one["id"]: one["tasks"] for one in stage.graph("get", path, {"business": "1"}).json()["data"]}
    alone = stage.graph("delete", f"{path}?user={stage.person.remote_id}")
    stage.graph("delete", f"{path}?user={visitor.remote_id}")
    left = [one["id"] for one in stage.graph("get", "me/roles").json()["data"]]

    chosen = stage.graph("get", "me/roles", {"fields": "name"}).json()["data"]

    assert [set(one) for one in chosen] == [{"id", "name"}]
    assert both[visitor.remote_id] == ["MODERATE", "ANALYZE"]
    assert error_of(alone) == (400, 100, None)
    assert left == [stage.person.remote_id]


def test_a_program_may_do_what_its_person_may(stage, visitor):
    change_tasks(actor=stage.page, person=visitor, tasks=["MANAGE"])
    change_tasks(actor=stage.page, person=stage.person, tasks=["ANALYZE"])
    reduced = stage.graph("post", "me/feed", {"message": "Sot"})
    numbers = stage.graph("get", "me/insights", {"metric": "page_follows"})
    remove_role(actor=stage.page, person=stage.person)
    gone = stage.graph("get", "me")

    assert (error_of(reduced), numbers.status_code, error_of(gone)) == ((403, 200, None), 200, (400, 190, 492))
    assert Item.objects.count() == 0


def test_page_numbers_add_up_over_days_and_weeks(stage, visitor):
    post = stage.graph("post", "me/feed", {"message": "Sot"}).json()["id"]
    add_answer(author=visitor, to=Item.objects.get(remote_id=post.split("_")[1]), text="Po")
    move_clock(world=stage.world, seconds=10 * 86_400)

    def read(**arguments):
        arguments |= {"metric": "page_media_view,page_post_engagements", "since": "2026-11-02", "until": "2026-11-09"}
        return stage.graph("get", "me/insights", arguments).json()

    days, week, whole = (read(period=period) for period in ("day", "week", "total_over_range"))
    sums = [sum(value["value"] for value in metric["values"]) for metric in days["data"]]
    assert [metric["values"][-1]["value"] for metric in week["data"]] == sums
    assert [metric["values"][0]["value"] for metric in whole["data"]] == sums
    assert sums[1] > 1
    assert read(period="lifetime")["data"] == []
    earlier = stage.client.get(
        days["paging"]["previous"], headers={"Authorization": f"Bearer {stage.page_token.value}"}
    )
    assert earlier.json()["data"][0]["values"][0]["end_time"] == "2026-10-27T07:00:00+0000"


def test_reading_a_long_list_costs_as_many_queries_as_a_short_one(stage, visitor, django_assert_max_num_queries):
    items = [
        publish_post(wall=stage.page, network=Item.FACEBOOK, draft=Draft(text=str(number))) for number in range(12)
    ]
    for item in items:
        add_answer(author=visitor, to=item, text="Po")
    fields = "id,message,shares,comments.limit(0).summary(true),reactions.limit(0).summary(true),attachments,from"

    with django_assert_max_num_queries(24, using="practice"):
        stage.graph("get", "me/posts", {"fields": fields, "summary": "true"})
    with django_assert_max_num_queries(8, using="practice"):
        stage.graph("get", "me/posts", {"fields": "id,message,shares,attachments,from,is_pinned"})


def test_pages_a_text_names_are_told_with_their_place(stage):
    words = f"Faleminderit @{stage.page.handle}, dhe @askush!"
    post = stage.graph("post", "me/feed", {"message": words}).json()["id"]

    (tag,) = stage.graph("get", post, {"fields": "message_tags"}).json()["message_tags"]

    assert (tag["id"], tag["type"]) == (stage.page.remote_id, "page")
    assert words[tag["offset"] :][: tag["length"]] == f"@{stage.page.handle}"
