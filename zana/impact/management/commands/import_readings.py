"""`zana import-readings FILE --organisation X`: takes numbers out of an export people downloaded."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.impact.actions.imports import import_readings
from zana.impact.imports.sheets import MAX_BYTES
from zana.impact.models import Import
from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.models import Account
from zana.people.models import Organisation
from zana.people.queries import find_organisation_called


class Command(ZanaCommand):
    help = "Import numbers from a Meta Business Suite or X Analytics export (CSV)."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the CSV as it was downloaded")
        parser.add_argument("--organisation", required=True, metavar="X", help="the organisation's short name (slug)")
        parser.add_argument("--account", metavar="REF", help="which account, where the file does not say")

    def run(self, **options: Any) -> dict[str, Any]:
        organisation = find_organisation_called(options["organisation"])
        made = import_readings(
            by=None,
            organisation=organisation,
            content=_read(options["file"]),
            file_name=options["file"].name,
            account=_find_account(organisation, options["account"]),
        )
        self._tell(made)
        return {
            "rows_read": made.rows_read,
            "stored": made.stored,
            "unchanged": made.unchanged,
            "errors": [{"row": row, "words": self.words(words)} for row, words in made.listed_faults],
            "form": made.form,
            "account": made.source.account.ref if made.source.account else None,
            "import": made.ref,
        }

    def _tell(self, made: Import) -> None:
        for row, words in made.listed_faults:
            self.tell(say("Row {row}: {words}", row=row, words=words))
        self.tell(made.result)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise Refusal(say("The file {file} cannot be read.", file=str(path))) from None


def _find_account(organisation: Organisation, ref: str | None) -> Account | None:
    if ref is None:
        return None
    account = Account.objects.of(organisation).filter(ref=ref).first()
    if account is None:
        raise Refusal(say("This organisation has no account {ref}.", ref=ref))
    return account
