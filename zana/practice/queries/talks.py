from django.db.models import OuterRef, QuerySet, Subquery

from zana.practice.models import Actor, Message, Talk


def list_talks(accounts: list[Actor], folder: str = Talk.INBOX) -> QuerySet[Talk]:
    """Newest first, each with `last`, what was said last."""
    newest = Message.objects.filter(talk=OuterRef("pk"), removed_at=None).order_by("-created_at", "-id")
    talks = Talk.objects.filter(account__in=accounts, folder=folder).select_related("account", "guest")
    return talks.annotate(last=Subquery(newest.values("text")[:1]))


def standing_talks(accounts: list[Actor]) -> QuerySet[Talk]:
    """In whichever folder; without those that were deleted."""
    return Talk.objects.filter(account__in=accounts).exclude(folder=Talk.GONE)


def messages_of(talk: Talk) -> QuerySet[Message]:
    return talk.messages.filter(removed_at=None).select_related("author", "about")
