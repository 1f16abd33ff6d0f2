"""A picture becomes one the network takes, and nothing of it is cut off."""

from io import BytesIO

import pytest
from PIL import Image

from zana.networks.fitting import fit_picture, fit_pictures
from zana.networks.port import Limits, Picture
from zana.networks.registry import NETWORKS

INSTAGRAM = NETWORKS["instagram"].limits
PLUM, SAND = (91, 42, 111), (230, 210, 170)


def draw(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", noisy: bool = False) -> Picture:
    """Plum above, sand below."""
    drawn = Image.new(mode, (width, height), PLUM if mode == "RGB" else (*PLUM, 0))
    drawn.paste(SAND if mode == "RGB" else (*SAND, 255), (0, height // 2, width, height))
    if noisy:
        drawn = Image.effect_noise((width, height), 90).convert("RGB")
    out = BytesIO()
    drawn.save(out, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return Picture(f"dita.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}", "Dita", width, height)


def see(picture: Picture) -> Image.Image:
    shown = Image.open(BytesIO(picture.content))
    assert (shown.size, f"image/{(shown.format or '').lower()}") == (
        (picture.width, picture.height),
        picture.media_type,
    )
    return shown


def is_near(shown: Image.Image, spot: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = shown.getpixel(spot)
    assert isinstance(found, tuple)
    return all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))


def test_what_fits_stays_as_it_is():
    picture = draw(1080, 1080)

    assert fit_picture(picture, INSTAGRAM) is picture
    assert fit_picture(draw(600, 2000), NETWORKS["facebook"].limits).width == 600


@pytest.mark.parametrize(("size", "becomes"), [((1000, 2000), (1152, 1440)), ((2000, 500), (1440, 755))])
def test_too_tall_or_too_wide_gets_a_border_and_loses_nothing(size, becomes):
    fitted = fit_picture(draw(*size), INSTAGRAM)

    shown = see(fitted)
    assert shown.size == becomes
    assert 4 / 5 - 0.01 <= shown.width / shown.height <= 1.91 + 0.01


def test_a_border_has_the_colour_of_its_edge():
    shown = see(fit_picture(draw(2000, 500), INSTAGRAM))

    assert is_near(shown, (700, 5), PLUM)
    assert is_near(shown, (700, shown.height - 5), SAND)


def test_a_clear_png_becomes_a_jpeg_on_paper():
    fitted = fit_picture(draw(800, 800, "PNG", "RGBA"), INSTAGRAM)

    assert (fitted.name, fitted.alt) == ("dita.jpg", "Dita")
    assert is_near(see(fitted), (10, 10), (255, 255, 255))


def test_too_many_bytes_become_few_enough():
    limits = Limits(text=1, pictures=1, picture_bytes=60_000, picture_types=("image/jpeg",), alt=0)

    fitted = fit_picture(draw(900, 900, noisy=True), limits)

    assert len(fitted.content) <= 60_000
    see(fitted)


def test_a_row_takes_the_shape_of_its_first():
    fitted = fit_pictures([draw(1000, 1000), draw(1000, 500), draw(500, 1000)], INSTAGRAM)

    assert [round(one.width / one.height, 2) for one in fitted] == [1, 1, 1]
    assert [one.width for one in fit_pictures([draw(500, 500), draw(900, 300)], NETWORKS["x"].limits)] == [500, 900]


def test_the_same_always_comes_out_the_same():
    assert fit_picture(draw(300, 1500), INSTAGRAM) == fit_picture(draw(300, 1500), INSTAGRAM)
