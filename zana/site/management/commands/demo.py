"""`zana demo`: the whole house with a demonstration programme, in one foreground command."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from zana.kernel import clock
from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.site import catalogues, keys
from zana.site.demo import archives
from zana.site.demo.house import Child, House, wait_for

PREPARED = "ZANA_DEMO_PREPARED"  # set for the second run of this command, which finds the keys in place


class Command(ZanaCommand):
    help = "Start the house with a demonstration programme."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--practice-port", type=int, default=0, help="default: the port after --port")
        parser.add_argument("--seed-only", action="store_true", help="prepare and seed, then stop")

    def run(self, **options: Any) -> dict[str, Any]:
        port, practice_port = options["port"], options["practice_port"] or options["port"] + 1
        if PREPARED not in os.environ:
            self._prepare(port, practice_port)
        self.tell(say("Preparing the database ..."))
        for alias in ("default", "practice"):
            call_command("migrate", database=alias, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        return self._run_house(port, practice_port, seed_only=options["seed_only"])

    def _prepare(self, port: int, practice_port: int) -> None:
        """Draw keys and begin again with them: settings are read once, at the start of a process."""
        keys.draw()
        catalogues.compile_all(catalogues.rooms())
        os.environ.setdefault("ZANA_BASE_URL", f"http://localhost:{port}")
        os.environ.setdefault("ZANA_MEDIA_URL", f"http://127.0.0.1:{port}")
        os.environ["ZANA_PRACTICE_URL"] = f"http://127.0.0.1:{practice_port}/practice"
        os.environ[PREPARED] = "yes"
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "zana.site.command", *sys.argv[1:]])  # noqa: S606 - ourselves

    def _run_house(self, port: int, practice_port: int, *, seed_only: bool) -> dict[str, Any]:
        from zana.site.demo import life, seed  # slow import

        children = [
            Child("practice", ["practice", "--port", str(practice_port)], {}),
            Child("web", ["serve", "--port", str(port)], {}),
            Child("worker", ["worker"], {}),
        ]
        house = House(children, lambda name: self.tell(say("{name} stopped and is started again.", name=name)))
        house.listen()
        try:
            house.start("practice")
            if not wait_for(f"{settings.ZANA_PRACTICE_URL}/"):
                raise Refusal(say("Port {port} does not answer. Is it taken? Try --port.", port=practice_port))
            signed = seed.seed()
            life.live(self.tell)
            if not seed_only:
                house.start("web")
                house.start("worker")
                if not wait_for(f"http://127.0.0.1:{port}/healthz"):
                    raise Refusal(say("Port {port} does not answer. Is it taken? Try --port.", port=port))
                self._welcome(signed)
                house.watch()
        finally:
            house.stop()
        return {"sign_ins": len(signed), "address": settings.ZANA_BASE_URL}

    def _welcome(self, signed: list[dict[str, str]]) -> None:
        print(f"\n  {settings.ZANA_BASE_URL}\n")
        for one in signed:
            print(f"  {one['role']:<13}{one['name']:<17}{one['place']:<13}{one['email']:<29}{one['password']}")
        samples = Path(settings.ZANA_HOME) / "samples"
        archives.write_archives(samples, clock.now())
        self.tell(say("Invented archives to give in a safety check: {folder}", folder=str(samples)))
        self.tell(say("Stop with Ctrl+C. Everything is kept in {folder}.", folder=str(settings.ZANA_HOME)))
        sys.stdout.flush()
