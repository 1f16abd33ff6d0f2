"""Appointments as calendars read them (RFC 5545, 5546). Only what may lie open on any server: times and a title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Zana//Trainings//EN"
Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
REQUEST: Method = "REQUEST"
CANCEL: Method = "CANCEL"
PUBLISH: Method = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Appointment:
    """`uid` stays for ever, `sequence` rises with a change. A day without hours is given by dates, `ends` included."""

    uid: str
    sequence: int
    title: str
    starts: datetime | date
    ends: datetime | date
    changed_at: datetime
    link: str = ""
    place: str = ""
    is_cancelled: bool = False


def write_calendar(
    appointments: Iterable[Appointment],
    *,
    zone: ZoneInfo,
    method: Method = PUBLISH,
    organiser: str = "",
    guest: str = "",
    name: str = "",
) -> str:
    """The file's text. Hours are written on the clock of `zone`, with the rules by which that clock is changed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    events = [_write_event(one, zone, method, organiser, guest) for one in appointments]
    for event in events:
        calendar.add_component(event)
    if events:
        years = [event.decoded("dtstart").year for event in events]
        # Only the rules of the years that are asked for: all of them since 1970 are 4 kB of text.
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 1, 12, 31))
    text: str = calendar.to_ical().decode()
    return text


def _write_event(one: Appointment, zone: ZoneInfo, method: Method, organiser: str, guest: str) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at)
    event.add("summary", one.title)
    event.add("dtstart", _there(one.starts, zone))
    event.add("dtend", _there(one.ends, zone) if isinstance(one.ends, datetime) else one.ends + timedelta(days=1))
    for key, value in (("location", one.place), ("url", one.link)):
        if value:
            event.add(key, value)
    event.add("status", "CANCELLED" if one.is_cancelled or method == CANCEL else "CONFIRMED")
    event.add("class", "PRIVATE")
    for key, address in (("organizer", organiser), ("attendee", guest)):
        if address:
            event.add(key, _address(address, key))
    return event


def _there(moment: datetime | date, zone: ZoneInfo) -> datetime | date:
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment


def _address(email: str, key: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if key == "attendee":
        address.params["PARTSTAT"] = vText("NEEDS-ACTION")
        address.params["RSVP"] = vText("FALSE")  # she answers on our page, where her needs are asked for too
    return address
