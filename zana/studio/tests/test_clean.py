import io
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from zana.kernel.errors import Refusal
from zana.studio.media.clean import clean_picture, find_metadata
from zana.studio.media.peeled import FOUND
from zana.studio.rules.pictures import MAX_FILE, MAX_UPLOAD
from zana.studio.tests import pictures

GREEN, RED, BLUE = (20, 160, 20), (200, 30, 30), (30, 30, 200)


def clean(data, name=""):
    return clean_picture(io.BytesIO(data), name)


def refusal(data, name=""):
    with pytest.raises(Refusal) as no:
        clean(data, name)
    return no.value.saying.english()


def is_near(pixel, colour):
    return all(abs(a - b) < 25 for a, b in zip(pixel, colour, strict=True))


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


@pytest.mark.parametrize(
    ("data", "removed"),
    [
        (
            pictures.make_jpeg(),
            ("gps", "exif", "xmp", "iptc", "comment", "icc_profile", "extra_pictures", "trailing_data", "other"),
        ),
        (pictures.make_png(), ("gps", "exif", "xmp", "comment", "text", "icc_profile", "trailing_data")),
        (pictures.make_webp(), ("gps", "exif", "xmp", "icc_profile")),
        (pictures.make_heic(), ("gps", "exif", "xmp")),
    ],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_clean_takes_off_all_metadata(data, removed):
    assert pictures.SECRET in data or b"xmpmeta" in data

    picture = clean(data)

    assert picture.removed == removed
    assert find_metadata(io.BytesIO(picture.data)) == []
    for trace in (pictures.SECRET, b"Exif", b"xmpmeta", b"ICC_PROFILE", b"iCCP", b"8BIM", b"GPS"):
        assert trace not in picture.data
    assert set(opened(picture).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_clean_turns_the_picture_upright(orientation):
    drawn = pictures.draw(64, 48)
    turned = drawn.transpose(
        {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }[orientation]
    ) if orientation > 1 else drawn  # fmt: skip
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=95, exif=pictures.make_exif(orientation))

    picture = clean(out.getvalue())

    assert (picture.width, picture.height) == (64, 48)
    assert is_near(opened(picture).getpixel((4, 4)), GREEN)
    assert is_near(opened(picture).getpixel((4, 40)), RED)
    assert is_near(opened(picture).getpixel((60, 40)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_clean_reads_every_png_mode(mode):
    out = io.BytesIO()
    if mode == "I;16":
        Image.frombytes("I;16", (2, 1), b"\x00\x80\xff\xff").resize((64, 48), 0).save(out, "PNG")
    else:
        pictures.draw(mode=mode).save(out, "PNG")

    picture = clean(out.getvalue())

    assert opened(picture).mode == "RGB"
    assert (picture.kind, picture.width, picture.height) == ("png", 64, 48)
    if mode == "I;16":
        assert opened(picture).getpixel((1, 1)) == (128, 128, 128)


def test_clean_reads_cmyk():
    out = io.BytesIO()
    pictures.draw(mode="CMYK").save(out, "JPEG", quality=95)

    assert is_near(opened(clean(out.getvalue())).getpixel((4, 40)), RED)


def test_clean_shows_nothing_that_lay_under_transparency():
    hidden = pictures.draw(mode="RGBA")
    hidden.putalpha(0)
    out = io.BytesIO()
    hidden.save(out, "PNG")

    assert opened(clean(out.getvalue())).getcolors() == [(64 * 48, (255, 255, 255))]


def test_clean_ignores_a_profile_for_another_colour_space():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    out = io.BytesIO()
    pictures.draw().save(out, "PNG", icc_profile=profile)

    assert opened(clean(out.getvalue())).getpixel((4, 40)) == RED


def test_clean_ignores_a_damaged_profile_in_words():
    out = io.BytesIO()
    pictures.draw().save(out, "PNG", icc_profile=b"not a profile")

    picture = clean(out.getvalue())

    assert [note.english() for note in picture.notes] == [
        "The colour profile of the picture was damaged; colours may look a little different."
    ]
    assert opened(picture).getpixel((4, 40)) == RED


@pytest.mark.parametrize(
    ("size", "kept"),
    [((4096, 10), (4096, 10)), ((5000, 100), (4096, 82)), ((30, 8192), (15, 4096)), ((9000, 1), (4096, 1))],
)
def test_clean_keeps_the_long_side_up_to_4096(size, kept):
    out = io.BytesIO()
    pictures.draw(*size).save(out, "PNG")

    picture = clean(out.getvalue())

    assert (picture.width, picture.height) == kept


@pytest.mark.slow
def test_shrinking_in_bands_looks_like_shrinking_at_once():
    large = Image.effect_noise((5000, 1400), 90).convert("RGB")
    out = io.BytesIO()
    large.save(out, "PNG", compress_level=1)

    picture = opened(clean(out.getvalue()))

    at_once = large.resize(picture.size, Image.Resampling.LANCZOS)
    assert picture.format == "JPEG"  # noise does not fit into the limit for PNG
    seam = ImageChops.difference(picture, at_once).crop((0, 250, picture.width, 262)).convert("L")
    elsewhere = ImageChops.difference(picture, at_once).crop((0, 100, picture.width, 112)).convert("L")
    assert abs(_mean(seam) - _mean(elsewhere)) < 1


@pytest.mark.slow
def test_a_picture_is_pressed_until_every_network_takes_it():
    out = io.BytesIO()
    Image.effect_noise((3000, 2600), 120).convert("RGB").save(out, "JPEG", quality=97)
    assert len(out.getvalue()) > MAX_FILE

    assert len(clean(out.getvalue()).data) <= MAX_FILE


def _mean(image):
    counts = image.histogram()
    return sum(level * count for level, count in enumerate(counts)) / sum(counts)


def test_clean_says_that_only_the_first_frame_is_kept():
    out = io.BytesIO()
    pictures.draw().save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48), "white")], lossless=True)
    png = io.BytesIO()
    pictures.draw().save(png, "PNG", save_all=True, append_images=[Image.new("RGB", (64, 48), "white")])

    for data in (out.getvalue(), png.getvalue()):
        picture = clean(data)

        assert [n.english() for n in picture.notes] == ["The picture moves; only its first frame is kept."]
        assert picture.removed == ("frames",)
        assert is_near(opened(picture).getpixel((4, 40)), RED)


