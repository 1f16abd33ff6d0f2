"""Programs are told what happened: handshake, interest, signed bodies, patience, and what drills do to it."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from zana.kernel import clock
from zana.practice.actions.bars import bar
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.posts import add_answer, change_text, hide_item, remove_item
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_person
from zana.practice.dialects.deliveries import deliver_rings
from zana.practice.models import Hook, Item, Ring
from zana.practice.rules.hooks import WAITS, wait_after, write_body

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]
APP = "zana|secret"


class Receiver(ThreadingHTTPServer):
    """A program's callback that keeps what it is told."""

    def __init__(self):
        self.told, self.status, self.echo = [], 200, True
        super().__init__(("127.0.0.1", 0), Callback)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class Callback(BaseHTTPRequestHandler):
    server: Receiver

    def do_GET(self):
        challenge = parse_qs(urlsplit(self.path).query)["hub.challenge"][0]
        self._say(200, challenge if self.server.echo else "no")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((body, self.headers["X-Hub-Signature-256"]))
        self._say(self.server.status, "")

    def _say(self, status, text):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    server = Receiver()
    settings.ZANA_MEDIA_URL = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def following(stage, receiver):
    subscribe(stage, receiver)
    stage.graph("post", "me/subscribed_apps", {"subscribed_fields": "feed,mention,messages"})
    stage.page.world.refresh_from_db()
    return stage


def subscribe(stage, receiver, **more):
    given = {"object": "page", "callback_url": receiver.url, "fields": "feed,messages,mention", "verify_token": "v"}
    return stage.graph("post", "zana/subscriptions", {**given, **more}, token=APP)


def changes(receiver):
    entries = [entry for body, _ in receiver.told for entry in json.loads(body)["entry"]]
    return [
        (one["value"]["item"], one["value"]["verb"], one["value"].get("message"))
        for entry in entries
        for one in entry["changes"]
    ]


