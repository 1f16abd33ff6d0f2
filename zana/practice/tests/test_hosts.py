"""Under the networks' own names the dialects stand at the root."""

import pytest

from zana.practice.hosts import FRONTS, ByHostName


def walk(host, path):
    seen = {}
    ByHostName(lambda environ, start: seen.update(environ) or [b""])({"HTTP_HOST": host, "PATH_INFO": path}, print)
    return seen["PATH_INFO"]


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("graph.facebook.com", "/v25.0/me", "/practice/graph/v25.0/me"),
        ("GRAPH.facebook.com:443", "/me/", "/practice/graph/me/"),
        ("www.facebook.com", "/v25.0/dialog/oauth", "/practice/graph/v25.0/dialog/oauth"),
        ("api.instagram.com", "/oauth/access_token", "/practice/instagram/oauth/access_token"),
        ("rupload.facebook.com", "/video-upload/v25.0/1", "/practice/graph/video-upload/v25.0/1"),
        ("api.x.com", "/2/tweets", "/practice/x/2/tweets"),
        ("graph.facebook.com", "/practice/pictures/1/", "/practice/pictures/1/"),
        ("www.facebook.com", "/static/ui/a.css", "/static/ui/a.css"),
        ("localhost:8001", "/v25.0/me", "/v25.0/me"),
        ("facebook.com.attacker.example", "/v25.0/me", "/v25.0/me"),
    ],
)
def test_a_call_finds_its_dialect_by_name(host, path, expected):
    assert walk(host, path) == expected


def test_all_thirteen_names_of_the_networks_are_known():
    assert len(FRONTS) == 13
