"""Pictures people uploaded, and a drawn face for everybody without one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html

from zana.people.access import public
from zana.practice.models import Actor, Picture
from zana.practice.rules.faces import COLOURS, initials, pick_colour


@public
def show_picture(request: HttpRequest, picture: str) -> HttpResponse:
    kept = get_object_or_404(Picture.objects.select_related("file"), remote_id=picture)
    answer = HttpResponse(bytes(kept.file.content), content_type=kept.file.mime)
    answer["Cache-Control"] = "public, max-age=86400, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@public
def show_avatar(request: HttpRequest, actor: str) -> HttpResponse:
    """The picture she chose, else two letters on a colour of her own."""
    kept = get_object_or_404(Actor.objects.select_related("avatar__file"), remote_id=actor)
    if kept.avatar is not None:
        answer = HttpResponse(bytes(kept.avatar.file.content), content_type=kept.avatar.file.mime)
        answer["Cache-Control"] = "public, max-age=60"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
    drawing = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80" width="80" height="80">'
        '<rect width="80" height="80" fill="{}"/><text x="40" y="52" font-family="monospace" font-size="34" '
        'fill="#fff" text-anchor="middle">{}</text></svg>',
        COLOURS[pick_colour(kept.name)], initials(kept.name),
    )  # fmt: skip
    answer = HttpResponse(drawing, content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=60"
    return answer
