from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.networks.capabilities import describe_all, write_page
from zana.networks.port import CAPABILITIES
from zana.networks.registry import NETWORKS


class Command(ZanaCommand):
    help = "Which network can do what."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--page", action="store_true", help="the page docs/capabilities.md on stdout")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["page"]:
            self.stdout.write(write_page(), ending="")
            return {}
        for network in NETWORKS.values():
            able = [capability for capability in CAPABILITIES if network.can(capability)]
            if able:
                self.tell(say("{network}: {able}, by hand", network=network.label, able=", ".join(able)))
            else:
                self.tell(say("{network}: by hand", network=network.label))
        return describe_all()
