"""A container is filled unseen, the network works on it, and one last call shows it. Its id is the promise: a container
shows its post at most once, and tells whether it has."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks import graph
from zana.networks.adapters.instagram.look import ROW, look_for
from zana.networks.errors import CannotDo, OutcomeUnknown, Refused, TryLater
from zana.networks.port import Client, Picture, Post, Promise, Published, Video

__all__ = ["find_address", "look_for", "publish"]

PAUSES = (0.3, 1.0, 2.0)  # a picture is ready in a moment
AGAIN = timedelta(seconds=30)  # a video takes minutes
USABLE = frozenset({"IN_PROGRESS", "FINISHED"})
KNOWN = frozenset({*USABLE, "PUBLISHED", "ERROR"})
NUMBER = re.compile(r"\b2207\d{3}\b")


def publish(client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
    container = promise.value if _see(client, promise.value) in KNOWN else ""
    if not container:
        container = MAKERS[post.kind](client, remote_id, post, promise)
        promise.keep(container)
    _wait_until_ready(client, container)
    made = client.write(f"/{remote_id}/media_publish", form={"creation_id": container})
    if not made.get("id"):
        raise OutcomeUnknown
    return Published(str(made["id"]))


def find_address(client: Client, post: str) -> str:
    return str((client.glance(f"/{post}", fields="permalink") or {}).get("permalink", ""))


def _make_photo(client: Client, account: str, post: Post, promise: Promise) -> str:
    return _prepare(client, account, {**_of_picture(post.pictures[0]), "caption": post.text})


def _make_row(client: Client, account: str, post: Post, promise: Promise) -> str:
    """The pictures first, each a container of its own; those of an earlier try serve again."""
    children = promise.value.removeprefix(ROW).split(",") if promise.value.startswith(ROW) else []
    if not children or any(_see(client, child) not in USABLE for child in children):
        shown = [{**_of_picture(one), "is_carousel_item": "true"} for one in post.pictures]
        children = [_prepare(client, account, form) for form in shown]
        promise.keep(ROW + ",".join(children))
    for child in children:
        _wait_until_ready(client, child)
    return _prepare(client, account, {"media_type": "CAROUSEL", "children": ",".join(children), "caption": post.text})


def _make_reel(client: Client, account: str, post: Post, promise: Promise) -> str:
    return _bring_up(client, account, post.video, {"media_type": "REELS", "caption": post.text})


def _make_story(client: Client, account: str, post: Post, promise: Promise) -> str:
    if post.video is not None:
        return _bring_up(client, account, post.video, {"media_type": "STORIES"})
    shown = _of_picture(post.pictures[0])
    return _prepare(client, account, {"media_type": "STORIES", "image_url": shown["image_url"]})


MAKERS: Mapping[str, Callable[[Client, str, Post, Promise], str]] = {
    "photo": _make_photo,
    "photos": _make_row,
    "video": _make_reel,
    "reel": _make_reel,
    "story": _make_story,
}


def _of_picture(picture: Picture) -> dict[str, str]:
    if not picture.address:
        raise CannotDo(say("Instagram fetches pictures from a public address, and this house has none."))
    return {"image_url": picture.address, **({"alt_text": picture.alt} if picture.alt else {})}


def _prepare(client: Client, account: str, form: Mapping[str, str]) -> str:
    return str(client.prepare(f"/{account}/media", form=form)["id"])


def _bring_up(client: Client, account: str, video: Video | None, form: Mapping[str, str]) -> str:
    if video is None:
        raise CannotDo(say("There is no video in this post."))
    opened = client.prepare(f"/{account}/media", form={**form, "upload_type": "resumable"})
    headers = {"offset": "0", "file_size": str(video.size)}
    client.upload(opened["uri"], graph.read_parts(video), size=video.size, headers=headers, scheme="OAuth")
    return str(opened["id"])


def _see(client: Client, container: str) -> str:
    if not container or container.startswith(ROW):
        return ""
    return str((client.glance(f"/{container}", fields="status_code") or {}).get("status_code", ""))


def _wait_until_ready(client: Client, container: str) -> None:
    """A few looks; then the caller comes back later with the same promise."""
    for pause in (*PAUSES, 0):
        state = client.read(f"/{container}", fields="status_code,status")
        if state.get("status_code") == "FINISHED":
            return
        if state.get("status_code") != "IN_PROGRESS":
            break
        time.sleep(pause)
    _judge_state(str(state.get("status_code", "")), str(state.get("status", "")))


def _judge_state(code: str, told: str) -> None:
    if code == "PUBLISHED":
        raise OutcomeUnknown(say("Instagram says that this is out already. We look before anything else."))
    if code == "IN_PROGRESS":
        raise TryLater(clock.now() + AGAIN, say("Instagram is still at work on the picture or video."), expected=True)
    if code == "EXPIRED":
        raise TryLater(clock.now() + AGAIN, graph.NOT_READY[2207008])
    number = NUMBER.search(told)
    words = graph.SUBCODE_WORDS.get(int(number[0])) if number else None
    raise Refused(words or say("The network said no: {words}", words=told[:300]))
