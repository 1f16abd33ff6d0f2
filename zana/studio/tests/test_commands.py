import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from zana.studio.media.clean import find_metadata
from zana.studio.tests import pictures


@pytest.fixture
def zana():
    """`zana ...`; no test here asks for a database, and pytest-django forbids the use of one that was not asked for."""

    def run(name, *arguments):
        out, told = io.StringIO(), io.StringIO()
        code: str | int | None = 0
        try:
            call_command(name, *map(str, arguments), stdout=out, stderr=told)
        except SystemExit as ended:
            code = ended.code
        return code, json.loads(out.getvalue()) if out.getvalue() else None, told.getvalue()

    return run


def written(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_protect_writes_one_clean_file_for_each_and_nothing_else(zana, tmp_path):
    source, out = tmp_path / "photos", tmp_path / "clean"
    (source / "may").mkdir(parents=True)
    (source / "a.jpg").write_bytes(pictures.make_jpeg())
    (source / "a.png").write_bytes(pictures.make_png())
    (source / "may" / "b.heic").write_bytes(pictures.make_heic())
    (source / "Thumbs.db").write_bytes(b"x")
    (source / ".hidden.jpg").write_bytes(pictures.make_jpeg())

    code, answer, told = zana("protect", source, "--out", out, "--json")

    assert code == 0, told
    assert written(out) == ["a-2.png", "a.jpg", "may/b.jpg"]
    files = answer["files"]
    assert [(f["source"], f["out"]) for f in files] == [
        (str(source / "a.jpg"), str(out / "a.jpg")),
        (str(source / "a.png"), str(out / "a-2.png")),
        (str(source / "may/b.heic"), str(out / "may/b.jpg")),
    ]
    assert [(f["faces_found"], f["faces_covered"], f["needs_look"]) for f in files] == [(None, 0, True)] * 3
    assert files[0]["removed"][:2] == ["gps", "exif"]
    for path in out.rglob("*.*g"):
        assert find_metadata(io.BytesIO(path.read_bytes())) == []
    assert {path.name for path in tmp_path.iterdir()} == {"photos", "clean"}


def test_protect_goes_on_after_a_bad_file_and_says_so(zana, tmp_path):
    (tmp_path / "good.jpg").write_bytes(pictures.make_jpeg())
    (tmp_path / "page.jpg").write_bytes(b"<html>")

    code, answer, told = zana(
        "protect",
        tmp_path / "good.jpg",
        tmp_path / "page.jpg",
        tmp_path / "none.jpg",
        "--out",
        tmp_path / "o",
        "--json",
    )

    assert (code, answer["refused"]) == (1, "2 of 3 pictures were refused; the others are done.")
    assert [f["out"] for f in answer["files"]] == [str(tmp_path / "o/good.jpg"), None, None]
    assert answer["files"][1]["refused"].startswith("The name says .jpg, but inside it is a HTML file.")
    assert answer["files"][2]["refused"] == "There is no such file."
    assert written(tmp_path / "o") == ["good.jpg"]
    assert "page.jpg: The name says .jpg" in told


def test_protect_never_writes_over_another_file(zana, tmp_path):
    (tmp_path / "a.jpg").write_bytes(pictures.make_jpeg())
    before = (tmp_path / "a.jpg").read_bytes()

    code, answer, _ = zana("protect", tmp_path / "a.jpg", "--out", tmp_path, "--json")

    assert code == 1
    assert answer["refused"] == (
        "The picture was refused: There is another file at the place of the clean copy. Choose an empty folder."
    )
    assert (tmp_path / "a.jpg").read_bytes() == before

    for _ in range(2):  # done twice is done once
        assert zana("protect", tmp_path / "a.jpg", "--out", tmp_path / "o")[0] == 0
    assert written(tmp_path / "o") == ["a.jpg"]


def test_protect_without_a_picture_or_a_folder_is_refused(zana, tmp_path):
    (tmp_path / "empty").mkdir()

    assert zana("protect", tmp_path / "empty", "--out", tmp_path / "o", "--json")[:2] == (
        1,
        {"refused": "There is no picture in there. JPEG, PNG, WebP and HEIC are read."},
    )
    with pytest.raises(CommandError):
        zana("protect", tmp_path / "empty")
    assert not (tmp_path / "o").exists()


def test_protect_keeps_up_to_4096_pixels(zana, tmp_path):
    Image.new("RGB", (4500, 3000), "red").save(tmp_path / "a.jpg")

    code, answer, _ = zana("protect", tmp_path / "a.jpg", "--out", tmp_path / "o", "--json")

    assert (code, answer["files"][0]["width"], answer["files"][0]["height"]) == (0, 4096, 2731)
    with Image.open(tmp_path / "o/a.jpg") as kept:
        assert kept.size == (4096, 2731)


def test_check_answers_for_a_text(zana, tmp_path):
    (tmp_path / "post.txt").write_text("Të premten bisedojmë. Për ndihmë: 0800 11112.")
    (tmp_path / "places.txt").write_text("Strehëza\n")
    (tmp_path / "bad.txt").write_text("Ejani te Strehëza.")

    code, answer, told = zana("check", tmp_path / "post.txt", "--json")
    assert (code, answer["verdict"], answer["reasons"]) == (0, "pass", [])
    assert told == "The gate found nothing. A person still decides.\n"

    code, answer, told = zana("check", tmp_path / "bad.txt", "--places", tmp_path / "places.txt", "--json")
    assert (code, answer["verdict"]) == (0, "stop")
    assert answer["reasons"] == [
        {
            "step": "place",
            "words": "Paragraph 1 of the text names a confidential place. Take it out.",
            "verdict": "stop",
            "where": "text",
        }
    ]
    assert "streh" not in (json.dumps(answer) + told).lower()


def test_check_knows_the_places_of_the_piece_itself(zana, tmp_path):
    (tmp_path / "piece").write_text(json.dumps({"body": "Te Strehëza", "places": ["Strehëza"]}))

    assert zana("check", tmp_path / "piece", "--json")[1]["verdict"] == "stop"


def test_check_answers_for_a_piece(zana, tmp_path):
    (tmp_path / "dirty.jpg").write_bytes(pictures.make_jpeg())
    (tmp_path / "lie.jpg").write_bytes(b"%PDF-1.7")
    piece = {
        "title": "Friday",
        "text": "x" * 281,
        "network": "x",
        "pictures": [{"file": "dirty.jpg", "alt": "Tea"}, {"alt": ""}, {"file": "lie.jpg", "alt": "Tea"}],
    }
    (tmp_path / "piece.json").write_text(json.dumps(piece))

    code, answer, _ = zana("check", tmp_path / "piece.json", "--json")

    assert (code, answer["verdict"]) == (0, "stop")
    assert [(r["step"], r["where"]) for r in answer["reasons"]] == [
        ("length", "text"),
        ("metadata", "picture 1"),
        ("metadata", "picture 3"),
        ("alt_text", "alt 2"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{not json", "It begins like JSON but is not valid. Correct it, or give the text without braces."),
        (b"\xff\xfe\x00x", "This is not a text file in UTF-8. Save it as plain text and give that one."),
        (b'{"places": "Here"}', "“places” in the file has another shape than expected: see docs/safety-gate.md."),
        (b'{"text": 3}', "“text” in the file has another shape than expected: see docs/safety-gate.md."),
        (b'{"network": "myspace"}', "No network is called “myspace”. There are: facebook, instagram, x, bluesky."),
    ],
)
def test_check_refuses_bad_input_in_words(zana, tmp_path, content, words):
    (tmp_path / "piece").write_bytes(content)

    assert zana("check", tmp_path / "piece", "--json")[:2] == (1, {"refused": words})


@pytest.mark.slow
def test_both_commands_run_where_there_is_no_database(tmp_path):
    (tmp_path / "a.jpg").write_bytes(pictures.make_jpeg())
    env = {**os.environ, "ZANA_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "error"}
    for name in ("ZANA_DATABASE_URL", "ZANA_PRACTICE_DATABASE_URL"):
        env[name] = "sqlite:////nowhere/there/is/none"

    def run(*arguments):
        command = [sys.executable, "-m", "zana.site.command", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, env=env, check=False)

    done = run("protect", tmp_path / "a.jpg", "--out", tmp_path / "o", "--json")
    refused = run("check", tmp_path / "none", "--json")

    assert (done.returncode, json.loads(done.stdout)["files"][0]["out"]) == (0, str(tmp_path / "o/a.jpg"))
    assert (refused.returncode, json.loads(refused.stdout)) == (1, {"refused": "none cannot be read."})
    assert run("protect").returncode == 2
    assert {path.name for path in tmp_path.iterdir()} == {"a.jpg", "o"}
