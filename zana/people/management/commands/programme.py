"""`zana programme NAME --lead NAME --email ADDRESS`: open a programme and invite its lead."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from zana.kernel import clock
from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.people import actions, invitations


class Command(ZanaCommand):
    help = "Open a programme and print the one-time link for its lead."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--lead", required=True, help="her name")
        parser.add_argument("--email", required=True, help="her address")
        parser.add_argument("--implementer", default="")
        parser.add_argument("--partner-network", default="")
        parser.add_argument("--funder", default="")
        parser.add_argument("--starts", type=date.fromisoformat, default=None)
        parser.add_argument("--ends", type=date.fromisoformat, default=None)

    @transaction.atomic
    def run(self, **options: Any) -> dict[str, Any]:
        starts = options["starts"] or clock.today()
        programme = actions.create_programme(
            name=options["name"],
            implementer=options["implementer"] or options["name"],
            partner_network=options["partner_network"],
            funder=options["funder"],
            starts_on=starts,
            ends_on=options["ends"] or starts + timedelta(days=365),
        )
        _invitation, path = invitations.invite(
            by=None, name=options["lead"], email=options["email"], role="lead", programme=programme
        )
        link = f"{settings.ZANA_BASE_URL}{path}"
        self.tell(say("The programme is open. Her link, once, for seven days: {link}", link=link))
        return {"programme": programme.slug, "link": link}
