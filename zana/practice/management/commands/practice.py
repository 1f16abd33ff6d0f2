"""`zana practice --port 8001`: the practice network as its own process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.practice.dialects.answered import write_page


class Command(ZanaCommand):
    help = "Serve the practice network alone."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--page", action="store_true", help="the page docs/practice.md on stdout")
        parser.add_argument("--threads", type=int, default=8, help="calls served at once")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["page"]:
            self.stdout.write(write_page(), ending="")
            return {}
        call_command("migrate", database="practice", verbosity=0)
        address = f"http://{options['host']}:{options['port']}/practice/"
        self.tell(say("The practice network is at {address}. Everything in it is an exercise.", address=address))
        Granian(
            "zana.practice.server:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=options["threads"],
            log_level=LogLevels.error,
        ).serve()
        return {"served": address}
