"""Is what we sent standing there? By the id it was promised, else by its words."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks import graph
from zana.networks.errors import TryLater
from zana.networks.graph import SLACK, plain
from zana.networks.port import CannotTell, Client, Found, NotFound, Published, Sent, Sighting

PAGES_TO_LOOK_AT = 4
AGAIN = timedelta(seconds=30)
FIELDS = "id,message,created_time,permalink_url"
SHOWN = frozenset({"complete", "published"})
NOT_YET = frozenset({"", "not_started", "draft", "error"})


def look_for(client: Client, remote_id: str, sent: Sent) -> Sighting:
    return LOOKS.get(sent.post.kind, _look_on_wall)(client, remote_id, sent)


def _look_on_wall(client: Client, page: str, sent: Sent) -> Sighting:
    """A picture says which post it stands in. Else our words in a post nobody knew of, since we sent."""
    if sent.promise:
        return _look_at_picture(client, page, sent)
    if not sent.post.text.strip():
        return CannotTell(say("The post has no text, so we cannot tell it from others."))
    for there in graph.read_pages(client, f"/{page}/posts", most=PAGES_TO_LOOK_AT, fields=FIELDS, limit="50"):
        written = graph.read_time(there["created_time"])
        ours = plain(there.get("message", "")) == plain(sent.post.text) and there["id"] not in sent.known
        if ours and written < sent.since - SLACK:
            return CannotTell(say("A post with the same words stands there, but it is older than ours."))
        if ours:
            return Found(_published(there))
        if written < sent.since - timedelta(days=1):
            break
    return NotFound()


def _look_at_picture(client: Client, page: str, sent: Sent) -> Sighting:
    picture = client.glance(f"/{sent.promise.split(',')[0]}", fields="id,page_story_id")
    if picture is None:
        return _look_on_wall(client, page, Sent(sent.post, sent.since, sent.known))
    if not picture.get("page_story_id"):
        return NotFound()
    return Found(_published(client.read(f"/{picture['page_story_id']}", fields=FIELDS)))


def _look_at_video(client: Client, page: str, sent: Sent) -> Sighting:
    video = client.glance(f"/{sent.promise}", fields="id,status,permalink_url,created_time") if sent.promise else None
    if video is None:
        return NotFound()
    status = video.get("status", {})
    phase = status.get("publishing_phase", {})
    state = {str(phase.get("status", "")), str(phase.get("publish_status", ""))}
    if state & SHOWN:
        return Found(_published(video))
    if status.get("video_status") == "error":
        return NotFound()
    if status.get("processing_phase", {}).get("status") == "in_progress" or not state <= NOT_YET:
        # Whether it was told to show the video, it says only when it has done its work.
        raise TryLater(clock.now() + AGAIN, say("Facebook is still at work on the video."), expected=True)
    return NotFound()


def _look_at_stories(client: Client, page: str, sent: Sent) -> Sighting:
    """A story has no words; it says which picture or video it shows."""
    for there in graph.read_some(client, f"/{page}/stories", fields="post_id,status,creation_time,media_id"):
        if sent.promise and str(there.get("media_id", "")) in sent.promise.split(","):
            return Found(Published(str(there["post_id"]), at=_moment(there.get("creation_time"))))
    return _look_at_video(client, page, sent)


LOOKS: Mapping[str, Callable[[Client, str, Sent], Sighting]] = {
    "video": _look_at_video,
    "reel": _look_at_video,
    "story": _look_at_stories,
}


def _published(there: Mapping[str, Any]) -> Published:
    return Published(there["id"], there.get("permalink_url", ""), _moment(there.get("created_time")))


def _moment(written: Any) -> datetime | None:
    """A time as Graph writes it, or unix seconds as its stories do."""
    if written is None or written == "":
        return None
    return graph.read_seconds(written) if str(written).isdigit() else graph.read_time(written)
