"""Films are read from their header while the bytes go by."""

import pytest

from zana.practice.actions.clips import MOST_KEPT, ClipRefused, finish_clip, open_clip, receive_piece, settle_clip
from zana.practice.actions.worlds import move_clock
from zana.practice.models import Clip, PictureFile
from zana.practice.rules.films import FILM_LIMITS, FilmReader, judge_film
from zana.practice.tests.films import film_bytes


def read_film(content, step):
    state = None
    for start in range(0, len(content), step):
        reader = FilmReader(state)
        reader.feed(content[start : start + step])
        state = reader.state()
    return FilmReader(state)


@pytest.mark.parametrize("step", [1, 7, 100, 100_000])
def test_a_film_is_read_in_any_pieces(step):
    film = read_film(film_bytes(seconds=12.5, size=(720, 1280)), step).film

    assert (film.brand, film.moov_first, film.seconds, film.width, film.height) == ("isom", True, 12.5, 720, 1280)


def test_a_phone_held_upright_films_upright():
    film = read_film(film_bytes(size=(1080, 1920), turned=True, brand=b"qt  "), 500).film

    assert (film.width, film.height, film.mime) == (1080, 1920, "video/quicktime")


@pytest.mark.parametrize("content", [b"no film at all, only words", b"\xff\xd8\xff\xe0JFIF....", b"\x00" * 40])
def test_other_bytes_are_no_film(content):
    reader = read_film(content, 9)

    assert (reader.broken, reader.film.whole) == (True, False)


@pytest.mark.parametrize(
    ("purpose", "made", "total", "problem"),
    [
        ("REELS", {}, 1000, ""),
        ("REELS", {"moov_first": False}, 1000, "moov"),
        ("REELS", {"seconds": 901}, 1000, "long"),
        ("REELS", {}, 301 * 1024 * 1024, "size"),
        ("STORIES", {"seconds": 2.9}, 1000, "short"),
        ("reel", {"size": (1920, 1080)}, 1000, "ratio"),
        ("reel", {"size": (360, 640)}, 1000, "width"),
        ("tweet_video", {"seconds": 141}, 1000, "long"),
        ("video", {"moov_first": False}, 1000, ""),
    ],
)
def test_each_purpose_has_its_limits(purpose, made, total, problem):
    assert judge_film(read_film(film_bytes(**made), 999).film, total, FILM_LIMITS[purpose]) == problem


@pytest.mark.django_db(databases=["default", "practice"])
class TestClips:
    def test_pieces_become_a_film_after_a_while(self, stage):
        content = film_bytes(content=5000)
        clip = open_clip(owner=stage.page, purpose="video", total_bytes=len(content))
        for start in range(0, len(content), 2000):
            clip = receive_piece(clip=clip, pieces=[content[start : start + 2000]], offset=start)

        clip = finish_clip(clip=clip)
        before = clip.state
        stage.page.world = move_clock(world=stage.world, seconds=30)
        clip = settle_clip(clip=Clip.objects.get())

        assert (before, clip.state, clip.problem) == (Clip.PROCESSING, Clip.READY, "")
        assert bytes(PictureFile.objects.get().content) == content
        assert (clip.shape["seconds"], clip.shape["width"]) == (12.0, 1080)

    def test_a_large_one_is_counted_and_not_kept(self, stage):
        piece = bytes(1024 * 1024)
        clip = open_clip(owner=stage.page, purpose="video")
        receive_piece(clip=clip, pieces=[film_bytes(content=9 * len(piece))[: -9 * len(piece)]])

        clip = receive_piece(clip=clip, pieces=(piece for _ in range(9)))
        clip = finish_clip(clip=clip, rushed=True)

        assert (clip.state, clip.file, PictureFile.objects.count()) == (Clip.READY, None, 0)
        assert clip.received_bytes > MOST_KEPT

    def test_what_does_not_fit_is_refused(self, stage):
        clip = open_clip(owner=stage.page, purpose="video", total_bytes=10)

        with pytest.raises(ClipRefused, match="size"):
            open_clip(owner=stage.page, purpose="video", total_bytes=5_000_000_000)
        with pytest.raises(ClipRefused, match="offset"):
            receive_piece(clip=clip, pieces=[b"abc"], offset=4)
        with pytest.raises(ClipRefused, match="size"):
            receive_piece(clip=clip, pieces=[b"x" * 11])

        assert [kept.received_bytes for kept in Clip.objects.all()] == [0]

    def test_a_film_cut_short_fails(self, stage):
        content = film_bytes()
        states = []
        for total in (len(content), 0):  # announced in full, or not at all
            clip = open_clip(owner=stage.page, purpose="video", total_bytes=total)
            receive_piece(clip=clip, pieces=[content[:-5]])
            states.append(finish_clip(clip=clip, rushed=True).state)

        assert states == [Clip.FAILED, Clip.FAILED]
