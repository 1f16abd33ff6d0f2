"""What X takes as an upload: the categories, their sizes, and how many go into one post."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LONGEST_ALT_TEXT = 1000
EXPIRES_SECONDS = 86_400
MOST_SEGMENTS = 1000
MOST_SEGMENT_BYTES = 5 * MEGABYTE


@dataclass(frozen=True)
class Category:
    """`kind` is photo, gif, video or text; `seconds` is how long a rehearsal pretends to think about it."""

    name: str
    kind: str
    most_bytes: int
    key: str  # what a media_key of it begins with
    seconds: float = 0.0


CATEGORIES = {
    one.name: one
    for one in (
        Category("tweet_image", "photo", 5 * MEGABYTE, "3"),
        Category("dm_image", "photo", 5 * MEGABYTE, "3"),
        Category("tweet_gif", "gif", 15 * MEGABYTE, "16", 2.0),
        Category("dm_gif", "gif", 15 * MEGABYTE, "16", 2.0),
        Category("tweet_video", "video", 512 * MEGABYTE, "13", 3.0),
        Category("amplify_video", "video", 512 * MEGABYTE, "13", 3.0),
        Category("dm_video", "video", 512 * MEGABYTE, "13", 3.0),
        Category("subtitles", "text", MEGABYTE, "2"),
    )
}
MIMES = {
    "photo": frozenset({"image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp", "image/gif"}),
    "gif": frozenset({"image/gif"}),
    "video": frozenset({"video/mp4", "video/quicktime", "video/webm", "video/mp2t"}),
    "text": frozenset({"text/srt", "text/vtt"}),
}  # fmt: skip
GIF_MOST_FRAMES, GIF_WIDEST, GIF_HIGHEST = 350, 1280, 1080


def guess_category(mime: str) -> str:
    """For callers that name none, as the older addresses allow."""
    if mime.startswith("video/"):
        return "tweet_video"
    return "tweet_gif" if mime == "image/gif" else "tweet_image"


def progress(left: float, whole: float) -> tuple[str, int, int]:
    """State, percent and seconds to wait while something is processed: `left` of `whole` seconds."""
    done = 1 - left / max(whole, left, 0.001)
    return ("pending" if done < 0.2 else "in_progress"), int(done * 100), max(1, round(left))


def may_stand_together(kinds: list[str]) -> bool:
    """Four photos, or one GIF, or one video."""
    return len(kinds) <= 4 if set(kinds) <= {"photo"} else len(kinds) == 1
