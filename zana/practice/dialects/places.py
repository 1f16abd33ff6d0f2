"""Addresses that lead to another host of the same network: by name where there are names, else below one prefix."""

from django.http import HttpRequest

UPLOADS = "https://rupload.facebook.com"
HOSTS_WITH_NAMES = ("graph.facebook.com", "graph-video.facebook.com", "graph.instagram.com", "rupload.facebook.com")


def upload_address(request: HttpRequest, path: str) -> str:
    """Where the bytes of a video go. `path` begins with `video-upload/` or `ig-api-upload/`."""
    if request.get_host().partition(":")[0] in HOSTS_WITH_NAMES:
        return f"{UPLOADS}/{path}"
    return request.build_absolute_uri(f"/practice/graph/{path}")
