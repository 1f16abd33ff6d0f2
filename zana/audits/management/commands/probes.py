from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.audits.actions.probing import look, speak_for
from zana.audits.labels import RESULTS
from zana.audits.queries.probing import list_probed, lookout_of, ways_here, write_page
from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log
from zana.people.models import Organisation
from zana.people.queries import find_organisation_called


class Command(ZanaCommand):
    help = "Which control is looked at by itself, and what was seen of an organisation."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", nargs="?", help="the organisation's short name")
        parser.add_argument("--page", action="store_true", help="the page docs/probes.md on stdout")
        parser.add_argument("--look", action="store_true", help="look now, in the name of who ordered it")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["page"]:
            self.stdout.write(write_page(), ending="")
            return {}
        if not options["organisation"]:
            ways = ways_here()
            count = sum(len(places) > 1 for places in ways.values())
            self.tell(say("{count} of {of} checks have a way beside looking by hand.", count=count, of=len(ways)))
            return {"controls": ways}
        organisation = find_organisation_called(options["organisation"])
        return {"organisation": organisation.slug, **self._see(organisation, again=options["look"])}

    def _see(self, organisation: Organisation, *, again: bool) -> dict[str, Any]:
        lookout = lookout_of(organisation)
        by = speak_for(lookout) if lookout else None
        if again and by is None:
            raise Refusal(say("Nobody of this organisation has asked us to look: one button in its safety check."))
        if again and by is not None:
            looked = look(by=by, organisation=organisation)
            for trouble in looked.troubles:
                self.tell(trouble)
        log.record(None, "audit.seen", organisation=organisation, thing="command")
        lines = list_probed(organisation)
        for line in lines:
            self.tell(say("{control}: {result}. {why}", control=line.control, result=line.result, why=line.why or ""))
        words = {id(word): result for result, word in RESULTS.items()}
        return {
            "controls": [
                {
                    "id": line.control,
                    "result": words[id(line.result)],
                    "why": self.words(line.why) if line.why else "",
                    "facts": [self.words(fact) for fact in line.facts],
                    "observed_at": line.on,
                }
                for line in lines
            ]
        }
