"""What a stranger may give: refused whole or read safely, always in words, and nothing stored by half."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.audits.archives.opening import read_archive
from zana.audits.models import Audit, Evidence
from zana.audits.tests.archives import NOW, ago, facebook_files, instagram_files, pack, x_files
from zana.audits.tests.hostile import READ, REFUSED, SCRIPT
from zana.kernel import clock
from zana.kernel.errors import Refusal

pytestmark = pytest.mark.slow

RESULTS = {"pass", "partial", "fail", "unknown"}
UNSEEN = [chr(sign) for sign in (*range(32), 0x7F, 0x1B, 0x202E, 0x200F, 0x2066, 0xD800)]


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


def said(readings):
    sayings = [s for r in readings for c in r.controls for s in (c.why, *c.facts)]
    return [saying.english() for saying in sayings] + [sign.english() for r in readings for sign in r.signs]


@pytest.mark.parametrize("kind", REFUSED)
def test_archive_is_refused_whole_in_words(kind):
    make, words = REFUSED[kind]

    with pytest.raises(Refusal) as refused:
        read_archive(io.BytesIO(make()), NOW)

    assert refused.value.saying.english().startswith(words)


@pytest.mark.parametrize("kind", READ)
def test_archive_is_read_safely(kind):
    readings = read_archive(io.BytesIO(READ[kind]()), NOW)

    words = said(readings)
    assert [sign for sign in UNSEEN if any(sign in text for text in words)] == []
    assert max(map(len, words)) < 400


@settings(max_examples=60)
@given(st.data())
def test_zip_with_any_bytes_changed_is_read_or_refused(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)) | st.just(len(whole)))

    assert read_or_refuse(bytes(whole[:cut])) <= RESULTS | {"refused"}


def read_or_refuse(content):
    try:
        readings = read_archive(io.BytesIO(content), NOW)
    except Refusal:
        return {"refused"}
    return {each.result for reading in readings for each in reading.controls}


WHOLE = pack({f"facebook-a/{name}": content for name, content in facebook_files().items()}).getvalue()
ALL_KEYS = (
    *("active_sessions_v2", "admin_records_v2", "account_activity_v2", "pages_v2", "payments_v2", "payments"),
    *("accounts_center_v2", "devices_v2", "profile_user", "profile_v2", "name", "full_name", "emails", "tweet"),
    *("created_at", "entities", "media", "urls", "extended_entities", "full_text", "attachments", "data", "bio"),
    *("settings_allow_comments_from", "profile_profile_change", "account", "profile", "description", "verified"),
    *("account_history_login_history", "event", "session", "title", "archiveInfo", "dataTypes", "files"),
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["203.0.113.7", ago(3)])
)
KEYS = st.sampled_from(
    (*ALL_KEYS, "label_values", "dict", "value", "timestamp_value", "timestamp", "ent_field_name", "string_map_data")
)
SHAPES = st.recursive(LEAVES, lambda i: st.lists(i, max_size=4) | st.dictionaries(KEYS, i, max_size=4), max_leaves=14)
EVERY = [
    facebook_files() | {"this_profile's_activity_across_facebook/posts/profile_posts_1.json": []},
    instagram_files() | {"your_instagram_activity/media/posts_1.json": [], "a/profile_changes.json": {}},
    x_files() | {"data/tweets.js": b"", "data/profile.js": b"", "data/verified.js": b"", "data/block.js": b""},
]


@settings(max_examples=80)
@given(st.sampled_from(EVERY), st.data())
def test_members_of_any_shape_are_read(files, data):
    spoiled = dict(files)
    for name in data.draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=5)):
        head = b"window.YTD.a.part0 = " if name.endswith(".js") else b""
        spoiled[name] = head + json.dumps(data.draw(SHAPES)).encode()

    (reading,) = read_archive(pack(spoiled), NOW)

    assert {each.result for each in reading.controls} <= RESULTS


def give(client, cast, content, name="a.zip"):
    client.force_login(cast.communicator_a)
    url = reverse("audits:archive", kwargs={"org": cast.org_a.ref})
    file = SimpleUploadedFile(name, content, "application/zip")
    return client.post(url, {"holder": cast.communicator_a.pk, "file": file}, headers={"accept-language": "en"})


@pytest.mark.parametrize("kind", ["one name twice", "wrong sum", "climbing"])
def test_page_refuses_and_nothing_is_stored(client, cast, kind):
    answer = give(client, cast, REFUSED[kind][0](), f"{SCRIPT}.zip")

    assert (answer.status_code, "<script>alert" in answer.content.decode()) == (422, False)
    assert (Evidence.objects.of(cast.org_a).count(), Audit.objects.of(cast.org_a).count()) == (0, 0)


def test_script_in_what_an_archive_says_reaches_no_page(client, cast):
    give(client, cast, READ["script in what is shown"](), f"{SCRIPT}.zip")

    page = client.get(reverse("audits:words", kwargs={"org": cast.org_a.ref})).content.decode()

    assert ("&lt;script&gt;alert(1)" in page, "<script>alert" in page) == (True, False)


class Endless(io.RawIOBase):
    """A body nobody may read from."""

    def readable(self):
        return True

    def read(self, size=-1):
        raise AssertionError("it was read")


@pytest.mark.parametrize(("route", "where"), [("archive", {}), ("attach", {"control": "SEC-03"})])
def test_two_hundred_megabytes_are_refused_before_they_are_read(client, cast, route, where):
    client.force_login(cast.communicator_a)

    answer = client.generic(
        "POST",
        reverse(f"audits:{route}", kwargs={"org": cast.org_a.ref} | where),
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
        **{"wsgi.input": Endless()},
    )

    assert answer.status_code == 422
