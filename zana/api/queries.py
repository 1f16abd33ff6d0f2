from __future__ import annotations

from django.db.models import Q, QuerySet

from zana.people.models import Enrolment, Membership, Organisation, Person
from zana.people.roles import PERMISSIONS


def organisations_for(person: Person, permission: str) -> QuerySet[Organisation]:
    """Those in which the table gives her this permission, by her own role or through a programme."""
    held = Membership.live.filter(person=person, role__in=PERMISSIONS[permission])
    above = Enrolment.live.filter(programme__in=held.exclude(programme=None).values("programme"))
    return Organisation.objects.filter(
        Q(pk__in=held.exclude(organisation=None).values("organisation")) | Q(pk__in=above.values("organisation"))
    ).order_by("name")
