"""Private messages through the Graph dialect."""

import json

import pytest

from zana.practice.actions.posts import add_answer
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_person, move_clock
from zana.practice.models import Item, Message, Talk

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def error_of(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")


@pytest.fixture
def guest(stage):
    return create_person(world=stage.world, name="Dita Vizitore")


@pytest.fixture
def talk(stage, guest):
    said = say_privately(account=stage.page, guest=guest, author=guest, text="A jeni hapur?", network=Item.FACEBOOK)
    return said.talk


def send(stage, to, text="Po, deri në pesë.", **more):
    body = {"recipient": to, "message": {"text": text}, "messaging_type": "RESPONSE", **more}
    return stage.graph("post", "me/messages", body, content_type="application/json")


def test_a_conversation_is_read_answered_and_read_as_done(stage, guest, talk):
    fields = {"fields": "id,message_count,unread_count,snippet,can_reply,participants", "platform": "messenger"}
    (before,) = stage.graph("get", "me/conversations", fields).json()["data"]
    answer = send(stage, {"id": guest.remote_id}).json()
    (after,) = stage.graph("get", "me/conversations", fields).json()["data"]
    said = stage.graph("get", f"{talk.remote_id}/messages", {"fields": "id,message,from,to"}).json()["data"]

    assert (before["unread_count"], before["message_count"], before["snippet"]) == (1, 1, "A jeni hapur?")
    assert (after["unread_count"], after["message_count"], after["can_reply"]) == (0, 2, True)
    assert [one["message"] for one in said] == ["Po, deri në pesë.", "A jeni hapur?"]
    assert answer == {"recipient_id": guest.remote_id, "message_id": said[0]["id"]}
    assert said[1]["from"] == {
        "name": "Dita Vizitore", "email": f"{guest.remote_id}@facebook.com", "id": guest.remote_id,
    }  # fmt: skip


def test_the_window_closes_after_a_day_and_for_people_after_a_week(stage, guest, talk):
    move_clock(world=stage.world, seconds=25 * 3_600)
    late, human = send(stage, {"id": guest.remote_id}), send(
        stage, {"id": guest.remote_id}, messaging_type="MESSAGE_TAG", tag="HUMAN_AGENT"
    )  # fmt: skip
    move_clock(world=stage.world, seconds=7 * 86_400)
    too_late = send(stage, {"id": guest.remote_id}, messaging_type="MESSAGE_TAG", tag="HUMAN_AGENT")
    untagged = send(stage, {"id": guest.remote_id}, messaging_type="MESSAGE_TAG")

    assert [error_of(one) for one in (late, too_late)] == [(403, 10, 2018278)] * 2
    assert (human.status_code, error_of(untagged)) == (200, (400, 100, None))
    assert Message.objects.filter(author=stage.page).count() == 1


def test_a_comment_is_answered_privately_once_and_within_a_week(stage, guest):
    post = stage.graph("post", "me/feed", {"message": "Sot"}).json()["id"]
    item = Item.objects.get(remote_id=post.split("_")[1])
    said, old = (add_answer(author=guest, to=item, text=text) for text in ("Ku?", "Kur?"))
    comment, other = (f"{item.remote_id}_{one.remote_id}" for one in (said, old))

    first, second = send(stage, {"comment_id": comment}, "Na shkruani."), send(stage, {"comment_id": comment})
    shown = stage.graph("get", comment, {"fields": "can_reply_privately,private_reply_conversation"}).json()
    move_clock(world=stage.world, seconds=8 * 86_400)
    late = send(stage, {"comment_id": other})

    talk = Talk.objects.get(account=stage.page, guest=guest)
    assert (first.status_code, error_of(second), error_of(late)) == (200, (400, 10900, None), (400, 10903, None))
    assert (shown["can_reply_privately"], shown["private_reply_conversation"]["id"]) == (False, talk.remote_id)
    assert [one.text for one in talk.messages.all()] == ["Na shkruani."]


def test_the_inbox_is_sorted_and_people_are_shut_out(stage, guest, talk):
    seen = stage.graph("post", "me/messages", {
        "recipient": json.dumps({"id": guest.remote_id}), "sender_action": "mark_seen",
    }).json()  # fmt: skip
    people = json.dumps([{"id": guest.remote_id}])
    actions = {"user_ids": people, "actions": '["MOVE_TO_SPAM","BLOCK_USER"]'}
    stage.graph("post", "me/moderate_conversations", actions)
    folders = [len(stage.graph("get", "me/conversations", {"folder": one}).json()["data"]) for one in ("inbox", "spam")]
    shut = send(stage, {"id": guest.remote_id})
    wrong = stage.graph("post", "me/moderate_conversations", {"user_ids": people, "actions": '["FLY"]'})

    talk.refresh_from_db()
    assert (seen, talk.unread, folders) == ({"recipient_id": guest.remote_id}, 0, [0, 1])
    assert (error_of(shut), error_of(wrong)) == ((400, 551, 1545041), (400, 100, None))


@pytest.mark.parametrize("text", ["", "a" * 2_001])
def test_empty_and_endless_messages_are_refused(stage, guest, talk, text):
    assert error_of(send(stage, {"id": guest.remote_id}, text)) == (400, 100, None)
    assert talk.messages.count() == 1