def test_faces_are_unknown_and_a_person_must_look():
    faces = clean(pictures.make_png()).faces

    assert (faces.found, faces.covered, faces.needs_look) == (None, 0, True)


def test_the_same_picture_gives_the_same_file():
    assert clean(pictures.make_jpeg()).sha256 == clean(pictures.make_jpeg()).sha256


def test_200_megapixels_are_refused_unopened():
    assert refusal(pictures.make_bomb(20_000, 10_000), "a.png") == (
        "This picture has 200 million pixels; up to 80 million can be opened safely. "
        "Save a smaller copy (4096 pixels on the longer side are enough) and choose that one."
    )


def test_a_decoder_that_takes_fright_is_put_into_words():
    huge = bytearray(pictures.make_webp())
    huge[24:30] = b"\xff\x3f\0\xff\x3f\0"  # 16,384 x 16,384

    assert refusal(bytes(huge)) == (
        "This picture has more than 80 million pixels and cannot be opened safely. "
        "Save a smaller copy (4096 pixels on the longer side are enough) and choose that one."
    )


@pytest.mark.slow
def test_a_png_too_large_for_memory_is_refused():
    out = io.BytesIO()
    Image.new("RGB", (8000, 5000)).save(out, "PNG", compress_level=1)

    assert refusal(out.getvalue()) == (
        "This PNG picture is too large to be opened safely (8000 x 5000 pixels). "
        "Save it as JPEG, 4096 pixels on the longer side, and choose that copy."
    )


