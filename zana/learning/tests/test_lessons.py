import pytest

from zana.learning.curriculum.lessons import LANGUAGES, LESSONS, Block, lesson_of, read_lesson

GOOD = """# One idea
A paragraph of
two lines.

- first
- second

# Another
Words.

#> At Drita's
She looked.

#! Now
1. Open it.
2. Close it.

=== trainer
# Bring
Two phones.
"""


def test_a_lesson_is_screens_of_blocks_and_notes_for_the_trainer():
    lesson = read_lesson(GOOD)

    assert lesson.shape == ("idea", "idea", "example", "now")
    assert lesson.screens[0].blocks == (
        Block("text", ("A paragraph of two lines.",)),
        Block("list", ("first", "second")),
    )
    assert lesson.screens[3].blocks == (Block("steps", ("Open it.", "Close it.")),)
    assert [screen.heading for screen in lesson.trainer] == ["Bring"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("#> At", "# At", "no example"),
        ("#! Now", "# Now", "what to do now"),
        ("# Another\nWords.\n\n", "", "3 screens"),
        ("Words.", "word " * 131, "more than 130 words"),
        ("Words.", "Words:\n- one", "blank line"),
        ("She looked.", "", "without words"),
        ("# One", "Hello\n# One", "before the first heading"),
    ],
)
def test_what_is_no_lesson_says_why(old, new, words):
    with pytest.raises(ValueError, match=words):
        read_lesson(GOOD.replace(old, new, 1))


def test_every_written_lesson_says_the_same_to_every_reader():
    written = sorted({path.parent.name for path in LESSONS.glob("*/*.txt")})
    shapes = {unit: {lesson.shape for code in LANGUAGES if (lesson := lesson_of(unit, code))} for unit in written}

    assert [unit for unit in written if any(lesson_of(unit, code) is None for code in LANGUAGES)] == []
    assert [unit for unit, found in shapes.items() if len(found) != 1] == []
