"""Videos, reels and stories: opened, filled, and shown by the last call. The id of the video is the promise."""

from zana.kernel.words import say
from zana.networks.errors import CannotDo, OutcomeUnknown
from zana.networks.graph import read_parts
from zana.networks.port import Client, Post, Promise, Published, Video

MOST_PARTS = 20_000


def publish_video(client: Client, page: str, post: Post, promise: Promise) -> Published:
    video = need_video(post)
    session = client.prepare(f"/{page}/videos", form={"upload_phase": "start", "file_size": str(video.size)})
    _transfer(client, page, session, video)
    promise.keep(str(session["video_id"]))
    finish = {"upload_phase": "finish", "upload_session_id": session["upload_session_id"], "description": post.text}
    done = client.write(f"/{page}/videos", form=finish)
    return _shown(done, str(session["video_id"]))


def publish_reel(client: Client, page: str, post: Post, promise: Promise) -> Published:
    video_id = _upload(client, f"/{page}/video_reels", need_video(post))
    promise.keep(video_id)
    finish = {"upload_phase": "finish", "video_id": video_id, "video_state": "PUBLISHED", "description": post.text}
    return _shown(client.write(f"/{page}/video_reels", form=finish), video_id)


def publish_video_story(client: Client, page: str, post: Post, promise: Promise) -> Published:
    video_id = _upload(client, f"/{page}/video_stories", need_video(post))
    promise.keep(video_id)
    finish = {"upload_phase": "finish", "video_id": video_id}
    return _shown(client.write(f"/{page}/video_stories", form=finish), video_id)


def need_video(post: Post) -> Video:
    if post.video is None:
        raise CannotDo(say("There is no video in this post."))
    return post.video


def _upload(client: Client, path: str, video: Video) -> str:
    opened = client.prepare(path, form={"upload_phase": "start"})
    headers = {"offset": "0", "file_size": str(video.size)}
    client.upload(opened["upload_url"], read_parts(video), size=video.size, headers=headers, scheme="OAuth")
    return str(opened["video_id"])


def _transfer(client: Client, page: str, session: dict[str, str], video: Video) -> None:
    """The network names the next piece it wants, until there is none."""
    start, end = int(session["start_offset"]), int(session["end_offset"])
    with video.open() as stream:
        for _ in range(MOST_PARTS):
            if start >= end:
                return
            stream.seek(start)
            part = stream.read(end - start)
            form = {
                "upload_phase": "transfer",
                "upload_session_id": session["upload_session_id"],
                "start_offset": str(start),
            }
            files = {"video_file_chunk": (video.name, part, video.media_type)}
            wanted = client.prepare(f"/{page}/videos", form=form, files=files)
            start, end = int(wanted["start_offset"]), int(wanted["end_offset"])
    raise CannotDo(say("The network kept asking for more of the video than there is."))


def _shown(done: object, video_id: str) -> Published:
    if not isinstance(done, dict) or not (done.get("success") or done.get("id") or done.get("post_id")):
        raise OutcomeUnknown
    return Published(video_id)
