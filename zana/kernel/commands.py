"""One shape for every ability on the command line: people read stderr, machines read one JSON object on stdout."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import DJANGO_CODES, Saying, put


class ZanaCommand(BaseCommand):
    """Subclasses write `add(parser)` and `run(**options) -> dict`, and speak to people with `self.tell(saying)`.

    Exit 0 done, 1 refused in words, 2 wrong usage, 70 a bug (the traceback goes to stderr).
    """

    requires_system_checks: list[str] = []
    stealth_options = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object on stdout")
        parser.add_argument("--lang", choices=sorted(DJANGO_CODES), default="en", help="language of the words")
        self.add(parser)

    def add(self, parser: ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, **options: Any) -> dict[str, Any]:
        raise NotImplementedError("a command says what it does in run()")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json, lang = options.pop("as_json"), options.pop("lang")
        with translation.override(DJANGO_CODES[lang]):
            try:
                result = self.run(**options)
            except Refusal as no:
                self._refuse(self.words(no.saying), as_json)
            except Forbidden as no:
                self._refuse(str(no), as_json)
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, default=str))
        if "refused" in result:  # some of many: what was done is told, and the exit code says that not all was
            self.stderr.write(result["refused"])
            sys.exit(1)

    def tell(self, saying: Saying) -> None:
        """Words for the person at the terminal."""
        self.stderr.write(self.words(saying))

    def words(self, saying: Saying) -> str:
        return put(saying, translation.gettext)

    def _refuse(self, words: str, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"refused": words}, ensure_ascii=False))
        self.stderr.write(words)
        sys.exit(1)


__all__ = ["CommandError", "ZanaCommand"]
