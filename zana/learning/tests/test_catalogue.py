"""Every control of the catalogue is taught by a unit, or the shelf says why none does."""

from zana.audits.controls import catalogue
from zana.learning import curriculum

# The auditors' topics and ours are the same ten, numbered differently.
TOPIC_OF = {
    **{f"T{n}": f"F{n}" for n in range(1, 8)},
    **{f"T{n}": f"J{n - 7}" for n in range(8, 11)},
}


def closers():
    found: dict[str, list[str]] = {}
    for unit in curriculum.units().values():
        for control in unit.closes:
            found.setdefault(control, []).append(unit.id)
    return found


def test_every_control_is_taught_or_says_why_not():
    taught, not_taught = set(closers()), curriculum.not_taught()

    assert len(catalogue()) == 134
    assert taught | set(not_taught) == set(catalogue())
    assert taught & set(not_taught) == set()
    assert [control for control, reason in not_taught.items() if not reason] == []


def test_a_control_is_taught_in_its_own_topic():
    found = closers()

    assert [
        control.id
        for control in catalogue().values()
        if control.id in found and TOPIC_OF[control.topic] not in {unit.partition(".")[0] for unit in found[control.id]}
    ] == []


def test_a_critical_security_control_locks_one_individual_unit_only():
    """Two units for one control would fill the day with the same thing."""
    joint = {topic.id for topic in curriculum.topics().values() if topic.setting == "joint"}
    critical = [c.id for c in catalogue().values() if c.domain == "security" and c.severity == 5]
    individual = {
        control: [unit for unit in closers()[control] if unit.partition(".")[0] not in joint] for control in critical
    }

    assert {control: units for control, units in individual.items() if len(units) != 1} == {}
