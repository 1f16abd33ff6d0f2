"""What a grader asks of a world beyond what its pages show."""

from django.db.models import Q, QuerySet

from zana.practice.models import Actor, Bar, Item, Message, Talk, Trace


def comments_meant(account: Actor, tone: str) -> QuerySet[Item]:
    """Comments of this tone under the account's posts, removed ones too."""
    said = Q(wall=account) | Q(root__author=account)
    return account.world.items.filter(said, tone=tone, reply_to__isnull=False).exclude(author=account)


def comments_answered(account: Actor, comments: QuerySet[Item]) -> QuerySet[Item]:
    own = Item.objects.filter(author=account, removed_at=None, reply_to__in=comments)
    return comments.filter(pk__in=own.values("reply_to"))


def messages_meant(account: Actor, tone: str) -> QuerySet[Message]:
    """Private messages of this tone, of deleted conversations too: what is deleted is not answered by that."""
    talks = Talk.objects.filter(account=account)
    return Message.objects.filter(talk__in=talks, tone=tone).exclude(author=account)


def was_answered(message: Message, account: Actor) -> bool:
    return message.talk.messages.filter(author=account, created_at__gte=message.created_at).exists()


def fakes_of(account: Actor) -> list[tuple[Actor, bool]]:
    """Copies of the account, each with whether it is shut out."""
    copies = [one for one in account.world.actors.filter(kind=account.kind) if one.profile.get("copies")]
    mine = [one for one in copies if one.profile["copies"] == account.remote_id]
    barred = set(Bar.objects.filter(account=account, other__in=mine, kind=Bar.BLOCK).values_list("other", flat=True))
    return [(one, one.pk in barred) for one in mine]


def archives_made(person: Actor) -> int:
    """How many archives she ordered, of herself or of her accounts."""
    return Trace.objects.filter(world=person.world, kind="archive_made", by=person).count()


def find_participant(world: str, person: str) -> Actor | None:
    """Somebody who takes part, by the refs of world and person."""
    found = Actor.objects.filter(world__ref=world, remote_id=person, kind=Actor.PERSON)
    return found.select_related("world").first()