def error_of(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"]


def test_an_address_must_say_the_challenge_back(stage, receiver):
    receiver.echo = False
    silent, inside = subscribe(stage, receiver), subscribe(stage, receiver, callback_url="http://127.0.0.1:9/hook")
    unknown, foreign = subscribe(stage, receiver, fields="nonsense"), subscribe(stage, receiver, object="nonsense")
    forged = stage.graph("post", "zana/subscriptions", {}, token="zana|wrong")
    receiver.echo = True

    done = subscribe(stage, receiver).json()
    listed = stage.graph("get", "zana/subscriptions", token=APP).json()["data"]
    assert [error_of(one) for one in (silent, inside, unknown, foreign, forged)] == [
        (400, 2200), (400, 2200), (400, 100), (400, 100), (400, 190),
    ]  # fmt: skip
    assert (done, [(one["object"], [field["name"] for field in one["fields"]]) for one in listed]) == (
        {"success": True}, [("page", ["feed", "messages", "mention"])],
    )  # fmt: skip
    stage.graph("delete", "zana/subscriptions?object=page", token=APP)
    assert Hook.objects.count() == 0


def test_interest_in_a_page_is_replaced_listed_and_ended(stage):
    for fields in ("feed,mention", "messages"):
        stage.graph("post", "me/subscribed_apps", {"subscribed_fields": fields})
    listed = stage.graph("get", "me/subscribed_apps").json()["data"]
    wrong = stage.graph("post", "me/subscribed_apps", {"subscribed_fields": "nonsense"}).json()["error"]["message"]
    stage.graph("delete", "me/subscribed_apps")

    assert [(one["id"], one["name"], one["subscribed_fields"]) for one in listed] == [("zana", "Zana", ["messages"])]
    assert wrong.startswith("(#100) Param subscribed_fields[0] must be one of {feed, mention, messages")
    assert stage.graph("get", "me/subscribed_apps").json()["data"] == []


def test_everything_about_a_comment_is_told_in_order_and_signed(following, receiver):
    visitor = create_person(world=following.world, name="Dita Vizitore")
    post = following.graph("post", "me/feed", {"message": "Sot"}).json()["id"]
    item = Item.objects.select_related("world", "wall__world").get(remote_id=post.split("_")[1])
    said = add_answer(author=visitor, to=item, text="Mirë/keq")
    change_text(item=said, text="Mirë")
    hide_item(item=said, hidden=True)
    remove_item(item=said)
    following.graph("post", f"{post}/likes")

    counts = deliver_rings()

    ((body, signature),) = receiver.told
    first = json.loads(body)["entry"][1]
    assert (counts, deliver_rings()) == ({"sent": 6, "failed": 0}, {"sent": 0, "failed": 0})
    assert changes(receiver) == [
        ("status", "add", "Sot"), ("comment", "add", "Mirë/keq"), ("comment", "edited", "Mirë"),
        ("comment", "hide", "Mirë"), ("comment", "remove", "Mirë"), ("reaction", "add", None),
    ]  # fmt: skip
    assert first["id"] == following.page.remote_id
    assert first["changes"][0]["value"]["parent_id"] == first["changes"][0]["value"]["post_id"] == post
    assert first["changes"][0]["value"]["from"] == {"id": visitor.remote_id, "name": "Dita Vizitore"}
    assert signature == "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert rb"Mir\u00eb\/keq" in body


def test_messages_and_mentions_are_told_where_they_are_wanted(following, receiver):
    visitor = create_person(world=following.world, name="Dita Vizitore")
    say_privately(
        account=following.page, guest=visitor, author=visitor, text="Përshëndetje", network=Item.FACEBOOK
    )  # fmt: skip
    following.graph("post", "me/subscribed_apps", {"subscribed_fields": "messages"})
    following.graph("post", "me/feed", {"message": "Kjo nuk tregohet"})
    deliver_rings()

    (entry,) = json.loads(receiver.told[0][0])["entry"]
    assert entry["messaging"][0]["sender"] == {"id": visitor.remote_id}
    assert entry["messaging"][0]["message"]["text"] == "Përshëndetje"


def test_who_does_not_answer_is_asked_again_less_and_less_often(following, receiver):
    receiver.status = 500
    following.graph("post", "me/feed", {"message": "Sot"})
    start = clock.now()
    counts = [deliver_rings(), deliver_rings()]
    receiver.status = 200
    with clock.frozen(start + timedelta(seconds=6)):
        counts.append(deliver_rings())

    assert counts == [{"sent": 0, "failed": 1}, {"sent": 0, "failed": 0}, {"sent": 1, "failed": 0}]
    assert Ring.objects.get().state == Ring.SENT
    assert (wait_after(1), wait_after(len(WAITS) + 1)) == (timedelta(seconds=5), None)
    assert 35 * 3_600 < sum(WAITS) <= 36 * 3_600


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("webhook_twice", ["a", "b", "a", "b"]), ("webhook_out_of_order", ["b", "a"])],
)
def test_a_drill_tells_twice_or_out_of_order(following, receiver, kind, expected):
    for text in "ab":
        following.graph("post", "me/feed", {"message": text})
    queue_fault(world=following.world, kind=kind)
    unmoved = following.graph("get", "me").status_code
    deliver_rings()

    assert (unmoved, [message for _, _, message in changes(receiver)]) == (200, expected)


def test_nobody_is_told_of_a_page_nobody_follows(stage, receiver):
    subscribe(stage, receiver)
    stage.graph("post", "me/feed", {"message": "Sot"})
    bar(account=stage.page, other=stage.person)

    assert (deliver_rings(), Ring.objects.count()) == ({"sent": 0, "failed": 0}, 0)


def test_a_body_is_ascii_with_its_slashes_escaped():
    assert write_body({"a": "ë/"}) == b'{"a":"\\u00eb\\/"}'
