"""Addresses that lead to another host of the same network: by name where there are names, else below one prefix."""

from django.http import HttpRequest

UPLOADS = "https://rupload.facebook.com"


def upload_address(request: HttpRequest, path: str) -> str:
    """Where the bytes of a video go. `path` begins with `video-upload/` or `ig-api-upload/`."""
    if "zana.front" in request.META:
        return f"{UPLOADS}/{path}"
    return request.build_absolute_uri(f"/practice/graph/{path}")
