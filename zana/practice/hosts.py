"""Answering under the networks' own host names, so that an unmodified client needs only a host mapping."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Program = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

GRAPH, INSTAGRAM, X = "/practice/graph", "/practice/instagram", "/practice/x"
FRONTS: dict[str, str] = {
    "graph.facebook.com": GRAPH,
    "graph-video.facebook.com": GRAPH,
    "www.facebook.com": GRAPH,
    "rupload.facebook.com": GRAPH,
    "graph.instagram.com": INSTAGRAM,
    "api.instagram.com": INSTAGRAM,
    "www.instagram.com": INSTAGRAM,
    "api.x.com": X,
    "api.twitter.com": X,
    "upload.x.com": X,
    "upload.twitter.com": X,
    "x.com": X,
    "twitter.com": X,
}
# Pages of this network and what they need keep their own addresses under every name.
OWN = ("/practice/", "/static/", "/language/")


class ByHostName:
    """Puts the room of a dialect in front of the path when the call came under one of the networks' names."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = str(environ.get("HTTP_HOST", "")).partition(":")[0].lower()
        front, path = FRONTS.get(name), str(environ.get("PATH_INFO", "")) or "/"
        if front is not None and not path.startswith(OWN):
            environ = {**environ, "PATH_INFO": f"{front}{path}", "zana.front": front}
        return self.program(environ, start_response)
