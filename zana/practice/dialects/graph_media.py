"""Pictures on their way in: bytes in the call, or an address this network fetches itself."""

from zana.kernel import http
from zana.practice.actions.posts import upload_picture
from zana.practice.dialects.call import Call
from zana.practice.dialects.graph_errors import GraphError, bad_picture
from zana.practice.models import Actor, Item, Picture
from zana.practice.rules.pictures import LIMITS, NotAPicture, look_at_picture

FILES = ("source", "photo", "file", "media", "picture")


def take_picture(
    owner: Actor, content: bytes, *, alt_text: str = "", caption: str = "", network: str = Item.FACEBOOK
) -> Picture:
    """Keep it. Raises 324/1366046 for what is no picture this network takes."""
    try:
        mime, size = look_at_picture(content, network)
    except NotAPicture:
        raise bad_picture() from None
    return upload_picture(
        owner=owner, network=network, content=content, mime=mime, size=size, alt_text=alt_text, caption=caption
    )


def picture_bytes(call: Call, *address_names: str) -> bytes:
    """Raises 324 when neither a file nor an address was sent."""
    for name in FILES:
        content = call.content(name, LIMITS[Item.FACEBOOK].most_bytes)
        if content is not None:
            return content
    for name in address_names or ("url",):
        if call.text(name):
            return fetch(call.text(name))
    raise GraphError(324, "(#324) Requires upload file")


def fetch(url: str) -> bytes:
    """The picture at a public address, as the real network would fetch it."""
    missing = GraphError(
        1609005, "(#1609005) There was a problem scraping the supplied link", subcode=2061006,
        title="Link not readable", advice="The file at this address could not be fetched.",
    )  # fmt: skip
    try:
        answer = http.call("GET", url, timeout=10.0, max_bytes=LIMITS[Item.FACEBOOK].most_bytes)
    except http.CallFailed:
        raise missing from None
    if answer.status != 200:
        raise missing
    return answer.body
