"""Somebody is told: on her own page, and by a mail that says only that there is something to read."""

from __future__ import annotations

from collections.abc import Iterable

from zana.kernel.words import Saying, say
from zana.people import letters
from zana.people.models import Membership, Notice, Organisation, Person

NEWS = say("Something in Zana waits for you")
NEWS_BODY = say("There is something for you to look at. Sign in to read it: {link}")


def tell(
    people: Person | Iterable[Person],
    saying: Saying,
    *,
    organisation: Organisation | None = None,
    link: str = "",
) -> list[Notice]:
    """One notice per person. `link` is a path of this house. What she has not read yet is not said again."""
    persons = [people] if isinstance(people, Person) else list(dict.fromkeys(people))
    kept = saying.as_json()
    told = []
    for person in persons:
        unread = list(Notice.objects.filter(person=person, read_at=None))
        if any(
            (n.kept_saying, n.link, n.organisation_id) == (kept, link, organisation and organisation.pk) for n in unread
        ):
            continue
        if person.email and person.is_active and not unread:
            # One mail until she has looked: a storm of failures must not become a storm of mail.
            letters.write(person, NEWS, NEWS_BODY, link="/notices/")
        told.append(Notice.objects.create(person=person, organisation=organisation, kept_saying=kept, link=link))
    return told


def people_with(organisation: Organisation, *roles: str) -> list[Person]:
    """Live members of the organisation in one of these roles, to be told."""
    live = Membership.live.filter(organisation=organisation, role__in=roles).select_related("person")
    return [membership.person for membership in live.order_by("pk")]
