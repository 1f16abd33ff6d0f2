import dataclasses
from datetime import date
from typing import Literal

import pytest

from zana.kernel.shelf import ShelfError, load_shelf


@dataclasses.dataclass(frozen=True)
class Step:
    words: str
    minutes: int = 1


@dataclasses.dataclass(frozen=True)
class Card:
    id: str
    group: str
    title: str
    weight: float
    kind: Literal["short", "long"] = "short"
    tags: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    texts: dict[str, str] = dataclasses.field(default_factory=dict)
    until: date | None = None

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError("weight must not be negative")


def lay(folder, name, text):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_load_shelf_reads_every_kind_of_field(tmp_path):
    lay(
        tmp_path,
        "b-2",
        'title = "Ë"\nweight = 2\nkind = "long"\ntags = ["x", "y"]\nuntil = 2027-01-31\n'
        'texts = { sq = "a", sr = "b" }\n[[steps]]\nwords = "go"\nminutes = 3\n[[steps]]\nwords = "stay"\n',
    )
    lay(tmp_path, "a-1", 'title = "A"\nweight = 0.5\n')

    shelf = load_shelf(tmp_path, Card, group="g")

    assert list(shelf) == ["a-1", "b-2"]
    assert shelf["a-1"] == Card("a-1", "g", "A", 0.5)
    assert shelf["b-2"] == Card(
        "b-2",
        "g",
        "Ë",
        2.0,
        "long",
        ("x", "y"),
        (Step("go", 3), Step("stay")),
        {"sq": "a", "sr": "b"},
        date(2027, 1, 31),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", "Invalid value (at end of document)"),
        ("weight = 1", "title is missing"),
        ('title = "A"\nweight = true', "weight must be float, not True"),
        ("title = 1\nweight = 1", "title must be str, not 1"),
        ('title = "A"\nweight = 1\ncolour = "red"', "unknown key colour"),
        ('title = "A"\nweight = 1\nkind = "wide"', "kind must be one of short, long, not 'wide'"),
        ('title = "A"\nweight = 1\ntags = "x"', "tags must be a list"),
        ('title = "A"\nweight = 1\ntags = [1]', "tags[0] must be str, not 1"),
        ('title = "A"\nweight = 1\nsteps = [{ minutes = 1 }]', "steps[0].words is missing"),
        ('title = "A"\nweight = 1\nuntil = "soon"', "until must be date, not 'soon'"),
        ('title = "A"\nweight = -1', "weight must not be negative"),
        ('id = "z"\ntitle = "A"\nweight = 1', "id is given by the place of the file and must not be written"),
    ],
)
def test_load_shelf_names_the_bad_file_and_what_is_wrong(tmp_path, text, words):
    lay(tmp_path, "one", text)

    with pytest.raises(ShelfError) as refused:
        load_shelf(tmp_path, Card, group="g")

    assert str(refused.value) == f"{tmp_path / 'one.toml'}: {words}"


def test_load_shelf_without_folder_says_so(tmp_path):
    with pytest.raises(ShelfError) as refused:
        load_shelf(tmp_path / "gone", Card)

    assert str(refused.value) == f"{tmp_path / 'gone'}: no such shelf"
