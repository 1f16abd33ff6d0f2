from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.learning.actions.plans import compose_plan
from zana.learning.queries.findings import read_details
from zana.learning.queries.needs import read_facts
from zana.learning.queries.wording import Details, tell, title_of_unit
from zana.learning.rules.plan import Day, compose
from zana.people import log
from zana.people.queries import find_organisation_called


class Command(ZanaCommand):
    help = "Compose the individual day of an organisation from what is known of it."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", help="the organisation's slug")
        parser.add_argument("--save", action="store_true", help="keep it as the draft the trainer sees")

    def run(self, **options: Any) -> dict[str, Any]:
        organisation = find_organisation_called(options["organisation"])
        log.record(None, "audit.seen", organisation=organisation, thing="command")
        day = compose(read_facts(organisation))
        details = read_details(organisation)
        if options["save"]:
            compose_plan(by=None, organisation=organisation)
        self._show(day, details)
        return _answer(day, details)

    def _show(self, day: Day, details: Details) -> None:
        units = {one.unit: one for one in day.units}
        for slot in day.slots:
            if slot.unit:
                reason = tell(units[slot.unit].reasons[0], details)
                time = f"{slot.starts_at // 60:02}:{slot.starts_at % 60:02}"
                self.stderr.write(f"{time}  {slot.minutes:>3} min  {title_of_unit(slot.unit)}: {reason}")
        self.tell(
            say("{minutes} minutes, {practice} of them practice.", minutes=day.minutes, practice=day.practice_minutes)
        )
        for note in day.notes:
            self.stderr.write(f"- {tell(note)}")


def _answer(day: Day, details: Details) -> dict[str, Any]:
    return {
        "minutes": day.minutes,
        "practice_minutes": day.practice_minutes,
        "units": [
            {
                "id": one.unit,
                "minutes": one.minutes,
                "kind": one.kind,
                "reason": tell(one.reasons[0], details),
                "reasons": [tell(reason, details) for reason in one.reasons],
                "value": one.value,
                "locked": one.is_locked,
            }
            for one in day.units
        ],
        "left_out": [
            {"id": one.unit, "reason": tell(one.reason), "value": one.value, "standing": one.standing}
            for one in day.left_out
        ],
        "slots": [
            {"starts_at": slot.starts_at, "minutes": slot.minutes, "kind": slot.kind, "unit": slot.unit}
            for slot in day.slots
        ],
        "queue": list(day.queue),
        "second_half": list(day.second_half),
        "overfull": day.is_overfull,
        "exact": day.is_exact,
        "notes": [tell(note) for note in day.notes],
        "inputs_hash": day.inputs_hash,
        "rule_version": day.rule_version,
    }
