"""Each wrong thing a program may do: every network says no in its own shape, and not one row is left behind.

What needs a media server (ratios, broken files by address) stands in `test_instagram.py`, films in `test_video.py`,
forged signatures of programs in `test_x_access.py`, of what we are told in `zana/networks/tests/test_signals.py`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from zana.practice.actions.access import Consent, give_consent, issue_token, spend_refresh_token, use_code
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_instagram_account, create_person
from zana.practice.dialects.scopes import GRAPH_SCOPES, INSTAGRAM_SCOPES, X_SCOPES
from zana.practice.models import Token
from zana.practice.tests.conftest import BASIC, Stage, picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

BACK, ELSEWHERE = "https://zana.example/back", "https://elsewhere.example/back"
LONG = "a" * 100_000
PROGRAM = {"client_id": "zana", "client_secret": "secret"}
CUT = picture_bytes("JPEG", (400, 400))[:-300]
VERIFIER = "a-verifier-of-more-than-forty-three-characters-1234"


@dataclass
class Cast:
    """What there is before anything goes wrong."""

    stage: Stage
    page: str
    post: str
    ig: str
    medium: str
    x: str
    own_token: str
    codes: dict[str, str]
    guest: str
    x_mark: str

    def exchange(self, door: str, /, **given: Any) -> Any:
        """A code becomes a key."""
        form: dict[str, Any] = {**PROGRAM, "code": self.codes.get(door, ""), "redirect_uri": BACK, **given}
        if door == "x":
            secret = form.pop("client_secret")
            form |= {"grant_type": "authorization_code", "code_verifier": VERIFIER}
            return self.ask_x_for_key(
                form, BASIC if secret == "secret" else {"Authorization": "Basic emFuYTp3cm9uZw=="}
            )
        where = {"graph": "graph/v25.0", "ig": "instagram"}[door]
        return self.stage.client.post(f"/practice/{where}/oauth/access_token", form)

    def ask_x_for_key(self, form: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        return self.stage.client.post("/practice/x/2/oauth2/token", form, headers=headers or BASIC)

    def graph(self, method: str, path: str, **given: Any) -> Any:
        return self.stage.graph(method, path, given)

    def own(self, method: str, path: str, **given: Any) -> Any:
        """Instagram by the account's own key."""
        call = getattr(self.stage.client, method)
        return call(f"/practice/instagram/v25.0/{path}", {**given, "access_token": self.own_token})

    def send(self, path: str, **given: Any) -> Any:
        """To X, as JSON."""
        return self.stage.x("post", path, given)

    def upload(self, content: bytes) -> Any:
        given = {"media": SimpleUploadedFile("a.jpg", content, "image/jpeg"), "media_category": "tweet_image"}
        return self.stage.x("post", "media/upload", given, content_type=MULTIPART_CONTENT)

    def cursor(self, of: str, **given: Any) -> str:
        answer = self.stage.graph("get", of, {"limit": 1, **given}).json()
        return str(answer["paging"]["cursors"]["after"])


@pytest.fixture
def cast(stage) -> Cast:
    stage.world.manner = {"liveliness": 0}
    stage.world.save()
    account = create_instagram_account(
        owner=stage.person, name="Kopshti", handle="kopshti", page=stage.page, followers=400
    )
    post, _ = (publish_post(wall=stage.page, network="facebook", draft=Draft(text=text)) for text in ("Sot", "Dje"))
    medium, _ = (publish_post(wall=account, network="instagram", draft=Draft(text=text)) for text in ("Sot", "Dje"))
    for number in range(6):
        publish_post(wall=stage.account, network="x", draft=Draft(text=f"Sot {number}"))
    guest = create_person(world=stage.world, name="Dita Vizitore")
    say_privately(account=stage.page, guest=guest, author=guest, text="A jeni hapur?", network="facebook")
    codes, own = {}, ""
    for door, actor, scopes in (
        ("graph", stage.page, GRAPH_SCOPES), ("ig", account, INSTAGRAM_SCOPES), ("x", stage.account, X_SCOPES)
    ):  # fmt: skip
        consent = Consent(
            actors=(actor,), scopes=tuple(scopes), redirect_uri=BACK, challenge=VERIFIER, challenge_method="plain"
        )
        given = give_consent(
            application=stage.application, dialect=door, person=stage.person, consent=consent, code_seconds=60
        )
        codes[door] = given.code
        if door == "ig":
            own = issue_token(grant=given, kind=Token.INSTAGRAM, actor=account, seconds=None).value
    mark = stage.x("get", f"users/{stage.account.remote_id}/tweets", {"max_results": 5}).json()["meta"]["next_token"]
    return Cast(
        stage=stage, page=stage.page.remote_id, post=f"{stage.page.remote_id}_{post.remote_id}", ig=account.remote_id,
        medium=medium.remote_id, x=stage.account.remote_id, own_token=own, codes=codes, guest=guest.remote_id,
        x_mark=mark,
    )  # fmt: skip


