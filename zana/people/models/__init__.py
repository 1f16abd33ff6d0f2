"""Facts of the only shared domain: who is who, and who belongs where."""

from zana.people.models.belonging import Enrolment, Invitation, Membership
from zana.people.models.letters import Letter
from zana.people.models.organisations import Organisation, Programme
from zana.people.models.persons import Person
from zana.people.models.places import SafePlace
from zana.people.models.traces import LogEntry, Notice

__all__ = [
    "Enrolment",
    "Invitation",
    "Letter",
    "LogEntry",
    "Membership",
    "Notice",
    "Organisation",
    "Person",
    "Programme",
    "SafePlace",
]
