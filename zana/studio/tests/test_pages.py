import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from zana.kernel.refs import new_ref
from zana.studio import actions, gate
from zana.studio.models import Piece, Variant, VariantPicture
from zana.studio.tests import pictures

pytestmark = pytest.mark.slow


@pytest.fixture
def as_person():
    def sign_in(person, language="en"):
        client = Client()
        client.force_login(person)
        client.cookies["zana_language"] = language
        return client

    return sign_in


@pytest.fixture
def writer(as_person, cast):
    return as_person(cast.volunteer_a)


def address(name, cast, *rest):
    return reverse(f"studio:{name}", args=[cast.org_a.ref, *rest])


def compose_address(variant):
    return reverse("studio:compose", args=[variant.organisation.ref, variant.piece.ref, variant.ref])


def filled(cast, accounts, **changed):
    given = {
        "title": "Friday",
        "body": "On Friday we talk.",
        "language": "sq",
        "accounts": [account.ref for account in accounts],
        "once": new_ref(),
    }
    return {**given, **changed}


def test_a_post_is_written_once_for_all_accounts(cast, accounts, writer):
    data = filled(cast, accounts)

    answer = writer.post(address("write", cast), data)
    again = writer.post(address("write", cast), data)

    piece = Piece.objects.of(cast.org_a).get()
    variants = list(piece.variants.all())
    assert [(v.account, v.text, v.language) for v in variants] == [(a, "On Friday we talk.", "sq") for a in accounts]
    assert answer.url == again.url == compose_address(variants[0])


def test_a_post_can_be_written_before_an_account_is_there(cast, writer):
    answer = writer.post(address("write", cast), filled(cast, []))

    piece = Piece.objects.of(cast.org_a).get()
    assert answer.url == address("piece", cast, piece.ref)
    assert writer.get(answer.url).status_code == 200


def test_a_post_without_a_name_keeps_what_was_written(cast, accounts, writer):
    answer = writer.post(address("write", cast), filled(cast, accounts, title=""))

    assert answer.status_code == 422
    assert "On Friday we talk.</textarea>" in answer.content.decode()
    assert Piece.objects.of(cast.org_a).count() == 0


def test_the_list_shows_each_post_with_its_state(cast, piece, variant, writer):
    page = writer.get(address("pieces", cast)).content.decode()

    assert page.count('class="row"') == 1
    for words in ("Friday&#x27;s workshop", "Facebook", "Arta Communicator", "draft", "Write a post"):
        assert words in page


def test_an_empty_list_says_how_to_begin(cast, writer):
    assert "Nothing written yet" in writer.get(address("pieces", cast)).content.decode()


def test_pages_ask_the_database_as_often_for_one_as_for_many(cast, accounts, writer):
    def count_queries():
        piece = Piece.objects.of(cast.org_a)[0]
        pages = [
            address("pieces", cast),
            address("write", cast),
            address("piece", cast, piece.ref),
            compose_address(piece.variants.all()[0]),
        ]
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert writer.get(page).status_code == 200
            counts.append(len(asked))
        return counts

    def write(title, languages, drawn):
        piece = actions.write_piece(by=cast.volunteer_a, organisation=cast.org_a, title=title, body="x", language="sq")
        for language in languages:
            for account in accounts:
                actions.add_variant(by=cast.volunteer_a, piece=piece, account=account, language=language)
        for number in range(drawn):
            file = io.BytesIO(pictures.make_png(20 + number))
            actions.add_picture(by=cast.volunteer_a, variant=piece.variants.all()[0], file=file)

    write("one", ["sq"], 1)
    once = count_queries()
    for number in range(9):
        write(str(number), ["sq", "sr", "en"], 4)

    assert count_queries() == once
    assert max(once) <= 20


def test_saving_keeps_the_text_and_shows_the_answer(cast, variant, writer):
    data = {"text": "On Friday.", "link": "https://drita.example/a", "version": variant.piece.version}

    answer = writer.post(compose_address(variant), data, follow=True)

    page = answer.content.decode()
    assert Variant.objects.of(cast.org_a).get().wording == "On Friday.\n\nhttps://drita.example/a"
    assert "Saved and checked." in page
    assert "The gate found nothing" in page
    assert "35 of 63206 signs on Facebook" in page.replace(",", "")


