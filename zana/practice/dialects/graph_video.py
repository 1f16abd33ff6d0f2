"""Videos of a Page: by address, in one piece or in many, as reels and as stories; and what can be read of them."""

from datetime import datetime, timedelta

from django.db import transaction

from zana.practice.actions.clips import ClipRefused, finish_clip, open_clip, receive_piece, remove_clip, take_whole
from zana.practice.actions.posts import Draft, publish_post, remove_item
from zana.practice.dialects.fetching import NotFetched, fetch_film
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_such_object
from zana.practice.dialects.graph_listing import read_moment
from zana.practice.dialects.graph_verbs import DONE, Answer, Verb
from zana.practice.dialects.places import upload_address
from zana.practice.models import Actor, Clip, Item, Picture
from zana.practice.queries.clips import reels_today
from zana.practice.rules.films import FILM_LIMITS

CHUNK = 4 * 1024 * 1024
REELS_A_DAY = 30
SOONEST, LATEST = timedelta(minutes=10), timedelta(days=30)
WORDS = {
    "size": (
        "The video file you selected is too large", 1363023, "Video too large",
        "Choose a smaller file.",
    ),
    "unreachable": (
        "Unable to fetch video file from URL.", 1363057, "Unable to fetch video",
        "The video file could not be fetched from this address.",
    ),
}  # fmt: skip


def refuse_film(problem: str) -> GraphError:
    """What this network says when it does not take a film: too large, not fetched, or not understood."""
    if problem in WORDS:
        message, subcode, title, advice = WORDS[problem]
        code = 389 if problem == "unreachable" else 352
        return GraphError(code, f"(#{code}) {message}", subcode=subcode, title=title, advice=advice)
    return GraphError(
        352, "(#352) Sorry, the video file you selected is in a format that we don't support.", subcode=1363024,
        title="Unsupported Video Format", advice="Please choose another file.",
    )  # fmt: skip


def post_video(asking: Asking, page: Actor) -> Answer:
    """`/{page}/videos` in all its forms."""
    _need(asking, page)
    phase = asking.call.text("upload_phase")
    if not phase:
        return _take_at_once(asking, page)
    phases = {"start": _start, "transfer": _transfer, "finish": _finish, "cancel": _cancel}
    if phase not in phases:
        raise bad_parameter("Param upload_phase must be one of {START, TRANSFER, FINISH, CANCEL}")
    return phases[phase](asking, page)


def _take_at_once(asking: Asking, page: Actor) -> Answer:
    call = asking.call
    state, due = _timing(asking)
    try:
        clip = _fetch(asking, page) if call.text("file_url") else _receive(asking, page)
    except (NotFetched, ClipRefused) as no:
        raise refuse_film(str(no)) from None
    if clip.problem == "server":  # it will be told by the status of the video
        return {"id": clip.remote_id}
    if clip.problem:
        remove_clip(clip=clip)
        raise refuse_film(clip.problem)
    _publish(page, clip, Draft(text=_words(asking), state=state, due_at=due))
    return {"id": clip.remote_id}


def _fetch(asking: Asking, page: Actor) -> Clip:
    intake = fetch_film(asking.call.text("file_url"), FILM_LIMITS["video"].most_bytes)
    with transaction.atomic(using="practice"):
        clip = open_clip(owner=page, purpose="video", title=asking.call.text("title"))
        return finish_clip(clip=take_whole(clip=clip, intake=intake))


def _receive(asking: Asking, page: Actor) -> Clip:
    file = next((asking.call.files[name] for name in ("source", "file", "video") if name in asking.call.files), None)
    if file is None:
        raise GraphError(100, "(#100) No video file or file_url was given")
    with transaction.atomic(using="practice"):
        clip = open_clip(owner=page, purpose="video", total_bytes=file.size or 0, title=asking.call.text("title"))
        return finish_clip(clip=receive_piece(clip=clip, pieces=file.chunks()))


