"""A paper in one language, filled from the registers, as PDF and as DOCX."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zana.audits.papers.shelf import TEMPLATE, Drawn, Paper, draw_text, read_texts
from zana.audits.queries.registers import Book, show_value
from zana.audits.rules.registers import HELPLINE_DAYS
from zana.audits.rules.shapes import REGISTERS
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.papers import Bullets, Heading, Paragraph, Part, typeset, write_docx
from zana.kernel.words import Saying, say
from zana.studio.gate import list_places
from zana.studio.rules.places import find_places
from zana.ui.words import page_code, speaking, words

_ONE_PAGE = range(34, 46)  # as many blocks fit on one page when they stand closer; more take two
FORMS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def make_paper(book: Book, paper: Paper, language: str, form: str) -> bytes:
    """The file. Refused where what the registers hold would put a confidential place on it."""
    with speaking(language):
        document = _compose(book, paper, language)
    made_at = clock.now()
    if form == "pdf":
        return typeset(TEMPLATE, document, made_at=made_at)
    parts = [*(_as_part(block) for block in document["blocks"]), Paragraph(document["footer"], "soft")]
    return write_docx(document["title"], parts, language=document["lang"], author=document["author"], made_at=made_at)


_ROOM = "_" * 40  # to write on


def _as_part(block: Drawn) -> Part:
    match block["kind"]:
        case "heading":
            return Heading(block["text"])
        case "bullet":
            return Bullets([block["text"]])
        case "step":
            return Paragraph(f"{block['mark']}. {block['text']}")
        case "tick":
            return Paragraph(f"☐ {block['text']}")
        case "line":
            return Paragraph(f"{block['text']}: {block['value'] or _ROOM}")
        case _:
            return Paragraph(block["text"])


def _compose(book: Book, paper: Paper, language: str) -> dict[str, Any]:
    text = read_texts(language)[paper.code]
    name = book.organisation.name
    values = {"organisation": name, "today": words(clock.today()), **fill_duties(book)}
    lists = {"helplines": list_helplines(book) or [words(NO_NUMBER)], "accounts": _list_accounts(book)}
    used = [values.get(place, "") for place in text.places] + [line for name in text.lists for line in lists[name]]
    _refuse_places(book, used)
    footer = words(say("{organisation} · {day} · made from its registers", organisation=name, day=values["today"]))
    blocks = draw_text(text, values, lists)
    return {
        "title": text.title,
        "author": name,
        "lang": page_code().split("-")[0],
        "footer": footer,
        "blocks": blocks,
        "tight": len(blocks) in _ONE_PAGE,
    }


NO_NUMBER = say("No number was called and checked in the last 90 days. Check one before you hang this up.")


def _refuse_places(book: Book, texts: list[str]) -> None:
    lines = list_places(book.organisation)
    if any(find_places(text, lines) for text in texts):
        raise Refusal(
            say("One of the lists names a confidential place. It would stand on paper: change that line first.")
        )


def fill_duties(book: Book) -> dict[str, str]:
    """Who does what, with work telephone; nobody who has left."""
    current, found = book.current, dict[str, list[str]]()
    for said in book.said("duties"):
        person = book.names.get(said.get("person", ""), "") if said.get("person") in current else ""
        named = ", ".join(part for part in (person or said.get("outside", ""), said.get("phone", "")) if part)
        if person or said.get("outside"):
            found.setdefault(said["duty"], []).append(named)
    return {duty: "; ".join(sorted(names)) for duty, names in found.items()}


def list_helplines(book: Book) -> list[str]:
    """Only what somebody called and checked in the last 90 days."""
    shape, oldest = REGISTERS["helplines"], clock.today() - timedelta(days=HELPLINE_DAYS)
    shown = []
    for said in book.said("helplines"):
        checked = date.fromisoformat(said["verified_on"])
        if not oldest <= checked <= clock.today():
            continue
        more = [show_value(book, shape.field(key), said.get(key)) for key in ("hours", "languages")]
        more += [words(say("free of charge"))] if said.get("free") else []
        more += [words(say("checked on {day}", day=words(checked)))]
        shown.append(f"{said['service']}: {said['number']} ({'; '.join(part for part in more if part)})")
    return sorted(shown, key=str.casefold)


def _list_accounts(book: Book) -> list[str]:
    current = book.current
    shown = []
    for said in book.said("accounts"):
        owner = book.names.get(said.get("owner", ""), "") if said.get("owner") in current else ""
        shown.append(f"{said['name']}: {owner or '_' * 16}")
    return sorted(shown, key=str.casefold) or ["_" * 40] * 3


def list_blanks(book: Book, paper: Paper, language: str) -> list[Saying]:
    """What nobody has filled in yet."""
    text, filled = read_texts(language)[paper.code], fill_duties(book)
    duties = dict(REGISTERS["duties"].field("duty").choices)
    blanks = [duties[place] for place in text.places if place in duties and not filled.get(place)]
    if "helplines" in text.lists and not list_helplines(book):
        blanks.append(NO_NUMBER)
    return blanks
