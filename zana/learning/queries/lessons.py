"""The curriculum as the rules see it."""

from zana.learning import curriculum
from zana.learning.rules.facts import Lesson


def list_lessons() -> list[Lesson]:
    """Every unit in framework order."""
    topics = curriculum.topics()
    return [
        Lesson(
            id=unit.id,
            topic=unit.topic,
            minutes=unit.minutes,
            is_practice=unit.kind == "practice",
            network=unit.network,
            prerequisites=unit.prerequisites,
            closes=unit.closes,
            is_joint=topics[unit.topic].setting == "joint",
            is_practical_work=topics[unit.topic].practical_work,
            is_before_lunch=topics[unit.topic].before_lunch,
            has_codes_by_phone=unit.codes_by_phone,
        )
        for unit in curriculum.units().values()
    ]
