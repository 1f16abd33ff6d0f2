"""Pictures in one call, videos in pieces, and the words for those who cannot see them. Nobody sees any of it yet."""

import time
from datetime import timedelta

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.errors import Refused, TryLater
from zana.networks.port import Client, Picture, Video

PART = 1_048_576
LONGEST_WAIT = 5.0
LOOKS = 4
AGAIN = timedelta(minutes=1)


def upload_picture(client: Client, picture: Picture) -> tuple[str, str]:
    """(id to attach, key by which a post tells that it shows it)"""
    made = client.prepare(
        "/2/media/upload",
        form={"media_category": "tweet_image", "media_type": picture.media_type},
        files={"media": (picture.name, picture.content, picture.media_type)},
    )["data"]
    _describe(client, str(made["id"]), picture.alt)
    return str(made["id"]), str(made.get("media_key", ""))


def upload_video(client: Client, video: Video) -> tuple[str, str]:
    opened = {"media_type": video.media_type, "total_bytes": video.size, "media_category": "tweet_video"}
    media = str(client.prepare("/2/media/upload/initialize", json=opened)["data"]["id"])
    with video.open() as stream:
        number = 0
        while part := stream.read(PART):
            files = {"media": (video.name, part, video.media_type)}
            client.prepare(f"/2/media/upload/{media}/append", form={"segment_index": str(number)}, files=files)
            number += 1
    made = client.prepare(f"/2/media/upload/{media}/finalize")["data"]
    _wait_until_ready(client, media, made)
    _describe(client, media, video.alt)
    return media, str(made.get("media_key", ""))


def _describe(client: Client, media: str, alt: str) -> None:
    if alt:
        client.prepare("/2/media/metadata", json={"id": media, "metadata": {"alt_text": {"text": alt}}})


def _wait_until_ready(client: Client, media: str, made: dict[str, object]) -> None:
    """A few looks, as far apart as X says; then the post waits its turn and the video goes up again."""
    for _ in range(LOOKS):
        work = made.get("processing_info")
        if not isinstance(work, dict) or work.get("state") == "succeeded":
            return
        if work.get("state") == "failed":
            raise Refused(say("X cannot read this video. Save it as MP4, at most 140 seconds long, and try again."))
        time.sleep(min(float(work.get("check_after_secs", 1)), LONGEST_WAIT))
        made = client.read("/2/media/upload", command="STATUS", media_id=media)["data"]
    raise TryLater(clock.now() + AGAIN, say("X is still at work on the video."), expected=True)