@pytest.mark.slow
def test_a_bomb_in_a_text_chunk_is_never_inflated():
    plain = io.BytesIO()
    pictures.draw().save(plain, "PNG")
    bomb = pictures.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    profile = pictures.chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    data = plain.getvalue()

    picture = clean(data[:33] + bomb + profile + data[33:])

    assert picture.removed == ("comment", "icc_profile")


def _zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "b")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"\n<!DOCTYPE html><script>", "HTML"),
        (b"GIF89a...", "GIF"),
        (_zip(), "ZIP"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "video"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "AVIF"),
        (b"MZ\x90", "program"),
    ],
)
def test_a_file_that_is_no_picture_is_named(data, found):
    assert refusal(data, "photo.jpg") == (
        f"The name says .jpg, but inside it is a {found} file. It was not opened and nothing was kept. "
        "Choose a picture: JPEG, PNG, WebP or HEIC."
    )
    assert refusal(data, "photo.bin") == (
        f"{found} files are not taken. Save the picture as JPEG or PNG and choose that one."
    )


def test_a_picture_that_lies_about_its_type_is_refused():
    assert refusal(pictures.make_png(), "photo.JPG") == (
        "The name says .jpg, but inside it is a PNG picture. A file that says one thing and is another "
        "is not taken. Save it again as PNG and choose the new copy."
    )
    assert refusal(pictures.make_jpeg(), "page.html").startswith("The name says .html, but inside it is a JPEG")


def test_magic_without_a_picture_behind_is_damaged():
    words = (
        "This picture is damaged or was cut off while it was saved or sent. "
        "Nothing was kept. Save or send it again and choose the new copy."
    )
    starts = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")

    assert [refusal(start + b"<html><script>alert(1)</script>") for start in starts] == [words] * 4


def test_empty_and_unknown_files_are_refused():
    assert refusal(b"") == "This file is empty. Save or send the picture again and choose the new copy."
    assert refusal(b"hello", "a.jpg") == "This is not a picture we can read. Choose a JPEG, PNG, WebP or HEIC file."


def test_a_file_that_is_too_large_is_refused():
    assert refusal(b"\xff\xd8\xff" + b"\0" * MAX_UPLOAD) == (
        "This file is larger than 25 MB. Save a smaller copy "
        "(4096 pixels on the longer side are enough) and choose that one."
    )


MAKERS = {
    "jpeg": pictures.make_jpeg(),
    "progressive": pictures.make_jpeg(progressive=True),
    "png": pictures.make_png(),
    "webp": pictures.make_webp(),
    "heic": pictures.make_heic(),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@given(cut=st.floats(0.02, 0.9))
@settings(max_examples=25)
def test_a_cut_off_file_is_refused_in_words(kind, cut):
    whole = MAKERS[kind]
    whole = whole.removesuffix(b"video" + pictures.SECRET).removesuffix(b"after" + pictures.SECRET)

    assert refusal(whole[: int(len(whole) * cut)])


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@given(where=st.integers(0, 10_000), what=st.binary(min_size=1, max_size=20))
@settings(max_examples=60)
def test_a_scribbled_file_is_refused_or_comes_out_clean(kind, where, what):
    whole = bytearray(MAKERS[kind])
    where %= len(whole)
    whole[where : where + len(what)] = what
    try:
        picture = clean(bytes(whole))
    except Refusal:
        return
    assert find_metadata(io.BytesIO(picture.data)) == []
    assert pictures.SECRET not in picture.data
    assert set(picture.removed) <= set(FOUND)


def test_a_frame_that_claims_more_than_it_holds_is_damaged():
    whole = bytearray(MAKERS["progressive"])
    frame = whole.index(b"\xff\xc2")
    whole[frame + 9] = 200  # components

    assert refusal(bytes(whole)).startswith("This picture is damaged")
