"""`zana doctor`: is this house in order? Exit 0 when nothing stops it, 1 otherwise."""

from __future__ import annotations

from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.site import doctor

MARKS = {doctor.OK: say("in order"), doctor.WARN: say("please look"), doctor.STOP: say("act now")}


class Command(ZanaCommand):
    help = "Look whether this house is in order: keys, databases, worker, mail, addresses, disk."

    def run(self, **options: Any) -> dict[str, Any]:
        checks = doctor.examine()
        for check in checks:
            self.stderr.write(f"{self.words(MARKS[check.state])}: {self.words(check.words)}")
        answer: dict[str, Any] = {
            "state": doctor.worst(checks),
            "checks": [{"check": one.name, "state": one.state, "words": self.words(one.words)} for one in checks],
        }
        stops = sum(check.state == doctor.STOP for check in checks)
        if stops:
            answer["refused"] = self.words(say("Stops: {count} of {all} checks.", count=stops, all=len(checks)))
        return answer
