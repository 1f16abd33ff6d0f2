"""What Instagram says when it takes something not: one table of codes, subcodes and words."""

from zana.practice.dialects.graph_errors import GraphError

# name: code, subcode, message, title for people, words for people
TROUBLES: dict[str, tuple[int, int, str, str, str]] = {
    "unfetchable": (
        9004, 2207052, "Only photo or video can be accepted as media type.", "Media download has failed",
        "The media could not be fetched from this URI.",
    ),
    "size": (
        36000, 2207004, "The image size is too large.", "Image size too large",
        "The image is too large to download. It should be less than 8 MiB.",
    ),
    "format": (
        36001, 2207005, "The image format is not supported.", "Image format not supported",
        "The image format is not supported. Please use a JPEG image.",
    ),
    "ratio": (
        36003, 2207009, "The aspect ratio is not supported.", "Aspect ratio not supported",
        "The submitted image cannot be published. Please submit an image with an aspect ratio between 4:5 and 1.91:1.",
    ),
    "caption": (
        36004, 2207010, "The caption is too long.", "Caption too long",
        "A caption has at most 2200 characters, 30 hashtags and 20 mentions.",
    ),
    "media_type": (
        100, 2207023, "Invalid parameter: the media_type is unknown.", "Unknown media type",
        "Use one of IMAGE, VIDEO, REELS, STORIES, CAROUSEL.",
    ),
    "children": (
        100, 2207028, "Invalid parameter: children.", "Carousel validation failed",
        "Your carousel needs between 2 and 10 photos or videos.",
    ),
    "thumb": (
        1, 2207057, "The thumbnail offset is not valid.", "Thumbnail offset not valid",
        "Choose a moment within the video, in milliseconds.",
    ),
    "no_media": (
        24, 2207006, "The requested resource does not exist.", "Media not found",
        "The media you are trying to access cannot be found.",
    ),
    "no_container": (
        24, 2207008, "The requested resource does not exist.", "Media builder not found",
        "The media builder with this creation id does not exist or has expired.",
    ),
    "not_ready": (
        9007, 2207027, "Media ID is not available.", "Media not ready",
        "The media is not ready for publishing, please wait for a moment.",
    ),
    "quota": (
        9, 2207042, "Application request limit reached.", "Publishing limit reached",
        "You reached the maximum number of posts that is allowed to be published by Content Publishing API.",
    ),
    "too_many": (
        4, 2207051, "Application request limit reached.", "Action is blocked",
        "We restrict certain activity to protect our community.",
    ),
    "film": (
        352, 2207026, "The video format is not supported.", "Unsupported video format",
        "The video format is not supported. Please check the specification for video format.",
    ),
    "film_size": (-1, 2207082, "The media upload has failed.", "Upload failed", "The video file is too large."),
    "film_late": (
        -2, 2207003, "It takes too long to download the media.", "Download timed out",
        "It takes too long to download the media.",
    ),
    "server": (-1, 2207001, "Instagram server error. Try again.", "Server error", "Something went wrong. Try again."),
    "cannot_delete": (-1, 2207073, "This media cannot be deleted.", "Not supported", "This media cannot be deleted."),
    "used": (
        -1, 2207032, "Create media failed, please try to re-create media.", "Media creation failed",
        "This container has been published already.",
    ),
}  # fmt: skip


def refuse(name: str) -> GraphError:
    code, subcode, message, title, advice = TROUBLES[name]
    return GraphError(code, message, subcode=subcode, title=title, advice=advice)


def subcode_of(name: str) -> int:
    return TROUBLES[name][1]
