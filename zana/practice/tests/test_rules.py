from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.practice.rules.audience import Stimulus, attention, followers, share_seen, voices
from zana.practice.rules.audience_parameters import TONES
from zana.practice.rules.cursors import read_cursor, write_cursor
from zana.practice.rules.draws import draw, draw_count
from zana.practice.rules.expansion import BadFields, Wanted, parse_fields
from zana.practice.rules.faults import matches
from zana.practice.rules.pictures import breaks_off
from zana.practice.rules.spoken import read_spoken
from zana.practice.rules.tongue import guess_language
from zana.practice.rules.weight import weigh
from zana.practice.rules.worldtime import begin, read_timeline
from zana.practice.tests.conftest import picture_bytes

NOON = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
POST = Stimulus(key="page:kopshti:0", network="facebook", followers=400, hour=20)


def test_draw_is_the_same_for_the_same_key():
    assert draw(27, "a", 1) == draw(27, "a", 1)
    assert draw(27, "a", 1) != draw(28, "a", 1)


@given(st.integers(), st.text())
def test_draw_stays_strictly_between_zero_and_one(seed, key):
    assert 0 < draw(seed, key) < 1


def test_draw_count_keeps_the_mean():
    counts = [draw_count(1, 2.3, number) for number in range(2000)]

    assert set(counts) == {2, 3}
    assert abs(sum(counts) / 2000 - 2.3) < 0.05


def test_the_audience_runs_at_the_speed_of_its_world():
    fast = begin(NOON, 60.0)
    later = NOON + timedelta(minutes=1)

    assert fast.elapsed(NOON, later) == 3600
    assert fast.calendar(fast.audience(later)) == later


def test_a_skip_moves_both_clocks_and_loses_nothing_in_between():
    moved = begin(NOON, 60.0).skipping(NOON, 86_400)
    tomorrow = NOON + timedelta(days=1)

    assert moved.elapsed(NOON, tomorrow) == 86_400
    assert moved.elapsed(NOON, NOON + timedelta(hours=6)) == 6 * 3600
    assert moved.elapsed(tomorrow, tomorrow + timedelta(minutes=1)) == 3600


def test_another_speed_does_not_make_the_audience_jump():
    slower = begin(NOON, 60.0).running(NOON + timedelta(minutes=1), 1.0)

    assert slower.elapsed(NOON, NOON + timedelta(minutes=2)) == 3600 + 60


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 10_000)), max_size=6), st.integers(0, 200_000))
def test_both_clocks_are_told_from_each_other_and_never_run_back(turns, seconds):
    timeline, now = begin(NOON, 1.0), NOON
    for is_skip, size in turns:
        timeline = timeline.skipping(now, size) if is_skip else timeline.running(now, size)
        now += timedelta(seconds=size)
    moment = NOON + timedelta(seconds=seconds)

    assert timeline.calendar(timeline.audience(moment)) == moment
    assert timeline.elapsed(moment, moment + timedelta(seconds=1)) > 0
    assert read_timeline(timeline.written()) == timeline


def test_attention_grows_and_never_falls():
    reached = [attention(27, POST, hours * 3600).reach for hours in (0, 1, 2, 6, 24, 240)]

    assert reached[0] == 0
    assert reached == sorted(reached)
    assert reached[-1] > 20


def test_half_of_the_attention_has_come_after_one_half_life():
    assert share_seen("facebook", 1.35 * 3600) == pytest.approx(0.5)


@given(st.integers(0, 50), st.floats(0, 1e7), st.floats(0, 1e7))
def test_attention_is_monotonous_for_every_seed(seed, one, other):
    early, late = sorted((one, other))
    before, after = attention(seed, POST, early), attention(seed, POST, late)

    assert before.reach <= after.reach
    assert before.reaction_total <= after.reaction_total
    assert before.follows <= after.follows


