import pytest

from zana.learning import curriculum
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


def test_every_unit_has_a_lesson_that_says_the_same_to_every_reader():
    shapes = {unit: {shape_of(lesson_of(unit, code)) for code in LANGUAGES} for unit in curriculum.units()}

    assert sorted(shapes) == sorted(folder.name for folder in LESSONS.iterdir())
    assert [unit for unit, found in shapes.items() if len(found) != 1] == []
    assert [unit for unit in shapes if not (lesson := lesson_of(unit, "en")) or not lesson.trainer] == []


def shape_of(lesson):
    """The kinds of its screens and the length of every list on them."""
    screens = (*lesson.screens, *lesson.trainer)
    return tuple((screen.kind, tuple((block.kind, len(block.lines)) for block in screen.blocks)) for screen in screens)
