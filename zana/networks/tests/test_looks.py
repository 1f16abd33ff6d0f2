"""How a profile looks, before and after."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.networks import actions, queries
from zana.networks.actions.snapshots import Drawn, Looks, draw_small, keep_snapshot
from zana.networks.models import Account, ProfilePicture, ProfileSnapshot
from zana.networks.port import Profile
from zana.networks.rules import Look, compare_looks
from zana.networks.tests.made import make_account

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def account(cast) -> Account:
    return make_account(cast.org_a, cast.communicator_a, by_hand=True, api_base="", remote_id="")


def photo(colour: str = "#5b2a6f", kind: str = "JPEG", size: tuple[int, int] = (1200, 800)) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010E] = "Rruga e Fshehtë 5"
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def take(account: Account, days: int = 0, picture: bytes | None = None, **facts: str | None) -> None:
    clock.travel(timedelta(days=days))
    drawn = Drawn(hashlib.sha256(picture).hexdigest(), draw_small(picture)) if picture else None
    values: dict[str, str | None] = {"name": "Drita e Re", "bio": "Jemi këtu", "link": "https://drita.example", **facts}
    keep_snapshot(account, Profile("", "drita", **values), Looks(drawn))  # type: ignore[arg-type]  # texts


def days(account: Account) -> list[int]:
    rows = ProfileSnapshot.objects.of(account.organisation).order_by("taken_at")
    return [(snapshot.taken_at - NOON).days for snapshot in rows]


def test_a_look_is_kept_when_something_changed_and_once_a_month(account):
    red, blue = photo("red"), photo("blue")
    take(account, 0, red)
    take(account, 1, red)
    take(account, 1, None)  # it did not come: no change
    take(account, 1, blue)
    take(account, 29, blue)
    take(account, 1, blue)

    assert days(account) == [0, 3, 33]
    assert ProfilePicture.objects.of(account.organisation).count() == 2


def test_what_changed_is_said_part_by_part():
    before = Look("Drita", bio="", link="https://a.example", picture="p1", cover=None)
    after = Look("Drita e Re", bio="Jemi këtu", link="", picture="p2", cover="c1")

    assert {part: words.english() for part, words in compare_looks(before, after).items()} == {
        "name": "The name is another one.",
        "bio": "There are words about you now.",
        "link": "The link is gone.",
        "picture": "The profile picture is another one.",
    }
    assert compare_looks(before, before) == {}


def test_the_first_and_the_newest_stand_side_by_side(account, cast, client, django_assert_max_num_queries):
    take(account, 0, photo("red"), bio="")
    take(account, 10, photo("red"), bio="Në mes")
    take(account, 20, photo("blue"))
    client.force_login(cast.director_a)

    with django_assert_max_num_queries(20):
        page = client.get(reverse("networks:looks", args=[cast.org_a.ref, account.ref]))

    looks = page.context["looks"]
    assert [(looks.before.taken_at - NOON).days, (looks.after.taken_at - NOON).days] == [0, 30]
    assert list(looks.changes) == ["bio", "picture"]
    assert page.content.decode().count("<img ") == 2
    middle = queries.see_before_and_after(account, since=NOON + timedelta(days=12))
    assert middle is not None
    assert middle.before.bio == "Në mes"


def test_nobody_has_looked_yet(account, cast, client):
    client.force_login(cast.director_a)

    assert queries.see_before_and_after(account) is None
    assert client.get(reverse("networks:looks", args=[cast.org_a.ref, account.ref])).status_code == 200


def test_by_hand_she_copies_it_and_adds_a_photo(account, cast, client):
    client.force_login(cast.communicator_a)
    where = reverse("networks:profile", args=[cast.org_a.ref, account.ref])
    told = {"name": "Drita e Re", "bio": "Jemi këtu", "link": "https://drita.example"}

    first = client.post(where, {**told, "picture": SimpleUploadedFile("a.png", photo(kind="PNG"))})
    again = client.post(where, told)
    wrong = client.post(where, {**told, "picture": SimpleUploadedFile("a.jpg", b"no picture")})

    kept = ProfileSnapshot.objects.of(cast.org_a).get()
    assert [answer.status_code for answer in (first, again, wrong)] == [302, 302, 422]
    assert kept.picture is not None
    assert (kept.bio, kept.by_hand) == ("Jemi këtu", True)
    shown = client.get(reverse("networks:picture", args=[cast.org_a.ref, kept.picture.ref]))
    with Image.open(io.BytesIO(shown.content)) as small:
        assert (small.format, small.size) == ("JPEG", (480, 320))
    assert (shown["Cache-Control"], shown["X-Content-Type-Options"]) == (
        "private, max-age=86400, immutable", "nosniff",
    )  # fmt: skip


def test_an_account_the_network_tells_about_is_not_written_by_hand(cast):
    account = make_account(cast.org_a, cast.communicator_a)

    with pytest.raises(Refusal):
        actions.record_profile(by=cast.communicator_a, account=account, name="x", bio="", link="")


def test_nothing_hidden_in_a_photo_is_kept():
    small = draw_small(photo())

    assert small is not None
    assert (b"Fshehte" in small, b"Exif" in small, b"Exif" in photo()) == (False, False, True)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>"])
def test_what_is_no_picture_is_not_drawn(data):
    assert draw_small(data) is None


def test_what_is_too_large_is_not_drawn():
    out = io.BytesIO()
    Image.new("1", (10_000, 8_000)).save(out, "PNG")  # black and white: 80 million points that weigh little

    assert draw_small(out.getvalue()) is None


def test_another_organisation_does_not_see_the_picture(account, cast, client):
    take(account, 0, photo())
    picture = ProfilePicture.objects.of(cast.org_a).get()
    client.force_login(cast.communicator_b)

    assert client.get(reverse("networks:picture", args=[cast.org_b.ref, picture.ref])).status_code == 404
    assert client.get(reverse("networks:picture", args=[cast.org_a.ref, picture.ref])).status_code == 404