def test_voices_are_the_same_each_time_and_come_in_order():
    said = voices(27, POST)

    assert said == voices(27, POST)
    assert [voice.after_seconds for voice in said] == sorted(voice.after_seconds for voice in said)
    assert {voice.tone for voice in said} <= set(TONES)
    assert said


def test_a_world_can_be_all_hostile():
    said = [voice for voice in voices(27, POST, {"hostile": 1.0}) if not voice.private]

    assert {voice.tone for voice in said} == {"hostile"}


def test_followers_begin_where_they_were_and_take_what_posts_bring():
    assert followers(27, "page", "facebook", 400, 0, [3, 4]) == 407
    assert followers(27, "page", "facebook", 400, 365 * 86_400) > 400


def test_fields_are_parsed_with_arguments_and_nesting():
    assert parse_fields("id,comments.limit(2).summary(true){message,from{name}}") == (
        Wanted("id"),
        Wanted(
            "comments",
            (("limit", "2"), ("summary", "true")),
            (Wanted("message"), Wanted("from", (), (Wanted("name"),))),
        ),
    )


@pytest.mark.parametrize("text", ["a{", "a}", "a,,b", "a.limit", "a.limit(2", "{a}", "a b", "a" + "{a" * 9])
def test_a_broken_field_list_is_refused(text):
    with pytest.raises(BadFields):
        parse_fields(text)


@given(st.text(max_size=40))
def test_any_text_is_parsed_or_refused(text):
    try:
        parse_fields(text)
    except BadFields:
        return


def test_a_cursor_opens_only_the_list_it_was_cut_from():
    mark = write_cursor("1/posts?", 42)

    assert read_cursor("1/posts?", mark) == 42
    assert read_cursor("2/posts?", mark) is None
    assert read_cursor("1/posts?", "nonsense!") is None


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 0),
        ("Përshëndetje", 12),
        ("Добар дан", 9),
        ("e\u0301", 1),
        ("https://zana.example/a/very/long/address/that/counts/as/23", 23),
        ("shih zana.example tani", 5 + 23 + 5),
        ("👩‍👩‍👧‍👧", 2),
        ("👍🏽 ok", 5),
        ("🇽🇰", 2),
        ("日本", 4),
        ("a" * 280, 280),
    ],
)
def test_weighted_length_follows_the_table(text, units):
    assert weigh(text) == units


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sot në zyrë nuk jemi", "sq"),
        ("Danas nismo tu, ali je žena koja pomaže", "sr"),
        ("Today we are open", "en"),
        ("123", "sq"),
    ],
)
def test_language_is_guessed_from_small_words(text, language):
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("verb", "wanted", "met"),
    [
        ("publish", "any", True),
        ("publish", "publish", True),
        ("publish", "write", True),
        ("read", "write", False),
        ("insights", "read", True),
        ("token", "write", False),
        ("upload", "publish", False),
    ],
)
def test_faults_meet_the_calls_they_are_set_on(verb, wanted, met):
    assert matches(verb, wanted) is met


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("+2 days", datetime(2026, 11, 4, 11, 30, tzinfo=UTC)),
        ("20 minutes", datetime(2026, 11, 2, 11, 50, tzinfo=UTC)),
        ("Next  week", datetime(2026, 11, 9, 11, 30, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 11, 3, tzinfo=UTC)),
        ("in a while", None),
        ("2026-11-04", None),
        ("99999 days", None),
    ],
)
def test_moments_in_words(words, then):
    assert read_spoken(words, datetime(2026, 11, 2, 11, 30, tzinfo=UTC)) == then


def test_a_jpeg_that_breaks_off_is_told_from_one_with_more_behind_it():
    small, large = picture_bytes("JPEG"), picture_bytes("JPEG", (400, 300))
    within = large[:2] + b"\xff\xe1" + (len(small) + 2).to_bytes(2, "big") + small + large[2:]

    assert not any(breaks_off(one) for one in (small, within, within + b"a film \xff\xda"))
    assert all(breaks_off(one) for one in (within[:-300], within[: len(small)], small[:20]))
