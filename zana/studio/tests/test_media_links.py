"""Links for networks that fetch pictures themselves: short, secret, and only for what may be seen."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from zana.kernel import clock
from zana.studio import media_links
from zana.studio.models import Piece
from zana.studio.rules.pieces import PIECE


@pytest.fixture(autouse=True)
def here(settings):
    settings.ZANA_MEDIA_URL = ""
    with clock.frozen(clock.now()):
        yield


@pytest.fixture
def approved(cast, picture):
    Piece.objects.of(cast.org_a).update(state="approved")
    return picture.asset


def get(link: str, **headers: str):
    return Client().get(link, headers=headers)


def test_a_link_works_without_sign_in_until_it_ends(approved):
    link = media_links.make_public_address(approved)

    answer = get(link)
    clock.travel(timedelta(hours=1))

    assert (answer.content, get(link).status_code) == (approved.read(), 404)
    names = ("Content-Type", "X-Content-Type-Options", "Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert [answer.headers[name] for name in names] == [
        "image/jpeg", "nosniff", "private, max-age=600", "no-referrer", "noindex",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [state for state in PIECE.states if state != "approved"])
def test_nothing_is_shown_of_what_is_not_approved(cast, approved, state):
    link = media_links.make_public_address(approved)
    Piece.objects.of(cast.org_a).update(state=state)

    assert get(link).status_code == 404


def test_one_link_is_taken_back_and_the_other_stays(approved):
    gone, stays = (media_links.make_public_address(approved) for _ in range(2))

    for _ in range(2):
        media_links.take_back(gone)
    media_links.take_back("https://elsewhere.example/m/x")

    assert [get(link).status_code for link in (gone, stays)] == [404, 200]


def test_another_key_of_the_house_ends_every_link(approved, settings):
    link = media_links.make_public_address(approved)
    settings.SECRET_KEY = "another"

    assert get(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "WyJhIiwxXQ:1:x", "", "../../zana.sqlite3"])
def test_a_forged_link_shows_nothing(db, token):
    assert get(f"/m/{token}").status_code == 404


def test_a_cut_link_shows_nothing(approved):
    link = media_links.make_public_address(approved)

    assert [get(one).status_code for one in (link[:-1], link.replace("/m/", "/m/x"))] == [404, 404]


def test_head_and_parts_are_answered(approved):
    link, whole = media_links.make_public_address(approved), approved.read()
    size = len(whole)

    head = Client().head(link)
    parts = {asked: get(link, Range=asked) for asked in ("bytes=0-3", "bytes=10-", "bytes=-5", f"bytes=0-{size * 2}")}
    wrong = [get(link, Range=asked).status_code for asked in (f"bytes={size}-", "bytes=5-2", "bytes=-0")]

    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(size))
    assert [answer.content for answer in parts.values()] == [whole[:4], whole[10:], whole[-5:], whole]
    assert parts["bytes=0-3"]["Content-Range"] == f"bytes 0-3/{size}"
    assert {answer.status_code for answer in parts.values()} == {206}
    assert wrong == [416] * 3
    assert [get(link, Range=odd).status_code for odd in ("bytes=0-1,3-4", "bytes=-", "lines=1-2")] == [200] * 3


def test_a_network_gets_the_picture_as_it_takes_it(approved):
    answer = get(media_links.make_public_address(approved, network="instagram", shape=1.0))

    with Image.open(io.BytesIO(answer.content)) as shown:
        assert (answer.headers["Content-Type"], shown.width) == ("image/jpeg", shown.height)


def test_the_word_of_the_doctor_is_good_for_a_minute(db):
    link = media_links.make_word_address("kalaja")

    answer = get(link)
    clock.travel(timedelta(minutes=1))

    assert (answer.content, answer["Content-Type"], get(link).status_code) == (
        b"kalaja", "text/plain; charset=utf-8", 404,
    )  # fmt: skip
