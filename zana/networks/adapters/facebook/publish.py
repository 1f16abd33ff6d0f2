"""Pictures and videos go up unseen first, so that the one call people can see is also the last."""

import json
from collections.abc import Callable, Mapping

from zana.networks.adapters.facebook import clips
from zana.networks.adapters.facebook.look import look_for
from zana.networks.errors import OutcomeUnknown
from zana.networks.port import Client, Picture, Post, Promise, Published

__all__ = ["find_address", "look_for", "publish"]


def publish(client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
    return MAKERS[post.kind](client, remote_id, post, promise)


def find_address(client: Client, post: str) -> str:
    there = client.glance(f"/{post}", fields="permalink_url") or {}
    address = str(there.get("permalink_url", ""))
    return f"{client.website}{address}" if address.startswith("/") and not client.website.startswith("/") else address


def _publish_on_wall(client: Client, page: str, post: Post, promise: Promise) -> Published:
    form = {"message": post.text}
    if post.link:
        form["link"] = post.link
    if post.pictures:
        pictures = _bring_up(client, page, post, promise)
        form["attached_media"] = json.dumps([{"media_fbid": picture} for picture in pictures])
    made = client.write(f"/{page}/feed", form=form)
    if not made.get("id"):
        raise OutcomeUnknown
    return Published(made["id"])


def _publish_story(client: Client, page: str, post: Post, promise: Promise) -> Published:
    if post.video is not None:
        return clips.publish_video_story(client, page, post, promise)
    picture = _bring_up(client, page, post, promise)[0]
    made = client.write(f"/{page}/photo_stories", form={"photo_id": picture})
    if not made.get("post_id"):
        raise OutcomeUnknown
    return Published(str(made["post_id"]))


MAKERS: Mapping[str, Callable[[Client, str, Post, Promise], Published]] = {
    **dict.fromkeys(("text", "link", "photo", "photos"), _publish_on_wall),
    "video": clips.publish_video,
    "reel": clips.publish_reel,
    "story": _publish_story,
}


def _bring_up(client: Client, page: str, post: Post, promise: Promise) -> list[str]:
    """Those an earlier try brought up serve again: the network shows no picture twice, so neither can we."""
    there = [one for one in promise.value.split(",") if one and client.glance(f"/{one}", fields="id")]
    if len(there) == len(post.pictures):
        return there
    pictures = [_upload(client, page, picture) for picture in post.pictures]
    promise.keep(",".join(pictures))
    return pictures


def _upload(client: Client, page: str, picture: Picture) -> str:
    made = client.prepare(
        f"/{page}/photos",
        form={"published": "false", "alt_text_custom": picture.alt},
        files={"source": (picture.name, picture.content, picture.media_type)},
    )
    return str(made["id"])