def _start(asking: Asking, page: Actor) -> Answer:
    size = asking.call.number("file_size", 0)
    if size < 1:
        raise bad_parameter("The parameter file_size is required")
    try:
        clip = open_clip(owner=page, purpose="video", total_bytes=size)
    except ClipRefused as no:
        raise refuse_film(str(no)) from None
    return {"upload_session_id": clip.remote_id, "video_id": clip.remote_id, **_offsets(clip)}


def _transfer(asking: Asking, page: Actor) -> Answer:
    clip = _session(asking, page)
    file = asking.call.files.get("video_file_chunk")
    if file is None:
        raise bad_parameter("The parameter video_file_chunk is required")
    try:
        clip = receive_piece(clip=clip, pieces=file.chunks(), offset=asking.call.number("start_offset", -1))
    except ClipRefused as no:
        raise _misplaced(clip, str(no)) from None
    return _offsets(clip)


def _finish(asking: Asking, page: Actor) -> Answer:
    clip = _session(asking, page)
    if clip.received_bytes < clip.total_bytes:
        raise _misplaced(clip, "offset")
    state, due = _timing(asking)
    clip.title = asking.call.text("title")[:255]
    clip = finish_clip(clip=clip)
    if not clip.problem:
        _publish(page, clip, Draft(text=_words(asking), state=state, due_at=due))
    return dict(DONE)


def _cancel(asking: Asking, page: Actor) -> Answer:
    remove_clip(clip=_session(asking, page))
    return dict(DONE)


def _session(asking: Asking, page: Actor) -> Clip:
    clip = page.clips.filter(remote_id=asking.call.text("upload_session_id"), purpose="video").first()
    if clip is None or clip.state != Clip.RECEIVING:
        raise GraphError(
            6001, "(#6001) There was a problem with your upload session.", subcode=1363041, title="Invalid session",
            advice="The upload session id is invalid or its video was already finished.",
        )  # fmt: skip
    clip.owner = page
    return clip


def _offsets(clip: Clip) -> Answer:
    """Which bytes are wanted next; both are the same when there are no more."""
    start = clip.received_bytes
    return {"start_offset": str(start), "end_offset": str(min(start + CHUNK, clip.total_bytes))}


def _misplaced(clip: Clip, reason: str) -> GraphError:
    """Programs go on from the offsets in this answer."""
    if reason == "size":
        return refuse_film("size")
    return GraphError(
        6001, "(#6001) There was a problem uploading your video file. Please try again.", subcode=1363037,
        title="Upload interrupted", advice="Go on at the given offset.", extra={"error_data": _offsets(clip)},
    )  # fmt: skip


def post_reel(asking: Asking, page: Actor) -> Answer:
    return _in_two_steps(asking, page, "reel", Item.REEL)


def post_video_story(asking: Asking, page: Actor) -> Answer:
    return _in_two_steps(asking, page, "video_story", Item.STORY)


def _in_two_steps(asking: Asking, page: Actor, purpose: str, form: str) -> Answer:
    """`start` gives an address for the bytes, `finish` publishes what came there."""
    _need(asking, page)
    phase = asking.call.text("upload_phase").lower()
    if phase == "start":
        if form == Item.REEL and reels_today(page) >= REELS_A_DAY:
            raise GraphError(
                368, "(#368) The action attempted has been deemed abusive or is otherwise disallowed",
                subcode=1390008, title="You are posting too fast", advice=f"{REELS_A_DAY} reels in 24 hours.",
            )  # fmt: skip
        clip = open_clip(owner=page, purpose=purpose)
        url = upload_address(asking.call.request, f"video-upload/v25.0/{clip.remote_id}")
        return {"video_id": clip.remote_id, "upload_url": url}
    if phase != "finish":
        raise bad_parameter("Param upload_phase must be one of {START, FINISH}")
    return _finish_steps(asking, page, purpose, form)


