"""Videos people sent: the film while it is small enough to have been kept, and a still in its place."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from PIL import Image, ImageDraw

from zana.people.access import public
from zana.practice.models import Actor, Clip, Item
from zana.practice.rules.ids import read_shortcode

WIDEST = 640
PAPER, INK = "#e9e2d6", "#2f2a24"


@public
def show_clip(request: HttpRequest, clip: str) -> HttpResponse:
    kept = get_object_or_404(Clip.objects.select_related("file"), remote_id=clip)
    if kept.file is None:
        raise Http404("only the header of so large a film was kept")
    answer = HttpResponse(bytes(kept.file.content), content_type=kept.mime or "video/mp4")
    return _lasting(answer)


@public
def show_still(request: HttpRequest, clip: str) -> HttpResponse:
    """Nothing is decoded here: a sign of the right shape stands for the film."""
    kept = get_object_or_404(Clip.objects.all(), remote_id=clip)
    return _lasting(HttpResponse(draw_still(kept.shape), content_type="image/jpeg"))


@public
def find_media(request: HttpRequest, code: str) -> HttpResponse:
    """`/p/CODE/` and `/reel/CODE/`."""
    item = get_object_or_404(
        Item.objects.select_related("world"), remote_id=read_shortcode(code), network=Item.INSTAGRAM
    )
    return redirect("practice:post", item.world.ref, item.remote_id)


@public
def find_instagram(request: HttpRequest, handle: str) -> HttpResponse:
    """An account's own address; a name may live in several worlds, the latest is meant."""
    found = Actor.objects.filter(kind=Actor.INSTAGRAM, handle=handle).select_related("world").order_by("-id").first()
    if found is None:
        raise Http404
    return redirect("practice:profile", found.world.ref, found.remote_id)


@public
def find_story(request: HttpRequest, handle: str, item: str) -> HttpResponse:
    found = get_object_or_404(
        Item.objects.select_related("world"), remote_id=item, form=Item.STORY, wall__handle=handle,
        wall__kind=Actor.INSTAGRAM,
    )  # fmt: skip
    return redirect("practice:post", found.world.ref, found.remote_id)


def draw_still(shape: dict[str, object]) -> bytes:
    width, height = int(str(shape.get("width") or WIDEST)), int(str(shape.get("height") or WIDEST))
    scale = WIDEST / max(width, height)
    size = (max(int(width * scale), 16), max(int(height * scale), 16))
    still = Image.new("RGB", size, PAPER)
    x, y, side = size[0] / 2, size[1] / 2, min(size) / 6
    ImageDraw.Draw(still).polygon([(x - side, y - side), (x - side, y + side), (x + side, y)], fill=INK)
    kept = io.BytesIO()
    still.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def _lasting(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "public, max-age=86400, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