def count_rows() -> dict[str, int]:
    models = apps.get_app_config("practice").get_models()
    return {model.__name__: model._default_manager.count() for model in models}


def tell_shape(answer: Any) -> tuple[Any, ...]:
    """Which network speaks, and what it says: Graph's codes, the short words of a door, or a problem of X."""
    body = json.loads(answer.content)
    if isinstance(body.get("error"), dict):
        error = body["error"]
        assert error["fbtrace_id"]
        return answer.status_code, error["code"], error.get("error_subcode")
    if "error_type" in body:
        return answer.status_code, body["error_type"], body["error_message"].split(".")[0][:40]
    if "error" in body:
        return answer.status_code, body["error"]
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, body["title"], body["type"].rpartition("/")[2]


Case = tuple[str, Callable[[Cast], Any], tuple[Any, ...]]
INVALID = (400, "Invalid Request", "invalid-request")
CASES: list[Case] = [
    ("wrong secret, graph", lambda c: c.exchange("graph", client_secret="wrong"), (400, 1, None)),
    ("wrong secret, instagram", lambda c: c.exchange("ig", client_secret="wrong"),
     (400, "OAuthException", "Error validating client secret")),
    ("wrong secret, x", lambda c: c.exchange("x", client_secret="wrong"), (401, "unauthorized_client")),
    ("wrong secret, a program's own key", lambda c: c.stage.client.get(
        "/practice/graph/debug_token", {"input_token": "x", "access_token": "zana|wrong"}), (400, 190, None)),
    ("wrong redirect, graph", lambda c: c.exchange("graph", redirect_uri=ELSEWHERE), (400, 100, 36008)),
    ("wrong redirect, instagram", lambda c: c.exchange("ig", redirect_uri=ELSEWHERE),
     (400, "OAuthException", "Error validating verification code")),
    ("wrong redirect, x", lambda c: c.exchange("x", redirect_uri=ELSEWHERE), (400, "invalid_request")),
    ("private address, photo", lambda c: c.graph("post", "me/photos", url="http://10.0.0.7/a.jpg"),
     (400, 1609005, 2061006)),
    ("private address, video", lambda c: c.graph("post", "me/videos", file_url="http://192.168.1.1/a.mp4"),
     (400, 389, 1363057)),
    ("private address, comment", lambda c: c.graph(
        "post", f"{c.post}/comments", message="a", attachment_url="http://[::1]/a.jpg"), (400, 1609005, 2061006)),
    ("private address, instagram", lambda c: c.graph(
        "post", f"{c.ig}/media", image_url="https://169.254.169.254/a.jpg"), (400, 9004, 2207052)),
    ("5 GB, page", lambda c: c.graph("post", "me/videos", upload_phase="start", file_size=5 * 1024**3),
     (400, 352, 1363023)),
    ("5 GB, x", lambda c: c.send("media/upload/initialize", media_type="video/mp4", total_bytes=5 * 1024**3,
                                 media_category="tweet_video"), INVALID),
    ("broken JPEG, page", lambda c: c.graph("post", "me/photos", source=SimpleUploadedFile("a.jpg", CUT)),
     (400, 324, 1366046)),
    ("broken JPEG, x", lambda c: c.upload(CUT), INVALID),
    ("100 kB, post", lambda c: c.graph("post", "me/feed", message=LONG), (400, 100, None)),
    ("100 kB, comment", lambda c: c.graph("post", f"{c.post}/comments", message=LONG), (400, 100, None)),
    ("100 kB, message", lambda c: c.graph("post", "me/messages", recipient=json.dumps({"id": c.guest}),
                                          message=json.dumps({"text": LONG})), (400, 100, None)),
    ("100 kB, caption", lambda c: c.graph("post", f"{c.ig}/media", caption=LONG, image_url="https://a.example/a.jpg"),
     (400, 36004, 2207010)),
    ("100 kB, comment on instagram", lambda c: c.own("post", f"{c.medium}/comments", message=LONG), (400, 100, None)),
    ("100 kB, tweet", lambda c: c.send("tweets", text=LONG), (403, "Forbidden", "about:blank")),
    ("unknown field, page", lambda c: c.graph("get", "me", fields="name,colour"), (400, 100, None)),
    ("unknown field, post", lambda c: c.graph("get", c.post, fields="post_id"), (400, 100, None)),
    ("unknown field, a list of no objects", lambda c: c.graph("get", "me/roles", fields="shoe_size"),
     (400, 100, None)),
    ("unknown field, instagram", lambda c: c.own("get", "me", fields="colour"), (400, 100, None)),
    ("unknown field, x", lambda c: c.stage.x("get", "users/me", {"user.fields": "colour"}), INVALID),
    ("unknown field, body of x", lambda c: c.send("tweets", text="a", colour="red"), INVALID),
    ("unknown metric, page", lambda c: c.graph("get", "me/insights", metric="page_media_view,page_luck"),
     (400, 100, None)),
    ("unknown metric, post", lambda c: c.graph("get", f"{c.post}/insights", metric="post_luck"), (400, 100, None)),
    ("unknown metric, account", lambda c: c.own("get", "me/insights", metric="luck", period="day"), (400, 100, None)),
    ("unknown metric, media", lambda c: c.own("get", f"{c.medium}/insights", metric="luck"), (400, 100, None)),
    ("unknown metric, x", lambda c: c.stage.x("get", "tweets/analytics", {
        "ids": "1", "start_time": "2026-11-01T00:00:00Z", "end_time": "2026-11-02T00:00:00Z",
        "analytics.fields": "luck"}), INVALID),
    ("a cursor of another list, page", lambda c: c.graph("get", "me/posts", after=c.cursor("me/feed")),
     (400, 100, None)),
    ("a cursor of another cut, page", lambda c: c.graph("get", "me/feed", after=c.cursor("me/feed"),
                                                        until="2027-01-01"), (400, 100, None)),
    ("a cursor of another list, instagram", lambda c: c.graph("get", f"{c.ig}/media", after=c.cursor("me/feed")),
     (400, 100, None)),
    ("a cursor of another list, x", lambda c: c.stage.x("get", f"users/{c.x}/mentions", {
        "pagination_token": c.x_mark}), INVALID),
]  # fmt: skip


@pytest.mark.parametrize(("call", "shape"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_no_has_the_networks_own_shape_and_leaves_no_row(cast, call, shape):
    before = count_rows()

    answer = call(cast)

    assert tell_shape(answer) == shape
    assert count_rows() == before


@pytest.mark.parametrize(
    ("door", "shape"),
    [
        ("graph", (400, 100, 36009)),
        ("ig", (400, "OAuthException", "Matching code was not found or was alrea")),
        ("x", (400, "invalid_request")),
    ],
)
def test_a_code_spent_before_gives_no_second_key(cast, door, shape):
    use_code(code=cast.codes[door], application=cast.stage.application, redirect_uri=BACK, dialect=door)
    before = count_rows()

    assert tell_shape(cast.exchange(door)) == shape
    assert count_rows() == before


def test_a_refresh_token_spent_before_gives_no_second_key(cast):
    value = cast.stage.refresh_token.value
    spend_refresh_token(value=value, application=cast.stage.application)
    before = count_rows()

    answer = cast.ask_x_for_key({"grant_type": "refresh_token", "refresh_token": value})

    assert tell_shape(answer) == (400, "invalid_request")
    assert count_rows() == before
