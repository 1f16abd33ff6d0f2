from argparse import ArgumentParser
from typing import Any

from zana.audits.archives.cleaning import shown
from zana.audits.archives.merging import Merged, merge
from zana.audits.archives.opening import read_archives
from zana.audits.archives.reading import ArchiveReading
from zana.audits.archives.signs import Sign
from zana.audits.archives.whose import fits
from zana.audits.controls import catalogue
from zana.audits.labels import RESULTS
from zana.kernel import clock
from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.ui.words import language


class Command(ZanaCommand):
    help = "Reads archives people downloaded of themselves, in place, by allow-list; needs no database."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="the ZIP as the network made it")
        parser.add_argument("--of", metavar="NAME", help="whose archives these should be; says where one is not")

    def run(self, **options: Any) -> dict[str, Any]:
        now = clock.now()
        archives = read_archives(options["files"], now)
        merged = merge(archives)
        for archive in archives:
            self.tell(
                say(
                    "{network}: {read} of {listed} files read.",
                    network=archive.network,
                    read=len(archive.files_read),
                    listed=archive.files_listed,
                )
            )
            self._tell_whose(archive, options["of"])
        for each in merged:
            self._tell_control(each)
        return {
            "archives": [self._archive(archive, options["of"]) for archive in archives],
            "controls": [self._control(each) for each in merged],
        }

    def _tell_whose(self, archive: ArchiveReading, name: str | None) -> None:
        who = archive.whose.shown
        if who and name and not fits(archive.whose, [name]):
            self.tell(say("This is the archive of {who}; you said {name}.", who=who, name=name))
        elif who:
            self.tell(say("This is the archive of {who}.", who=who))
        for sign in archive.signs:
            self.tell(say("Look at this first: {thing}", thing=sign.words))

    def _tell_control(self, each: Merged) -> None:
        reading = each.reading
        self.tell(
            say(
                "{control} {title}: {result}. {why}",
                control=reading.control,
                title=catalogue()[reading.control].words(language()).title,
                result=RESULTS[reading.result],
                why=reading.why,
            )
        )
        for fact in reading.facts:
            self.tell(say("  - {thing}", thing=fact))

    def _archive(self, archive: ArchiveReading, name: str | None) -> dict[str, Any]:
        return {
            "network": archive.network,
            "generated_at": archive.generated_at.isoformat() if archive.generated_at else None,
            "files_listed": archive.files_listed,
            "files_read": list(archive.files_read),
            "signs": [self.words(sign.words) for sign in archive.signs],
            "hints": [self._sign(sign) for sign in archive.signs],
            "of": {"kind": archive.of, "name": shown(archive.whose.name), "handle": shown(archive.whose.handle)},
            "fits": fits(archive.whose, [name]) if name and archive.whose else None,
        }

    def _sign(self, sign: Sign) -> dict[str, Any]:
        return {
            "kind": sign.kind,
            "why": self.words(sign.words),
            "at": sign.at.isoformat() if sign.at else None,
            "facts": [self.words(fact) for fact in sign.facts],
        }

    def _control(self, each: Merged) -> dict[str, Any]:
        reading = each.reading
        return {
            "id": reading.control,
            "result": reading.result,
            "why": self.words(reading.why),
            "evidence": reading.way,
            "strength": each.strength,
            "observed_at": each.observed_at.isoformat() if each.observed_at else None,
            "facts": [self.words(fact) for _, one in each.all for fact in one.facts],
            "asks": self.words(reading.asks) if reading.asks else None,
            "networks": [archive.network for archive, _ in each.all],
        }
