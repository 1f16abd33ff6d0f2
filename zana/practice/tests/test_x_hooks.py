"""Webhooks of the X dialect, told to a real listener."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.reading import catch_up
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_x_account, move_clock
from zana.practice.actions.x_access import program_key
from zana.practice.dialects.deliveries import deliver_rings
from zana.practice.models import Hook, Item, World

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def seal(text, secret=b"secret"):
    return "sha256=" + base64.b64encode(hmac.new(secret, text, hashlib.sha256).digest()).decode()


@pytest.fixture
def listener(settings):
    """Answers challenges with `secret` and keeps what it is told."""

    class Ear(BaseHTTPRequestHandler):
        told: list[tuple[str, bytes]] = []
        secret, url = b"secret", ""

        def do_GET(self):
            token = parse_qs(urlsplit(self.path).query)["crc_token"][0]
            self._answer(json.dumps({"response_token": seal(token.encode(), Ear.secret)}).encode())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            Ear.told.append((self.headers["x-twitter-webhooks-signature"], body))
            self._answer(b"{}")

        def _answer(self, body):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Not a word."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    Ear.url = settings.ZANA_MEDIA_URL = f"http://127.0.0.1:{server.server_port}"
    yield Ear
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def program(stage):
    headers = {"Authorization": f"Bearer {program_key(application=stage.application).value}"}

    def ask(method, path, data=None):
        kind = {} if method == "get" else {"content_type": "application/json"}
        return getattr(stage.client, method)(f"/practice/x/2/{path}", data or {}, headers=headers, **kind)

    return ask


def test_replies_mentions_and_messages_are_told_and_sealed(stage, listener, program):
    made = program("post", "webhooks", {"url": f"{listener.url}/hook"})
    for event in ("post.reply.create", "post.mention.create", "dm.received"):
        asked = {"event_type": event, "filter": {"user_id": stage.account.remote_id}}
        assert program("post", "activity/subscriptions", asked).status_code == 200
    stage.world = World.objects.get(pk=stage.world.pk)
    stage.account.world = stage.person.world = stage.world
    other = create_x_account(owner=stage.person, name="Tjetra")
    post = publish_post(wall=stage.account, network="x", draft=Draft(text="Sot"))
    add_answer(author=other, to=post, text="Po vij")
    publish_post(wall=other, network="x", draft=Draft(text=f"Shihni @{stage.account.handle}"))
    say_privately(account=stage.account, guest=other, author=other, text="A jeni hapur?", network="x")

    counts = deliver_rings()

    told = [json.loads(body)["data"] for _, body in listener.told]
    assert (made.json()["data"]["valid"], counts) == (True, {"sent": 3, "failed": 0})
    assert [(one["event_type"], one["payload"]["text"]) for one in told] == [
        ("post.reply.create", "Po vij"), ("post.mention.create", f"Shihni @{stage.account.handle}"),
        ("dm.received", "A jeni hapur?"),
    ]  # fmt: skip
    assert [sealed for sealed, _ in listener.told] == [seal(body) for _, body in listener.told]


def test_an_address_that_cannot_answer_the_challenge_is_not_kept(listener, program):
    listener.secret = b"another"

    answer = program("post", "webhooks", {"url": f"{listener.url}/hook"})

    assert (answer.status_code, answer.json()["title"], Hook.objects.count()) == (400, "CrcValidationFailed", 0)


def test_an_account_that_gave_no_access_cannot_be_followed(stage, program):
    other = create_x_account(owner=stage.person, name="Tjetra")

    asked = {"event_type": "dm.received", "filter": {"user_id": other.remote_id}}

    assert program("post", "activity/subscriptions", asked).status_code == 400
    assert Item.objects.count() == 0


def test_whoever_speaks_for_the_first_time_has_begun_to_follow(stage, listener, program):
    program("post", "webhooks", {"url": f"{listener.url}/hook"})
    asked = {"event_type": "follow.follow", "filter": {"user_id": stage.account.remote_id}}
    assert program("post", "activity/subscriptions", asked).status_code == 200
    world = World.objects.get(pk=stage.world.pk)
    stage.account.world = world
    for text in ("Sot", "Nesër"):
        publish_post(wall=stage.account, network="x", draft=Draft(text=text))
    move_clock(world=world, seconds=7 * 86_400)
    catch_up(world=World.objects.get(pk=world.pk))

    deliver_rings()

    told = [json.loads(body)["data"] for _, body in listener.told]
    speakers = set(Item.objects.filter(root__wall=stage.account).values_list("author__remote_id", flat=True))
    assert len(speakers) > 1
    assert sorted(one["payload"]["source"]["id"] for one in told) == sorted(speakers)
    assert {(one["event_type"], one["payload"]["target"]["id"]) for one in told} == {
        ("follow.follow", stage.account.remote_id)
    }
