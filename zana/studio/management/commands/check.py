from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.registry import NETWORKS
from zana.studio.media.clean import find_metadata
from zana.studio.rules.draft import MAX_DRAFT, Draft, DraftPicture, read_draft
from zana.studio.rules.gate import Bounds, Facts, PictureFacts, check_facts, make_bounds


class Command(ZanaCommand):
    help = "Ask the safety gate about a text, or a piece as JSON. Needs no database and sends nothing."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="text, or JSON with text, title, link, pictures")
        parser.add_argument("--places", type=Path, help="confidential places, one a line; they are never repeated")
        parser.add_argument("--network", choices=sorted(NETWORKS), default="", help="whose limits count")

    def run(self, **options: Any) -> dict[str, Any]:
        file: Path = options["file"]
        places: Path | None = options["places"]
        network: str = options["network"]
        draft = read_draft(read_file(file))
        lines = tuple(read_file(places).decode("utf-8-sig", "replace").splitlines()) if places else ()
        verdict = check_facts(gather_facts(draft, file.parent, network or draft.network, lines + draft.places))
        reasons = [
            {"step": one.step, "words": self.words(one.words), "verdict": one.verdict, "where": one.where}
            for one in verdict.reasons
        ]
        for reason in reasons:
            self.stderr.write(f"{reason['verdict']}: {reason['words']}")
        if not reasons:
            self.tell(say("The gate found nothing. A person still decides."))
        return {"verdict": verdict.verdict, "reasons": reasons, "fingerprint": verdict.fingerprint}


def read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_DRAFT + 1)
    except OSError as closed:
        raise Refusal(say("{file} cannot be read.", file=path.name)) from closed


def gather_facts(draft: Draft, folder: Path, network: str, places: tuple[str, ...]) -> Facts:
    return Facts(
        text=draft.text,
        title=draft.title,
        link=draft.link,
        account=network,
        pictures=tuple(look_at(picture, folder) for picture in draft.pictures),
        bounds=find_bounds(network),
        places=places,
    )


def find_bounds(network: str) -> Bounds | None:
    if not network:
        return None
    if network not in NETWORKS:
        raise Refusal(
            say("No network is called “{name}”. There are: {known}.", name=network, known=", ".join(NETWORKS))
        )
    return make_bounds(NETWORKS[network])


def look_at(picture: DraftPicture, folder: Path) -> PictureFacts:
    """Only the picture's own description is known if no file is named."""
    if not picture.file:
        return PictureFacts(alt=picture.alt)
    try:
        with (folder / picture.file).open("rb") as file:
            metadata = tuple(find_metadata(file, picture.file))
    except OSError:
        return PictureFacts(alt=picture.alt, name=picture.file, is_whole=False)
    except Refusal as no:
        return PictureFacts(alt=picture.alt, name=picture.file, refused=no.saying)
    return PictureFacts(alt=picture.alt, name=picture.file, metadata=metadata)
