"""The framework as files: complete, in order, and honest about what is still English only."""

import pytest

from zana.kernel.shelf import ShelfError
from zana.learning import curriculum

# (unit, minutes, kind) as agreed with the trainers; a lesson that outgrows its minutes breaks the day.
MINUTES = {
    "J1": (25, 25, 35, 35, 30),
    "J2": (20, 30, 30, 25, 15),
    "J3": (20, 20, 30, 30, 20),
    "F1": (20, 20, 30, 20, 15),
    "F2": (25, 25, 20, 25, 15, 10),
    "F3": (20, 35, 25, 15, 10),
    "F4": (15, 25, 20, 15, 15),
    "F5": (20, 20, 30, 20, 15, 15),
    "F6": (20, 20, 20, 20, 10),
    "F7": (35, 20, 30, 45, 20),
}
NEEDS = {
    "F5.3": ("F5.2",),
    "F7.1": ("F5.3", "F5.5"),
    "F7.2": ("J2.2",),
    "F7.3": ("J2.4",),
    "F1.3": ("F1.2",),
    "F7.5": ("F1.3",),
    "F3.2": ("F1.5", "F3.1"),
    "F2.2": ("F2.1",),
    "F2.4": ("F2.2",),
    "F6.2": ("F6.1",),
    "F7.4": ("F6.2",),
    "F3.4": ("J1.5",),
}
AGEING = {"F1.1", "F1.4", "F5.3", "F7.1", *(f"F2.{n}" for n in range(1, 7))}
AGEING |= {"F5.1", "F5.4", "F5.5", "F5.6", "F6.1", "F6.3"}  # they name menus and cards of networks
AGEING |= {f"{topic}.{n}" for topic in ("F3", "F4") for n in range(1, 6)}
OWED = 0  # texts still English only; may only fall


def test_topics_stand_in_framework_order():
    topics = curriculum.topics()

    assert list(topics) == ["J1", "J2", "J3", "F1", "F2", "F3", "F4", "F5", "F6", "F7"]
    assert [topic.id for topic in topics.values() if topic.setting == "joint"] == ["J1", "J2", "J3"]
    assert [topic.id for topic in topics.values() if topic.practical_work] == ["F7"]
    assert [topic.id for topic in topics.values() if topic.before_lunch] == ["F5"]


def test_units_have_the_agreed_minutes():
    found: dict[str, tuple[int, ...]] = {}
    for unit in curriculum.units().values():
        found[unit.topic] = (*found.get(unit.topic, ()), unit.minutes)

    assert found == MINUTES


def test_units_need_what_the_framework_says():
    found = {unit.id: tuple(sorted(unit.prerequisites)) for unit in curriculum.units().values()}

    assert {unit: needs for unit, needs in found.items() if needs} == NEEDS


def test_a_unit_belongs_to_its_topics_network():
    found = {unit.topic: unit.network for unit in curriculum.units().values() if unit.network}

    assert found == {"F2": "facebook", "F3": "instagram", "F4": "x"}


def test_units_that_age_say_until_when_they_hold():
    assert {unit.id for unit in curriculum.units().values() if unit.valid_until} == AGEING


def test_every_title_has_three_languages():
    items: list[curriculum.Topic | curriculum.Unit] = [
        *curriculum.topics().values(),
        *curriculum.units().values(),
    ]

    assert [item.id for item in items if set(item.title) != {"en", "sq", "sr"}] == []
    assert [item.id for item in items if len({len(lines) for lines in item.objectives.values()}) != 1] == []


def test_owed_texts_may_only_fall():
    assert len(curriculum.find_owed_texts()) == OWED


def test_a_unit_after_the_one_that_needs_it_is_refused(tmp_path, monkeypatch):
    for folder in ("topics", "units"):
        (tmp_path / folder).mkdir()
        for path in (curriculum.HERE / folder).glob("*.toml"):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    late = tmp_path / "units" / "F5.2.toml"
    late.write_text(late.read_text().replace("prerequisites = []", 'prerequisites = ["F7.1"]'))
    monkeypatch.setattr(curriculum, "HERE", tmp_path)

    with pytest.raises(ShelfError, match=r"F5\.2\.toml: F7\.1 does not stand before it"):
        curriculum.units.__wrapped__()
