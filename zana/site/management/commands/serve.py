"""`zana serve`: the web process."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.site import keys
from zana.site.server import serve


class Command(ZanaCommand):
    help = "Serve the pages."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4)

    def run(self, **options: Any) -> dict[str, Any]:
        if not keys.are_lasting():
            raise Refusal(say("There are no lasting keys. Run `zana keys` once, or set ZANA_SECRET_KEY and others."))
        serve(**{name: options[name] for name in ("host", "port", "workers", "threads")})
        return {"stopped": True}
