"""Posts of every kind for tests, and what becomes of one when something goes wrong on its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image

from zana.kernel import clock
from zana.networks import actions
from zana.networks.errors import NetworkError, OutcomeUnknown, Reconnect, TryLater
from zana.networks.models import Account
from zana.networks.port import Found, NotFound, Picture, Post, Promise, Sighting, Video
from zana.networks.testing import Rehearsal
from zana.networks.tests.made import make_film

LINK = "https://drita.example/ndihme"


def draw_picture(colour: str = "#5b2a6f") -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (640, 480), colour).save(drawn, "JPEG")
    return Picture("dita.jpg", drawn.getvalue(), "image/jpeg", "Dy gra flasin pranë dritares", 640, 480)


def make_post(rehearsal: Rehearsal, network: Any, kind: str, text: str) -> Post:
    """One that this network takes; its pictures stand where the network can fetch them."""
    pictures = [draw_picture(), draw_picture("#2a6f5b")][: {"photo": 1, "photos": 2, "story": 1}.get(kind, 0)]
    if network.needs_address:
        pictures = [replace(one, address=rehearsal.server.media.put(one.content, one.media_type)) for one in pictures]
    film = make_film()
    video = Video("dita.mp4", "video/mp4", len(film), lambda: BytesIO(film), seconds=12, width=1080, height=1920)
    return Post(
        text=f"{text} {LINK}" if kind == "link" else text,
        pictures=tuple(pictures),
        video=video if kind in ("video", "reel") else None,
        link=LINK if kind == "link" else "",
        kind=kind,
    )


def plain_kind(network: Any) -> str:
    return "text" if "text" in network.kinds else "photo"


def count_standing(rehearsal: Rehearsal, account: Account) -> int:
    """Posts of the account that people can see."""
    shown = rehearsal.server.stage("posts", world=rehearsal.world, network=account.network)["posts"]
    return sum(one["author"] == account.remote_id and not one["answer"] for one in shown)


def send_under(rehearsal: Rehearsal, account: Account, post: Post, fault: str, verb: str) -> tuple[str, int]:
    """What an adapter says to a fault, and how many more posts stand there when everybody has done their part: after
    OutcomeUnknown we look and send again only what is not there, after TryLater we try again."""
    before, since, promise = count_standing(rehearsal, account), clock.now(), Promise()
    rehearsal.fail(fault, verb, times=9 if fault.startswith("token") else 1)
    said = try_to_send(rehearsal, account, post, promise)
    rehearsal.mend()
    if isinstance(said, OutcomeUnknown):
        seen = look(rehearsal, account, post, since, promise)
        assert isinstance(seen, Found | NotFound), seen
        if isinstance(seen, Found):
            actions.record_remote_post(account=account, remote_id=seen.published.remote_id)
        if isinstance(seen, NotFound):
            assert try_to_send(rehearsal, account, post, promise) is None
    if isinstance(said, TryLater):
        assert try_to_send(rehearsal, account, post, promise) is None
    if isinstance(said, Reconnect):
        Account.objects.of(account.organisation).filter(pk=account.pk).update(state="connected", trouble=None)
        account.refresh_from_db()
    return type(said).__name__, count_standing(rehearsal, account) - before


def look(rehearsal: Rehearsal, account: Account, post: Post, since: datetime, promise: Promise) -> Sighting:
    try:
        return actions.look_for_post(account=account, post=post, since=since, promise=promise.value)
    except TryLater as later:
        if not later.expected:
            raise
        rehearsal.wait(90)
    return actions.look_for_post(account=account, post=post, since=since, promise=promise.value)


def try_to_send(rehearsal: Rehearsal, account: Account, post: Post, promise: Promise) -> NetworkError | None:
    """As the outbox does: while the network is only still at work, the same again later."""
    for _ in range(5):
        try:
            published = actions.send_post(account=account, post=post, promise=promise)
        except TryLater as later:
            if not later.expected:
                return later
            rehearsal.wait(90)
        except NetworkError as no:
            return no
        else:
            actions.record_remote_post(account=account, remote_id=published.remote_id)
            return None
    raise AssertionError("the network never finished its work")
