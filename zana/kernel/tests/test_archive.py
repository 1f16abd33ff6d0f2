import io
import os
import struct
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.kernel.archive import Limits, open_archive
from zana.kernel.errors import Refusal
from zana.kernel.tests.zips import write_with_photos

ALLOW = ("wanted*.json", "data/deep.js")
DAMAGED = "The archive is damaged or was not downloaded to its end. Fetch it again; nothing was kept."
BOMB = "wanted.json would unpack to far more than such a file ever holds."
CLIMBS = "A file in the archive has a path that leads out of it. No network makes such an archive."
LOCKED = "The archive is locked with a password. Download it again without one."
PIECES = "This is one piece of an archive in several pieces. Give the whole archive as one ZIP."


def pack(*members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return file


def refused(file, allow=ALLOW, limits=None):
    """The words of refusal, whether it comes from the directory or while reading."""
    with pytest.raises(Refusal) as no:
        read_all(file, allow, limits)
    return no.value.saying.english()


def read_all(file, allow=ALLOW, limits=None):
    with open_archive(file, allow, limits) as archive:
        return {name: archive.read(name) for name in archive.will_read}


def directory_at(data):
    return struct.unpack_from("<L", data, data.rindex(b"PK\x05\x06") + 16)[0]


class WatchedFile(io.BytesIO):
    """Raises when anything inside the forbidden bytes is read, except the directory's own list of names."""

    forbidden = range(0)

    def read(self, size=-1):
        start = self.tell()
        data = super().read(size)
        touched = range(max(start, self.forbidden.start), min(start + len(data), self.forbidden.stop))
        if touched:
            raise AssertionError("a member outside the allow-list was read")
        return data


def test_archive_reads_allowed_members_and_lists_all():
    file = pack(
        ("root/a/wanted.json", "[1]"),
        ("root/b/WANTED_2.json", "[2]"),
        ("root/wanted.json.txt", "x"),
        ("root/unwanted.json", "x"),
        ("x/data/deep.js", "[3]"),
        ("x/other/deep.js", "x"),
    )

    read = read_all(file)

    assert read == {"root/a/wanted.json": b"[1]", "root/b/WANTED_2.json": b"[2]", "x/data/deep.js": b"[3]"}
    assert len(open_archive(file, ALLOW).members_listed) == 6


def test_archive_knows_when_its_newest_member_was_written():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("wanted.json", (2026, 10, 2, 8, 30, 2)), "1")
        archive.writestr(zipfile.ZipInfo("photo.jpg", (1980, 1, 1, 0, 0, 0)), "2")

    assert open_archive(file, ALLOW).newest_at == datetime(2026, 10, 2, 8, 30, 2, tzinfo=UTC)
    assert open_archive(pack(("wanted.json", "1")), ALLOW).newest_at is None


