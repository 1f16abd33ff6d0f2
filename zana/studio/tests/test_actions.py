import io

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.refs import new_ref
from zana.kernel.states import NoSuchMove
from zana.people.models import LogEntry
from zana.studio import actions
from zana.studio.models import Asset, Piece, Variant, VariantPicture
from zana.studio.tests import pictures


def stored_files():
    return sorted(default_storage.listdir("assets")[1]) if default_storage.exists("assets") else []


def write(cast, **changed):
    given = {"by": cast.volunteer_a, "organisation": cast.org_a, "title": "A", "body": "B", "language": "sq"}
    return actions.write_piece(**{**given, **changed})


def test_a_piece_begins_as_a_draft_of_its_author(cast):
    piece = write(cast, title=" Friday ", body=" Come. ")

    assert (piece.title, piece.body, piece.state, piece.author, piece.version) == (
        "Friday",
        "Come.",
        "draft",
        cast.volunteer_a,
        1,
    )
    assert list(LogEntry.objects.filter(verb="piece.written").values_list("thing", flat=True)) == [piece.ref]


@pytest.mark.parametrize("who", ["trainer", "lead", "donor", "communicator_b"])
def test_nobody_else_writes_for_an_organisation(cast, who):
    with pytest.raises(Forbidden):
        write(cast, by=getattr(cast, who))

    assert Piece.objects.of(cast.org_a).count() == 0


def test_a_form_sent_twice_makes_one_piece(cast):
    key = new_ref()

    first, second = write(cast, key=key), write(cast, key=key)

    assert first == second
    assert Piece.objects.of(cast.org_a).count() == 1


def test_a_key_of_another_shape_is_no_key(cast):
    assert write(cast, key="../x").ref != "../x"


@pytest.mark.parametrize("bad", [{"title": " "}, {"language": "de"}])
def test_a_piece_without_name_or_language_is_refused(cast, bad):
    with pytest.raises(Refusal):
        write(cast, **bad)

    assert Piece.objects.of(cast.org_a).count() == 0


def test_a_stale_page_stores_nothing(cast, piece):
    actions.edit_piece(by=cast.director_a, piece=piece, version=1, title="Hers", body="Hers")
    stale = Piece.objects.of(cast.org_a).get()

    with pytest.raises(Refusal) as no:
        actions.edit_piece(by=cast.communicator_a, piece=stale, version=1, title="Mine", body="Mine")

    assert no.value.saying.english() == (
        "Somebody changed this while you were writing, so yours was not stored over hers. "
        "Your text is still here: compare it with the page as it stands now, then save again."
    )
    assert Piece.objects.of(cast.org_a).values_list("title", "body", "version").get() == ("Hers", "Hers", 2)


def test_an_edit_takes_an_approval_back(cast, piece, variant):
    for to in ("asked", "approved"):
        actions.move_piece(by=cast.director_a, piece=piece, to=to)

    actions.edit_variant(by=cast.communicator_a, variant=variant, text="Other")

    assert Piece.objects.of(cast.org_a).get().state == "draft"


def test_a_move_the_graph_lacks_is_a_bug(cast, piece):
    with pytest.raises(NoSuchMove):
        actions.move_piece(by=cast.director_a, piece=piece, to="approved")


def test_two_decisions_at_once_are_one(cast, piece):
    same = Piece.objects.of(cast.org_a).get()
    actions.move_piece(by=cast.director_a, piece=piece, to="asked")

    with pytest.raises(Refusal):
        actions.move_piece(by=cast.director_a, piece=same, to="asked")


def test_a_variant_begins_with_the_text_of_the_piece(cast, piece, accounts):
    variant = actions.add_variant(by=cast.volunteer_a, piece=piece, account=accounts[1])
    again = actions.add_variant(by=cast.volunteer_a, piece=piece, account=accounts[1], text="x")

    assert (variant.text, variant.language, variant.account) == (piece.body, "en", accounts[1])
    assert again == variant
    assert Piece.objects.of(cast.org_a).get().version == 2


def test_a_variant_takes_no_account_of_another_organisation(cast, accounts):
    theirs = write(cast, by=cast.communicator_b, organisation=cast.org_b)

    with pytest.raises(Refusal):
        actions.add_variant(by=cast.communicator_b, piece=theirs, account=accounts[0])


@pytest.mark.parametrize("link", ["javascript:alert(1)", "drita", "ftp://drita.example/a"])
def test_a_link_that_leads_nowhere_is_refused(cast, variant, link):
    with pytest.raises(Refusal):
        actions.edit_variant(by=cast.volunteer_a, variant=variant, text="x", link=link)

    assert Variant.objects.of(cast.org_a).get().text == "On Friday we talk about rights at work."


def test_the_link_stands_last_and_once(cast, variant):
    actions.edit_variant(by=cast.volunteer_a, variant=variant, text="Come.", link="https://drita.example/a")
    assert variant.wording == "Come.\n\nhttps://drita.example/a"

    actions.edit_variant(
        by=cast.volunteer_a, variant=variant, text="https://drita.example/a Come.", link="https://drita.example/a"
    )
    assert variant.wording == "https://drita.example/a Come."


