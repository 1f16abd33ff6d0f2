import io
import subprocess
import sys
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from zana.kernel.errors import Refusal
from zana.studio.media import apart
from zana.studio.media.clean import clean_picture
from zana.studio.tests import pictures


def large(**more):
    return io.BytesIO(pictures.make_jpeg(2000, 1500, **more))


def test_a_large_picture_comes_out_the_same_from_its_own_process():
    assert apart.clean(large(), "a.jpg") == clean_picture(large(), "a.jpg")


def test_a_small_picture_starts_no_process(monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)

    assert apart.clean(io.BytesIO(pictures.make_png()), "a.png").kind == "png"


def test_a_refusal_comes_through_in_its_words():
    whole = bytearray(large().getvalue())
    cut = whole[: len(whole) // 2]

    for data, name, words in [
        (bytes(whole), "a.png", "The name says .png, but inside it is a JPEG picture."),
        (bytes(cut), "a.jpg", "This picture is damaged"),
        (pictures.make_bomb(20_000, 10_000), "", "This picture has 200 million pixels"),
    ]:
        with pytest.raises(Refusal) as no:
            apart.clean(io.BytesIO(data), name)
        assert no.value.saying.english().startswith(words)


@pytest.mark.parametrize("code", [-11, apart.OUT_OF_MEMORY])
def test_a_decoder_that_falls_is_a_damaged_picture(monkeypatch, code):
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, code, b"", b""))

    with pytest.raises(Refusal):
        apart.clean(large())


def test_an_endless_decoder_is_a_damaged_picture(monkeypatch):
    def never_ends(command, **_):
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", never_ends)

    with pytest.raises(Refusal):
        apart.clean(large())


def test_a_bug_in_the_other_process_is_not_hidden(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, b"", b"why"))

    with pytest.raises(RuntimeError, match="why"):
        apart.clean(large())


LARGEST: dict[str, tuple[str, tuple[int, int], dict[str, Any]]] = {
    "jpeg": ("RGB", (6500, 4900), {"format": "JPEG"}),
    "huge jpeg": ("RGB", (10_200, 7800), {"format": "JPEG"}),
    "progressive": ("RGB", (5700, 4280), {"format": "JPEG", "progressive": True}),
    "png": ("RGBA", (6500, 4900), {"format": "PNG", "compress_level": 1}),
    "webp": ("RGB", (4000, 3000), {"format": "WEBP", "method": 0}),
    "heic": ("RGB", (5712, 4284), {"format": "HEIF", "quality": 50}),
}


def draw_largest(kind, path):
    mode, size, how = LARGEST[kind]
    pillow_heif.register_heif_opener()
    Image.radial_gradient("L").resize(size).convert(mode).save(path, **how)


@pytest.mark.slow
def test_peak_memory_stays_under_300_megabytes(tmp_path):
    """In a process with Django and two threads, as in the web: its own peak, and that of the largest child."""
    for kind in LARGEST:
        draw_largest(kind, tmp_path / kind)
    script = (
        "import django, os, re, resource, sys, threading\n"
        "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'zana.site.settings'); django.setup()\n"
        "from zana.studio.media import apart\n"
        "sides = []\n"
        "def clean(path):\n"
        "    with open(path, 'rb') as file: picture = apart.clean(file)\n"
        "    sides.append(max(picture.width, picture.height))\n"
        "threads = [threading.Thread(target=clean, args=[path]) for path in sys.argv[1:]]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
        "own = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
        "print(min(sides), own // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    paths = [str(tmp_path / kind) for kind in LARGEST]

    told = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True, timeout=300)

    shortest, own, child = map(int, told.stdout.split())
    assert 3900 < shortest <= 4096
    assert (own < 300, child < 300) == (True, True), (own, child)