def test_archive_with_a_comment_at_its_end_is_read():
    file = pack(("wanted.json", "[1]"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"made by somebody " * 100

    assert read_all(file) == {"wanted.json": b"[1]"}


def test_archive_reads_stored_members_and_paths(tmp_path):
    path = tmp_path / "me.zip"
    path.write_bytes(pack(("wanted.json", "ë" * 100_000), method=zipfile.ZIP_STORED).getvalue())

    with open_archive(path, ALLOW) as archive:
        data = archive.read("wanted.json")

    assert data.decode() == "ë" * 100_000


def test_archive_reads_highly_packed_but_bounded_text():
    text = "line of an honest log, " * 40_000

    with open_archive(pack(("wanted.json", text)), ALLOW) as archive:
        assert archive.read("wanted.json").decode() == text


def test_archive_refuses_to_read_what_is_not_allowed():
    with (
        open_archive(pack(("wanted.json", "1"), ("messages.json", "2")), ALLOW) as archive,
        pytest.raises(KeyError),
    ):
        archive.read("messages.json")


def test_archive_never_touches_other_members():
    data = pack(("messages/inbox/message_1.json", os.urandom(300_000)), ("wanted.json", "[1]")).getvalue()
    file = WatchedFile(data)
    file.forbidden = range(60, 300_000)  # its local header stands before

    with open_archive(file, ALLOW) as archive:
        assert archive.read("wanted.json") == b"[1]"


@pytest.mark.parametrize(
    "name", ["../wanted.json", "/etc/wanted.json", "a/../../wanted.json", "a\\wanted.json", "C:/wanted.json"]
)
def test_archive_refuses_climbing_paths(name):
    assert refused(pack(("x.txt", "1"), (name, "2"))) == CLIMBS


def test_archive_refuses_climbing_path_of_unwanted_member():
    assert refused(pack(("wanted.json", "1"), ("../../photo.jpg", "2"))) == CLIMBS


def test_archive_refuses_the_same_name_twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = pack(("wanted.json", "1"), ("wanted.json", "2"))

    assert refused(file) == "Two files in the archive have the same name, wanted.json."


@pytest.mark.parametrize("name", ["wanted.json", "photo.jpg"])
def test_archive_refuses_an_encrypted_member(name):
    data = bytearray(pack(("a.txt", "1"), (name, "2")).getvalue())
    second = data.index(b"PK\x01\x02", directory_at(data) + 4)
    data[second + 8] |= 1

    assert refused(io.BytesIO(data)) == LOCKED


def test_archive_refuses_a_declared_bomb():
    assert refused(pack(("wanted.json", b"\0" * 8_000_000))) == BOMB


def test_archive_refuses_a_bomb_it_would_not_read():
    words = refused(pack(("wanted.json", "1"), ("photo.jpg", b"\0" * 8_000_000)))

    assert words == "photo.jpg would unpack to far more than such a file ever holds."


def test_archive_refuses_a_bomb_that_lies_about_its_size():
    data = bytearray(pack(("wanted.json", b"\0" * 8_000_000)).getvalue())
    struct.pack_into("<L", data, directory_at(data) + 24, 1000)

    assert refused(io.BytesIO(data)) == BOMB


def test_archive_refuses_members_that_are_too_many_together():
    members = [(f"wanted_{n}.json", os.urandom(1000)) for n in range(5)]

    words = refused(pack(*members), limits=Limits(total=4000))

    assert words == "wanted_0.json would unpack to far more than such a file ever holds."


def test_archive_refuses_members_lying_on_each_other():
    data = bytearray(pack(("a.txt", os.urandom(500)), ("wanted.json", "2" * 500)).getvalue())
    first = directory_at(data)
    second = data.index(b"PK\x01\x02", first + 4)
    struct.pack_into("<L", data, second + 42, 0)

    assert refused(io.BytesIO(data)) == DAMAGED


@pytest.mark.parametrize("cut", [1, 30, 400])
def test_archive_refuses_a_broken_download(cut):
    data = pack(("wanted.json", os.urandom(600))).getvalue()

    assert refused(io.BytesIO(data[:-cut])) == DAMAGED


def test_archive_refuses_a_flipped_bit():
    data = bytearray(pack(("wanted.json", os.urandom(600))).getvalue())
    data[300] ^= 1

    assert refused(io.BytesIO(data)) == DAMAGED


def test_archive_refuses_one_of_several_pieces():
    data = bytearray(pack(("wanted.json", "1")).getvalue())
    struct.pack_into("<H", data, data.rindex(b"PK\x05\x06") + 4, 2)

    assert refused(io.BytesIO(data)) == PIECES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty. The download probably broke off: fetch it again."),
        (
            b"\xef\xbb\xbf\n<!DOCTYPE html><html>",
            "This is a web page (HTML), not the archive. Give the ZIP file you downloaded.",
        ),
        (b"Rar!\x1a\x07", "This is not a ZIP archive but another kind of file (RAR)."),
        (b"\xff\xd8\xff\xe0 photo", "This is not a ZIP archive but another kind of file (JPEG)."),
        (b"\0\0\0\x18ftypheic", "This is not a ZIP archive but another kind of file (MP4, HEIC)."),
        (
            b'{"profile_v2": {}}',
            "This is one file out of an archive. Give the whole ZIP as the network made it.",
        ),
        (b"just words", "This is not a ZIP archive."),
        (b"PK\x03\x04", DAMAGED),
    ],
)
def test_archive_says_what_the_file_is_instead(data, words):
    assert refused(io.BytesIO(data)) == words


def test_archive_refuses_a_folder_and_a_missing_file(tmp_path):
    assert refused(tmp_path) == "This is a folder. Give the ZIP file as the network made it, unopened."
    assert refused(tmp_path / "gone.zip") == "The file gone.zip cannot be opened."


@settings(max_examples=150)
@given(st.data())
def test_archive_of_any_damage_is_read_rightly_or_refused(data):
    whole = pack(("wanted.json", b"0123456789" * 50), ("photo.jpg", b"photo" * 50)).getvalue()
    spoiled = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        spoiled[at] = data.draw(st.integers(0, 255))
    spoiled = spoiled[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else spoiled

    try:
        read = list(read_all(io.BytesIO(spoiled)).values())
    except Refusal:
        return

    assert read in ([], [b"0123456789" * 50])


@settings(max_examples=60)
@given(st.binary(max_size=400), st.booleans())
def test_archive_of_any_bytes_is_refused(data, disguised):
    with pytest.raises(Refusal):
        open_archive(io.BytesIO((b"PK\x03\x04" if disguised else b"") + data), ALLOW)


READ_WITH_PEAK = """
import sys
from pathlib import Path
from zana.kernel.archive import open_archive
with open_archive(sys.argv[1], ("wanted*.json",)) as archive:
    print(len(archive.members_listed), sum(len(archive.read(name)) for name in archive.will_read))
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


def read_in_own_process(path):
    made = subprocess.run(
        [sys.executable, "-c", READ_WITH_PEAK, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=Path(__file__).parents[3],
    )
    counts, peak = made.stdout.splitlines()
    return counts, int(peak.split()[1]) // 1024


@pytest.mark.slow
def test_archive_with_two_gigabytes_of_photos_and_100_000_names_stays_small(tmp_path):
    path = tmp_path / "big.zip"
    threads = {f"root/messages/inbox/thread_{n}/message_1.json": "{}" for n in range(100_000)}
    write_with_photos(path, threads | {"root/wanted.json": "[1]"})

    counts, peak_mb = read_in_own_process(path)

    assert counts == "100003 3"
    assert peak_mb < 150