def test_a_picture_is_clean_before_it_is_stored(cast, picture):
    asset = picture.asset

    assert asset.removed[:2] == ["gps", "exif"]
    assert pictures.SECRET not in asset.read()
    assert "IMG_1" not in asset.file.name
    assert stored_files().count(asset.file.name.removeprefix("assets/")) == 1
    assert (asset.faces_found, asset.looked_at) == (None, None)


def test_the_same_picture_is_stored_once(cast, variant, picture):
    before = stored_files()

    again = actions.add_picture(
        by=cast.communicator_a, variant=variant, file=io.BytesIO(pictures.make_jpeg()), alt_text="Other words"
    )

    assert (again.pk, again.alt_text) == (picture.pk, "Other words")
    assert stored_files() == before
    assert VariantPicture.objects.of(cast.org_a).count() == 1


def test_a_refused_picture_leaves_nothing(cast, variant):
    before = stored_files()

    with pytest.raises(Refusal):
        actions.add_picture(by=cast.volunteer_a, variant=variant, file=io.BytesIO(b"%PDF-"), name="a.jpg")

    assert stored_files() == before
    assert Asset.objects.of(cast.org_a).count() == 0


def test_a_picture_that_finds_no_room_leaves_nothing(cast, piece, accounts):
    variant = actions.add_variant(by=cast.volunteer_a, piece=piece, account=accounts[1])
    for number in range(4):
        file = io.BytesIO(pictures.make_png(32 + number))
        actions.add_picture(by=cast.volunteer_a, variant=variant, file=file, alt_text="x")
    before = stored_files()

    with pytest.raises(Refusal) as no:
        actions.add_picture(by=cast.volunteer_a, variant=variant, file=io.BytesIO(pictures.make_png(99)))

    assert no.value.saying.english() == "X takes 4 pictures. Take one out first."
    assert stored_files() == before
    assert Asset.objects.of(cast.org_a).count() == 4
    assert [p.place for p in variant.pictures.all()] == [0, 1, 2, 3]


def test_a_picture_of_another_organisation_cannot_be_used(cast, picture):
    theirs = write(cast, by=cast.communicator_b, organisation=cast.org_b)
    account = picture.variant.account
    account.pk, account.organisation, account.ref = None, cast.org_b, new_ref()
    account.save()
    variant = actions.add_variant(by=cast.communicator_b, piece=theirs, account=account)

    with pytest.raises(Refusal):
        actions.use_picture(by=cast.communicator_b, variant=variant, asset=picture.asset)

    assert variant.pictures.count() == 0


def test_alt_text_is_kept_on_one_line_and_bounded(cast, picture):
    actions.set_alt_text(by=cast.volunteer_a, picture=picture, alt_text=" Two \n cups ")
    assert VariantPicture.objects.of(cast.org_a).get().alt_text == "Two cups"

    with pytest.raises(Refusal):
        actions.set_alt_text(by=cast.volunteer_a, picture=picture, alt_text="x" * 1001)


def test_a_look_is_kept_with_who_looked(cast, picture):
    actions.confirm_look(by=cast.volunteer_a, asset=picture.asset)

    assert Asset.objects.of(cast.org_a).get().looked_by == cast.volunteer_a


def test_taking_a_picture_out_leaves_the_variant_and_no_file(
    cast, picture, accounts, django_capture_on_commit_callbacks
):
    other = actions.add_variant(by=cast.volunteer_a, piece=picture.variant.piece, account=accounts[1])
    twin = actions.use_picture(by=cast.volunteer_a, variant=other, asset=picture.asset)
    name = picture.asset.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_picture(by=cast.volunteer_a, picture=picture)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_picture(by=cast.volunteer_a, picture=twin)

    assert not default_storage.exists(name)
    assert Asset.objects.of(cast.org_a).count() == 0
    assert Variant.objects.of(cast.org_a).count() == 2


def test_a_lost_file_comes_back_with_the_same_picture(cast, variant, picture):
    default_storage.delete(picture.asset.file.name)

    again = actions.add_picture(by=cast.volunteer_a, variant=variant, file=io.BytesIO(pictures.make_jpeg()))

    assert again == picture
    assert again.asset.read()[:2] == b"\xff\xd8"


def test_taking_a_variant_out_leaves_the_piece(cast, picture):
    actions.remove_variant(by=cast.volunteer_a, variant=picture.variant)

    assert Asset.objects.of(cast.org_a).count() == 0
    assert (Piece.objects.of(cast.org_a).count(), Variant.objects.of(cast.org_a).count()) == (1, 0)


def test_a_failed_store_leaves_no_file(cast, variant, monkeypatch):
    before = stored_files()
    monkeypatch.setattr("zana.studio.actions.pictures.log.record", _fall)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.add_picture(by=cast.volunteer_a, variant=variant, file=io.BytesIO(pictures.make_png(77)))

    assert stored_files() == before


def _fall(*_, **__):
    raise ZeroDivisionError
