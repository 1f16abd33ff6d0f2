"""The host that takes the bytes of reels, stories and Instagram videos: one address for each upload."""

from collections.abc import Iterator
from typing import NoReturn

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.practice.actions.clips import ClipRefused, announce_size, receive_piece, take_whole
from zana.practice.actions.containers import complete_container
from zana.practice.dialects.fetching import NotFetched, fetch_film
from zana.practice.dialects.graph_context import read_token
from zana.practice.dialects.graph_errors import GraphError, fault_error
from zana.practice.dialects.mishap import play
from zana.practice.models import Actor, Clip, Container, Fault, Item, Token
from zana.practice.rules.films import FILM_LIMITS

PIECE = 256 * 1024


class UploadRefused(Exception):
    """In the words of this host: a kind of error and what it says."""

    def __init__(self, kind: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.kind, self.status = kind, status


@csrf_exempt
@public
def rupload(request: HttpRequest, family: str, remote_id: str) -> HttpResponseBase:
    try:
        token = _token_of(request)
        container, clip = _find(token, family, remote_id)
        if request.method != "POST":
            return JsonResponse({"offset": clip.received_bytes})
        network = Item.INSTAGRAM if container is not None else Item.FACEBOOK

        def act() -> HttpResponseBase:
            _take(request, clip)
            if container is not None and clip.total_bytes and clip.received_bytes >= clip.total_bytes:
                complete_container(container=container)
            words = {"message": "Upload successful."} if container is not None else {}
            return JsonResponse({"success": True, **words})

        return play(world=token.actor.world, network=network, verb="upload", raise_fault=_raise_fault, act=act)
    except GraphError as error:
        return error.answer()
    except UploadRefused as no:
        facts = {"retriable": no.kind == "OffsetInvalidError", "type": no.kind, "message": str(no)}
        return JsonResponse({"debug_info": facts}, status=no.status)


def _token_of(request: HttpRequest) -> Token:
    _, _, value = request.headers.get("Authorization", "").partition(" ")
    return read_token(value.strip() or request.GET.get("access_token", ""), (Token.PAGE, Token.USER, Token.INSTAGRAM))


def _find(token: Token, family: str, remote_id: str) -> tuple[Container | None, Clip]:
    """Whoever may use the account may send its bytes."""
    container = None
    if family == "ig-api-upload":
        kept = Container.objects.filter(remote_id=remote_id).select_related("clip__owner__world", "account__world")
        container = kept.first()
        clip = container.clip if container is not None else None
    else:
        clip = Clip.objects.filter(remote_id=remote_id).select_related("owner__world").first()
    if clip is None or not _may(token, clip.owner):
        raise UploadRefused("NotAuthorizedError", "User does not have permission to perform this action", 403)
    return container, clip


def _may(token: Token, owner: Actor) -> bool:
    if owner.pk == token.actor_id:
        return True
    pages = [token.actor_id] if token.kind == Token.PAGE else list(token.grant.actors.values_list("pk", flat=True))
    return (owner.linked_page_id if owner.kind == Actor.INSTAGRAM else owner.pk) in pages


def _take(request: HttpRequest, clip: Clip) -> None:
    try:
        if request.headers.get("file_url"):
            _take_from_address(request.headers["file_url"], clip)
        else:
            _take_from_body(request, clip)
    except NotFetched:
        raise UploadRefused("ProcessingFailedError", "The file could not be fetched from this address") from None
    except ClipRefused as no:
        if str(no) == "offset":
            raise UploadRefused("OffsetInvalidError", f"Request starting offset is invalid: {no.expected}") from None
        raise UploadRefused("ProcessingFailedError", "The file is too large or was already uploaded") from None


def _take_from_address(url: str, clip: Clip) -> None:
    if clip.state != Clip.RECEIVING or clip.received_bytes:
        raise ClipRefused("state")
    intake = fetch_film(url, FILM_LIMITS[clip.purpose].most_bytes)
    announce_size(clip=clip, total_bytes=intake.count)
    take_whole(clip=clip, intake=intake)


def _take_from_body(request: HttpRequest, clip: Clip) -> None:
    """What is announced too large is not even read."""
    size, offset = _number(request, "file_size"), _number(request, "offset")
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if size < 1:
        raise UploadRefused("PartialRequestError", "The header file_size is required")
    announce_size(clip=clip, total_bytes=size)
    if offset + length > size:
        raise ClipRefused("size")
    receive_piece(clip=clip, pieces=_pieces(request), offset=offset)


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(PIECE):
        yield piece


def _number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "0")
    return int(text) if text.isdecimal() else 0


def _raise_fault(fault: Fault) -> NoReturn:
    raise fault_error(fault)
