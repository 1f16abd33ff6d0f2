from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from zana.kernel import work
from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.kernel.worker import run_worker


class Command(ZanaCommand):
    help = "Works in the background: publishes what is due, takes readings, sends what waits."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=settings.ZANA_WORKER_THREADS, help="pieces of work at once")
        parser.add_argument("--drain", action="store_true", help="do what is due now, then end")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["drain"]:
            return {"done": {lane.name: work.drain(lane.name) for lane in work.lanes()}}
        names = ", ".join(lane.name for lane in work.lanes())
        self.tell(say("Worker started with {threads} threads for: {lanes}.", threads=options["threads"], lanes=names))
        run_worker(options["threads"])
        self.tell(say("Worker stopped; nothing was left half done."))
        return {"done": {}}
