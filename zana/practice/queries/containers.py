"""Containers and what an account has used of its day."""

from datetime import datetime, timedelta

from zana.practice.models import Actor, Container
from zana.practice.rules.containers import POSTS_A_DAY, Stand, status_of

DAY = timedelta(hours=24)


def status_at(container: Container, now: datetime) -> str:
    """IN_PROGRESS, FINISHED, ERROR, EXPIRED or PUBLISHED."""
    children = [] if container.kind != "CAROUSEL" else list(container.children.all())
    return status_of(_stand(container), now, [status_of(_stand(child), now) for child in children])


def containers_today(account: Actor) -> int:
    return account.containers.filter(created_at__gt=account.world.now() - DAY).count()


def published_today(account: Actor, since: datetime | None = None) -> int:
    """What the programs have published within a day: a carousel counts once."""
    start = since or account.world.now() - DAY
    return account.containers.filter(published_at__gt=start).count()


def posts_a_day(account: Actor) -> int:
    return int(account.world.manner.get("instagram_posts_a_day", POSTS_A_DAY))


def _stand(container: Container) -> Stand:
    return Stand(
        created_at=container.created_at,
        ready_at=container.ready_at,
        problem=container.problem,
        published=container.published_at is not None,
    )