def test_the_same_form_twice_is_not_stale(cast, variant, writer):
    data = {"text": "On Friday.", "link": "", "version": variant.piece.version}

    codes = [writer.post(compose_address(variant), data).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert Piece.objects.of(cast.org_a).get().version == variant.piece.version + 1


def test_a_stale_page_keeps_both_texts(cast, variant, writer):
    version = variant.piece.version
    actions.edit_variant(by=cast.director_a, variant=variant, text="Hers")

    answer = writer.post(compose_address(variant), {"text": "Mine", "link": "", "version": version})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mine</textarea>" in page
    assert "As it stands now" in page
    assert "Hers" in page
    assert Variant.objects.of(cast.org_a).get().text == "Hers"

    answer = writer.post(compose_address(variant), {"text": "Mine", "link": "", "version": version + 1})
    assert answer.status_code == 302
    assert Variant.objects.of(cast.org_a).get().text == "Mine"


def test_a_stale_name_keeps_both_texts(cast, piece, writer):
    actions.edit_piece(by=cast.director_a, piece=piece, version=1, title="Hers", body="Her text")

    answer = writer.post(address("edit", cast, piece.ref), {"title": "Mine", "body": "My text", "version": 1})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mine"' in page
    assert "Her text" in page

    answer = writer.post(address("edit", cast, piece.ref), {"title": "Mine", "body": "My text", "version": 2})
    assert (answer.status_code, Piece.objects.of(cast.org_a).get().title) == (302, "Mine")


def upload(variant, data, name="IMG_1.jpg", **more):
    now = Piece.objects.of(variant.organisation).get(pk=variant.piece_id).version
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return {"text": variant.text, "link": "", "version": now, "file": file, "alt_text": "Three cups", **more}


def test_a_picture_is_cleaned_and_shown_with_its_description(cast, variant, writer):
    answer = writer.post(compose_address(variant), upload(variant, pictures.make_jpeg()), follow=True)

    picture = VariantPicture.objects.of(cast.org_a).get()
    page = answer.content.decode()
    assert picture.alt_text == "Three cups"
    assert "Place, time, device and hidden text were taken off." in page
    assert page.count(address("small", cast, picture.asset.ref)) == 2
    assert page.count(f'href="{address("asset", cast, picture.asset.ref)}"') == 1
    assert "Nobody has looked at picture 1 yet" in page

    data = {"text": variant.text, "link": "", "version": variant.piece.version + 1, "do": f"looked:{picture.ref}"}
    writer.post(compose_address(variant), data)
    assert gate.check(variant).verdict == "pass"


def test_a_picture_without_description_is_asked_for_one(cast, variant, writer):
    data = upload(variant, pictures.make_jpeg(), alt_text="")

    page = writer.post(compose_address(variant), data, follow=True).content.decode()

    assert "Picture 1 has no description for those who cannot see it. Write one." in page


def test_a_refused_picture_loses_no_text(cast, variant, writer):
    data = upload(variant, b"<html>", text="New text")

    answer = writer.post(compose_address(variant), data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The name says .jpg, but inside it is a HTML file." in page
    assert "New text</textarea>" in page
    assert Variant.objects.of(cast.org_a).get().text == "New text"
    assert VariantPicture.objects.of(cast.org_a).count() == 0


def test_a_picture_that_is_too_large_loses_no_text(cast, variant, writer, monkeypatch):
    monkeypatch.setattr("zana.studio.views.variants.MAX_UPLOAD", 100_000)
    data = upload(variant, b"\xff\xd8\xff" + b"x" * 300_000, text="New text")

    answer = writer.post(compose_address(variant), data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This file is larger than 25 MB." in page
    assert "New text</textarea>" in page
    assert Variant.objects.of(cast.org_a).get().text == "New text"


def test_a_form_from_elsewhere_is_not_taken(cast, variant):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(cast.volunteer_a)

    answer = stranger.post(compose_address(variant), {"text": "Theirs", "version": variant.piece.version})

    assert answer.status_code == 403
    assert Variant.objects.of(cast.org_a).get().text != "Theirs"


def test_descriptions_are_saved_and_pictures_taken_out(cast, variant, picture, writer):
    version = Piece.objects.of(cast.org_a).get().version
    data = {"text": "x", "link": "", "version": version, f"alt-{picture.ref}": "Two cups"}
    writer.post(compose_address(variant), data)
    assert VariantPicture.objects.of(cast.org_a).get().alt_text == "Two cups"

    writer.post(compose_address(variant), {**data, "version": version + 1, "do": f"remove:{picture.ref}"})
    assert VariantPicture.objects.of(cast.org_a).count() == 0


def test_a_confidential_place_is_stopped_and_covered_everywhere_but_in_her_own_field(cast, variant, place, writer):
    actions.edit_variant(by=cast.volunteer_a, variant=variant, text="Ejani te rruga e Lisave 14, kati i dytë.")

    page = writer.get(compose_address(variant)).content.decode()

    assert "This does not go out: it tells where a confidential place is" in page
    assert page.count("Lisave") == 1
    assert page.count('class="cover"') == 2
    overview = writer.get(address("piece", cast, variant.piece.ref)).content.decode()
    assert "Lisave" not in overview
    assert "stopped" in overview


def test_the_count_follows_the_network(cast, piece, accounts, writer):
    variant = actions.add_variant(by=cast.volunteer_a, piece=piece, account=accounts[1])
    url = reverse("studio:count", args=[cast.org_a.ref, piece.ref, variant.ref])

    short = writer.post(url, {"text": "Ë" * 10, "link": "https://drita.example/" + "a" * 80}).content.decode()
    long = writer.post(url, {"text": "a" * 281}).content.decode()

    assert " ".join(short.split()) == "35 of 280 signs on X"
    assert " ".join(long.split()) == "281 of 280 signs on X · too long"


def test_variants_are_added_and_taken_out(cast, piece, accounts, writer):
    url = address("add_variant", cast, piece.ref)
    answer = writer.post(url, {"account": accounts[1].ref, "language": "sr"})
    variant = Variant.objects.of(cast.org_a).get()
    assert (answer.url, variant.language) == (compose_address(variant), "sr")

    assert writer.post(url, {"account": "x", "language": "sr"}).url == address("piece", cast, piece.ref)

    remove = reverse("studio:remove_variant", args=[cast.org_a.ref, piece.ref, variant.ref])
    assert writer.get(remove).status_code == 200
    assert writer.post(remove).url == address("piece", cast, piece.ref)
    assert Variant.objects.of(cast.org_a).count() == 0


def test_the_trainer_reads_no_draft_unasked(cast, variant, as_person):
    """She is asked about one with a request for help; see room `learning`."""
    trainer = as_person(cast.trainer)

    assert trainer.get(address("pieces", cast)).status_code == 403
    assert trainer.get(address("piece", cast, variant.piece.ref)).status_code == 403
    assert trainer.get(compose_address(variant)).status_code == 403


def test_another_organisation_sees_nothing(cast, variant, picture, as_person):
    stranger = as_person(cast.communicator_b)
    pages = [
        address("pieces", cast),
        address("piece", cast, variant.piece.ref),
        compose_address(variant),
        address("asset", cast, picture.asset.ref),
        address("small", cast, picture.asset.ref),
        reverse("studio:piece", args=[cast.org_b.ref, variant.piece.ref]),
        reverse("studio:asset", args=[cast.org_b.ref, picture.asset.ref]),
    ]

    assert [stranger.get(page).status_code for page in pages] == [404] * 7


def test_a_picture_is_served_as_what_it_is(cast, picture, writer):
    answer = writer.get(address("asset", cast, picture.asset.ref))

    assert answer.content == picture.asset.read()
    assert {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
    }


def test_a_file_that_is_gone_is_not_found(cast, picture, writer):
    picture.asset.file.storage.delete(picture.asset.file.name)

    assert writer.get(address("asset", cast, picture.asset.ref)).status_code == 404
    assert writer.get(compose_address(picture.variant)).status_code == 200


def test_pages_show_a_small_copy(cast, variant, writer):
    for name, make in (("a.jpg", pictures.make_jpeg), ("a.png", pictures.make_png)):
        writer.post(compose_address(variant), upload(variant, make(1200, 900), name=name))

    assert VariantPicture.objects.of(cast.org_a).count() == 2
    for picture in VariantPicture.objects.of(cast.org_a):
        answer = writer.get(address("small", cast, picture.asset.ref))
        with Image.open(io.BytesIO(answer.content)) as small:
            assert (small.format, small.size, picture.asset.small_size) == ("JPEG", *[picture.asset.small_size] * 2)
        assert max(picture.asset.small_size) == 480
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_large_photos_go_in(cast, variant, writer):
    out = io.BytesIO()
    pictures.draw(5000, 3000).save(out, "JPEG")

    writer.post(compose_address(variant), upload(variant, out.getvalue()))

    asset = VariantPicture.objects.of(cast.org_a).get().asset
    assert (asset.width, asset.height) == (4096, 2458)