def _finish_steps(asking: Asking, page: Actor, purpose: str, form: str) -> Answer:
    clip = page.clips.filter(remote_id=asking.call.text("video_id"), purpose=purpose).select_related("item").first()
    if clip is None:
        raise no_such_object(asking.call.text("video_id"), "post")
    clip.owner = page
    if not clip.received_bytes or clip.state != Clip.RECEIVING:
        raise GraphError(
            6000, "(#6000) There was a problem uploading your video file.", subcode=1363130, title="No video",
            advice="Upload the video file before you finish.",
        )  # fmt: skip
    state, due = (Item.PUBLISHED, None) if form == Item.STORY else _reel_timing(asking)
    clip.title = asking.call.text("title")[:255]
    clip = finish_clip(clip=clip)
    if clip.problem:
        return dict(DONE)  # it is told by the status of the video
    item = _publish(page, clip, Draft(text=_words(asking), state=state, due_at=due, form=form))
    return {**DONE, "post_id": item.remote_id} if form == Item.STORY else dict(DONE)


def post_photo_story(asking: Asking, page: Actor) -> Answer:
    _need(asking, page)
    picture = Picture.objects.filter(owner=page, remote_id=asking.call.text("photo_id")).first()
    if picture is None:
        raise no_such_object(asking.call.text("photo_id"), "post")
    if picture.item_id is not None:
        raise GraphError(
            100, "(#100) Photos already posted", subcode=1366051, title="Already posted",
            advice="These photos were already posted.",
        )  # fmt: skip
    draft = Draft(pictures=(picture,), form=Item.STORY)
    return {**DONE, "post_id": publish_post(wall=page, network=Item.FACEBOOK, draft=draft).remote_id}


def remove_video(asking: Asking, clip: Clip) -> Answer:
    _need(asking, clip.owner)
    item = clip.item
    with transaction.atomic(using="practice"):
        remove_clip(clip=clip)
        if item is not None:
            remove_item(item=item)
    return dict(DONE)


def _publish(page: Actor, clip: Clip, draft: Draft) -> Item:
    """The post appears when the video is ready, at once only if it is by now."""
    state, due = draft.state, draft.due_at
    if clip.state != Clip.READY and state == Item.PUBLISHED:
        state, due = Item.SCHEDULED, clip.ready_at
    elif due is not None and clip.ready_at is not None:
        due = max(due, clip.ready_at)
    waiting = Draft(text=draft.text, form=draft.form, state=state, due_at=due, clips=(clip,))
    return publish_post(wall=page, network=Item.FACEBOOK, draft=waiting)


def _need(asking: Asking, page: Actor) -> None:
    asking.need("pages_manage_posts")
    asking.need_page(page)


def _words(asking: Asking) -> str:
    return asking.call.text("description") or asking.call.text("message")


def _timing(asking: Asking) -> tuple[str, datetime | None]:
    if asking.call.flag("published", default=True):
        return Item.PUBLISHED, None
    if asking.call.text("scheduled_publish_time"):
        return Item.SCHEDULED, _due(asking)
    return Item.DRAFT, None


def _reel_timing(asking: Asking) -> tuple[str, datetime | None]:
    state = asking.call.text("video_state", "PUBLISHED").upper()
    if state not in ("PUBLISHED", "DRAFT", "SCHEDULED"):
        raise bad_parameter("Param video_state must be one of {PUBLISHED, DRAFT, SCHEDULED}")
    if state == "SCHEDULED":
        return Item.SCHEDULED, _due(asking)
    return (Item.DRAFT if state == "DRAFT" else Item.PUBLISHED), None


def _due(asking: Asking) -> datetime:
    due = read_moment(asking.call.text("scheduled_publish_time"), asking.now)
    if not SOONEST <= due - asking.now <= LATEST:
        raise GraphError(
            100, "(#100) The specified scheduled publish time is invalid.", subcode=1363099,
            title="Invalid time", advice="Choose a time between 10 minutes and 30 days from now.",
        )  # fmt: skip
    return due


POSTS: dict[tuple[str, str], Verb] = {
    ("Page", "videos"): Verb("publish", post_video),
    ("Page", "video_reels"): Verb("publish", post_reel),
    ("Page", "video_stories"): Verb("publish", post_video_story),
    ("Page", "photo_stories"): Verb("publish", post_photo_story),
}
DELETES: dict[tuple[str, str], Verb] = {("Video", ""): Verb("delete", remove_video)}
