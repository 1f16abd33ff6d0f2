"""A PDF given as proof, drawn anew page by page, in a process of its own.

What is kept is pictures of its pages: what lies under a black bar, who wrote it and where, attachments, scripts and
links cannot be in them. A file that makes the reader fall takes only that process along.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say

PDF, HEAD = "application/pdf", 1024
MOST_PAGES = 20
MOST_BYTES = 10 * 1024 * 1024  # of what is given
SECONDS, MAX_ADDRESSES = 60, 2 * 1024 * 1024 * 1024
DOTS, QUALITY = 130, 80  # an inch; enough to read small print, about 200 kB a page
REMOVED = ("text", "author", "attachments", "scripts", "links", "forms")
_HOUSE = Path(__file__).resolve().parents[2]
_SHEET = """#set page(width: 210mm, height: 297mm, margin: 0pt)
#image("given.pdf", page: {page}, fit: "contain", width: 100%, height: 100%)"""
_BEYOND = "does not exist"

BROKEN = say("This PDF cannot be opened: it is damaged, or locked with a password. Give a screenshot of it instead.")
TOO_LONG = say("This PDF has more than {most} pages. Give only those that matter.", most=MOST_PAGES)
TOO_LARGE = say("This PDF is larger than {most} MB. Give only the pages that matter.", most=MOST_BYTES // 1024**2)


@dataclass(frozen=True, slots=True)
class CleanDocument:
    data: bytes
    pages: int
    sha256: str
    removed: tuple[str, ...] = REMOVED


def looks_like_pdf(head: bytes) -> bool:
    """By its first bytes, whatever its name says."""
    return b"%PDF-" in head[:HEAD]


def redraw(given: bytes) -> CleanDocument:
    """The same pages and nothing else; refused in words when that cannot be had."""
    if len(given) > MOST_BYTES:
        raise Refusal(TOO_LARGE)
    path = os.pathsep.join([str(_HOUSE), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        child = subprocess.run(
            [sys.executable, "-m", "zana.audits.documents"],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            env={"PYTHONPATH": path, "PATH": os.environ.get("PATH", "")},
            check=False,
        )
    except subprocess.TimeoutExpired as endless:
        raise Refusal(BROKEN) from endless
    if child.returncode:
        raise Refusal(BROKEN)
    head, _, data = child.stdout.partition(b"\n")
    facts = json.loads(head)
    if "refused" in facts:
        raise Refusal(Saying.from_json(facts["refused"]))
    return CleanDocument(data, facts["pages"], hashlib.sha256(data).hexdigest())


# --- the child


def draw_pages(given: bytes) -> list[bytes]:
    """A JPEG of each page, on a sheet of A4."""
    with TemporaryDirectory() as folder:
        # Typst reads files only below its root, so the root holds nothing but this one.
        (Path(folder) / "given.pdf").write_bytes(given)
        if _draw(folder, MOST_PAGES + 1, dots=10) is not None:
            raise Refusal(TOO_LONG)
        pages: list[bytes] = []
        while drawn := _draw(folder, len(pages) + 1):
            pages.append(_press(drawn))
    if not pages:
        raise Refusal(BROKEN)
    return pages


def _draw(folder: str, page: int, dots: int = DOTS) -> bytes | None:
    """A PNG, or None where the file has no such page."""
    import typst  # slow import: only the child needs it

    sheet = Path(folder) / "sheet.typ"
    sheet.write_text(_SHEET.replace("{page}", str(page)))
    try:
        drawn: bytes = typst.compile(str(sheet), root=folder, format="png", ppi=dots, package_path=folder)
    except typst.TypstError as no:
        if _BEYOND in str(no):
            return None
        raise Refusal(BROKEN) from no
    return drawn


def _press(drawn: bytes) -> bytes:
    kept = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def bind(pages: list[bytes]) -> bytes:
    """A PDF of pictures, with what a reader needs and not a word more: no date, no maker, no name."""
    numbers = range(3, 3 + 3 * len(pages), 3)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
    ]
    for number, jpeg in zip(numbers, pages, strict=True):
        width, height = Image.open(io.BytesIO(jpeg)).size
        paint = b"595 0 0 842 0 0 cm /p Do"
        bodies += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</p %d 0 R>>>>>>"
            % (number + 1, number + 2),
            b"<</Length %d>>\nstream\n%s\nendstream" % (len(paint), paint),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
            b"/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream" % (width, height, len(jpeg), jpeg),
        ]
    return _number(bodies)


def _number(bodies: list[bytes]) -> bytes:
    """Each body as an object under its number, then where each of them begins."""
    file, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return file + end % (size, table, size, len(file))


def _answer() -> None:
    """A PDF on stdin; what it came to in one line, and then the new one, on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESSES, MAX_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages = draw_pages(sys.stdin.buffer.read(MOST_BYTES))
        answer = json.dumps({"pages": len(pages)}).encode() + b"\n" + bind(pages)
    except Refusal as no:
        answer = json.dumps({"refused": no.saying.as_json()}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _answer()
