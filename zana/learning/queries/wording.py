"""Titles for ids, at the edge. Rules and kept plans name units, topics, controls and networks by id only."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from zana.audits.controls import catalogue
from zana.kernel.words import Saying, fill
from zana.learning import curriculum
from zana.learning.rules.feedback import first_day_of, last_day_of
from zana.networks.registry import NETWORKS
from zana.ui.words import language, words


def name_quarter(quarter: str) -> str:
    """“July–September 2026” for 2026-Q3."""
    first, last = first_day_of(quarter), last_day_of(quarter)
    name = f"{date_format(first, 'F')}–{date_format(last, 'YEAR_MONTH_FORMAT')}"
    return name[:1].upper() + name[1:]


def title_of_unit(unit: str) -> str:
    """In the language of the page. An id that left the curriculum still shows itself in an old plan."""
    known = curriculum.units().get(unit)
    return known.title[language()] if known else unit


def title_of_topic(topic: str) -> str:
    known = curriculum.topics().get(topic)
    return known.title[language()] if known else topic


def title_of_control(control: str) -> str:
    known = catalogue().get(control)
    return known.words(language()).title if known else control


def name_of_network(network: str) -> str:
    known = NETWORKS.get(network)
    return words(known.label) if known else network


Details = Mapping[tuple[str, str], str]  # (control, day as written in the reason) -> what was seen, in words

_NAMES: dict[str, Callable[[str], str]] = {
    "unit": title_of_unit,
    "topic": title_of_topic,
    "control": title_of_control,
    "network": name_of_network,
    "day": lambda day: words(date.fromisoformat(day)),
}


def tell(saying: Saying, details: Details | None = None) -> str:
    """A saying of this room in the language of the page, ids replaced by what people call the thing.

    `details` adds what was seen, where a reason rests on a finding of that day.
    """
    values = {name: _show(name, value) for name, value in saying.params}
    detail = _find_detail(saying, details or {})
    if detail:
        values["seen"] = f"{detail} {values['seen']}"
    return fill(gettext(saying.code), values)


def _show(name: str, value: str | int | float | date | Saying) -> str:
    if isinstance(value, Saying):
        return tell(value)
    return _NAMES[name](str(value)) if name in _NAMES else words(value)


def _find_detail(saying: Saying, details: Details) -> str:
    params = dict(saying.params)
    seen = params.get("seen")
    day = dict(seen.params).get("day", "") if isinstance(seen, Saying) else ""
    return details.get((str(params.get("control", "")), str(day)), "")
