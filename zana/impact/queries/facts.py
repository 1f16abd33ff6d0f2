"""The rows of a programme, read from every room that has some."""

from __future__ import annotations

from collections.abc import Mapping

from zana.impact.rules.facts import AccountFact, Enrolled, Facts, Followers, PostFact, Row
from zana.kernel import clock
from zana.networks.models import Account, Reading, RemotePost
from zana.people.models import Enrolment, Programme

FOLLOWERS = "followers"


def gather_facts(programme: Programme) -> Facts:
    """Crosses organisations on purpose: what leaves is released in `rules`."""
    enrolments = list(Enrolment.objects.filter(programme=programme).select_related("organisation"))
    refs = {enrolment.organisation_id: enrolment.organisation.ref for enrolment in enrolments}
    accounts = list(Account.objects.across_organisations().filter(organisation__in=refs))
    practice = {account.pk: account.is_practice for account in accounts}
    return Facts(
        starts_on=programme.starts_on,
        until=min(clock.today(), programme.ends_on),
        enrolled=tuple(
            Enrolled(Row("enrolment", one.pk, one.organisation.ref), one.organisation.region) for one in enrolments
        ),
        accounts=tuple(
            AccountFact(Row("account", one.pk, refs[one.organisation_id]), practice[one.pk]) for one in accounts
        ),
        posts=_posts(programme, refs, practice),
        followers=_followers(programme, refs, practice),
    )


def _posts(programme: Programme, refs: Mapping[int, str], practice: Mapping[int, bool]) -> tuple[PostFact, ...]:
    found = RemotePost.objects.across_organisations().filter(
        account__in=practice, published_at__date__range=(programme.starts_on, programme.ends_on)
    )
    return tuple(
        PostFact(
            Row("post", post.pk, refs[post.organisation_id]),
            post.published_at.astimezone(clock.HOUSE_ZONE).date(),
            practice[post.account_id],
        )
        for post in found.only("pk", "organisation_id", "account_id", "published_at")
    )


def _followers(programme: Programme, refs: Mapping[int, str], practice: Mapping[int, bool]) -> tuple[Followers, ...]:
    found = Reading.objects.across_organisations().filter(
        account__in=practice,
        metric=FOLLOWERS,
        remote_post=None,
        taken_at__date__range=(programme.starts_on, programme.ends_on),
    )
    return tuple(
        Followers(
            Row("reading", reading.pk, refs[reading.organisation_id]),
            reading.account_id,
            reading.taken_at.astimezone(clock.HOUSE_ZONE).date(),
            reading.value,
            practice[reading.account_id],
        )
        for reading in found
    )
