"""A PDF as proof: what can be seen is kept, and nothing that stood beside or under it."""

import io
import zlib

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from zana.audits import actions, documents
from zana.audits.models import Exhibit
from zana.kernel.errors import Refusal

SECRET = b"Rruga e Fshehur 7"
EVIL = b"""<</Type/Catalog/Pages 2 0 R/OpenAction 9 0 R/Metadata 10 0 R/Names<</EmbeddedFiles 11 0 R>>>>"""


def make_pdf(author="Rruga e Fshehur 7", pages=2):
    """From typst: an author, a link, and on each page words under a black bar beside a red field."""
    page = (
        "#place(top, rect(width: 100%, height: 50%, fill: red))"
        "#place(bottom)[Rruga e Fshehur 7 #place(top + left, rect(width: 9cm, height: 1cm, fill: black))]"
        '#link("https://x.example")[y]'
    )
    source = f'#set document(author: "{author}")\n' + "\n#pagebreak()\n".join([page] * pages)
    return typst.compile(source.encode())


def bind_by_hand(catalogue):
    """One blank page, script, metadata and a file beside it, as an attacker would bind them."""
    return documents._number(
        [
            catalogue,
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/AA<</O 9 0 R>>>>",
            *[b"null"] * 5,
            b"<</S/JavaScript/JS(app.alert\\(1\\)//" + SECRET + b")>>",
            b"<</Type/Metadata/Subtype/XML/Length 17>>\nstream\n" + SECRET + b"\nendstream",
            b"<</Names[(a.exe) 12 0 R]>>",
            b"<</Type/Filespec/F(" + SECRET + b")/EF<</F 13 0 R>>>>",
            b"<</Type/EmbeddedFile/Length 17>>\nstream\n" + SECRET + b"\nendstream",
        ]
    )


@pytest.fixture
def answered(cast):
    actions.answer_control(by=cast.communicator_a, organisation=cast.org_a, control="SEC-03", result="fail")
    return cast


def give(client, cast, file, name="dëshmi.pdf"):
    client.force_login(cast.communicator_a)
    address = reverse("audits:attach", kwargs={"org": cast.org_a.ref, "control": "SEC-03"})
    return client.post(address, {"file": SimpleUploadedFile(name, file)}, headers={"accept-language": "en"})


@pytest.mark.django_db
def test_a_pdf_goes_with_the_answer_as_pictures_of_its_pages(answered, client):
    given = make_pdf()

    reply = give(client, answered, given, name="<img src=x onerror=alert(1)>.pdf")
    kept = Exhibit.objects.of(answered.org_a).get()
    page = client.get(reply.url).content.decode()
    shown = client.get(reverse("audits:exhibit", kwargs={"org": answered.org_a.ref, "ref": kept.ref}))

    assert reply.status_code == 302
    assert (kept.media_type, kept.content.count(b"/Type/Page/"), kept.removed[0]) == ("application/pdf", 2, "text")
    assert (SECRET in given, SECRET in kept.content, b"/Info" in kept.content) == (True, False, False)
    assert (page.count("<img src=x"), page.count("&lt;img src=x onerror=alert(1)&gt;.pdf")) == (0, 1)
    assert shown.content == kept.content
    assert shown["Content-Disposition"] == f'attachment; filename="proof-{kept.ref[:8]}.pdf"'


def test_each_page_shows_what_was_to_be_seen():
    start = b"/Filter/DCTDecode"
    first = documents.redraw(make_pdf(pages=1)).data.split(start)[1].split(b"stream\n", 1)[1]

    drawn = Image.open(io.BytesIO(first)).convert("RGB")

    colours = [list(drawn.crop((537, at, 538, at + 1)).tobytes()) for at in (500, 900)]
    assert [[round(value / 64) for value in colour] for colour in colours] == [[4, 1, 1], [4, 4, 4]]


def test_scripts_attachments_and_metadata_are_not_in_what_is_kept():
    evil = bind_by_hand(EVIL)

    clean = documents.redraw(evil)

    marks = (b"JavaScript", b"EmbeddedFile", b"/AA", b"OpenAction", b"Metadata", SECRET)
    assert [mark in evil for mark in marks] == [True] * 6
    assert [mark in clean.data for mark in marks] == [False] * 6
    assert (clean.pages, documents.looks_like_pdf(clean.data)) == (1, True)


def blank(pages):
    kept = io.BytesIO()
    Image.new("RGB", (9, 9)).save(kept, "JPEG")
    return documents.bind([kept.getvalue()] * pages)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"%PDF-1.7\n" + zlib.compress(b"nothing of a PDF" * 99), documents.BROKEN),
        (b"%PDF-1.7\n" + b"0" * documents.MOST_BYTES, documents.TOO_LARGE),
        (blank(documents.MOST_PAGES + 1), documents.TOO_LONG),
    ],
    ids=["broken", "large", "long"],
)
def test_what_cannot_be_drawn_is_refused_in_words(given, words):
    with pytest.raises(Refusal) as no:
        documents.redraw(given)

    assert no.value.saying == words


@pytest.mark.django_db
def test_two_hundred_megabytes_are_refused_before_they_are_read(answered, client):
    client.force_login(answered.communicator_a)
    address = reverse("audits:attach", kwargs={"org": answered.org_a.ref, "control": "SEC-03"})

    reply = client.generic(
        "POST", address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=200_000_000
    )

    assert (reply.status_code, Exhibit.objects.of(answered.org_a).count()) == (422, 0)
