"""What the posts and numbers we know of say. A rehearsal's posts are never among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from zana.audits.models import Lookout
from zana.audits.probes import Probed
from zana.audits.probing.languages import guess_language
from zana.audits.probing.measuring import measure_text
from zana.audits.probing.reporting import join_accounts, real_accounts, report
from zana.audits.rules import pictures, posting
from zana.audits.rules.freshness import Way
from zana.audits.rules.verdicts import Verdict
from zana.kernel import clock
from zana.networks.models import Account, RemotePost, Source
from zana.networks.queries import list_points
from zana.people.models import Organisation
from zana.publishing.models import Delivery
from zana.studio.models import VariantPicture

NEWEST = 300


class Posts:
    name = "audits.posts"
    way: Way = "api"
    source = "numbers"
    controls = (
        *("VIS-17", "VIS-18", "VIS-19", "VIS-20", "VIS-23", "VIS-25", "VIS-26", "VIS-27", "VIS-29"),
        *("VIS-39", "VIS-42"),
    )

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        accounts = real_accounts(organisation)
        posts = {account.pk: list_known(account) for account in accounts}
        plan = Lookout.objects.of(organisation).values_list("language_plan", flat=True).first() or {}
        found: list[tuple[Account, Probed]] = []
        for account in accounts:
            mine = posts[account.pk]
            others = [other.pk for other in accounts if other.network != account.network]
            elsewhere = {post.text for number in others for post in posts[number]}
            covered = covered_until(account, mine)
            verdicts = [*_rhythm(account, mine, covered), *_texts(account, mine, elsewhere, plan), _growth(account)]
            at = covered or clock.now()
            found += [(account, probed) for probed in report(verdicts, at, account.network, _way(account, mine))]
            found += [(account, probed) for probed in report(_ours(account), clock.now(), account.network)]
        yield from join_accounts(found)


def list_known(account: Account) -> list[RemotePost]:
    """Newest first, without those that are gone."""
    rows = RemotePost.objects.of(account.organisation).filter(account=account, gone_at=None)
    return list(rows.order_by("-published_at", "-pk")[:NEWEST])


def covered_until(account: Account, posts: list[RemotePost]) -> datetime | None:
    """Up to when an export told of every post, if it reaches back twelve weeks from there; else None."""
    brought = [post.published_at for post in posts if post.seen_via == "import"]
    rows = Source.objects.of(account.organisation).filter(account=account, kind=Source.IMPORT)
    taken_at = rows.order_by("-taken_at").values_list("taken_at", flat=True).first()
    if taken_at is None or not brought:
        return None
    # Exports end on the day of their newest post at the latest; a quiet tail is not proof of silence.
    until = min(taken_at, max(brought) + timedelta(days=1))
    return until if min(brought) <= until - timedelta(weeks=posting.WEEKS) else None


def _way(account: Account, posts: list[RemotePost]) -> Way:
    """What a person noted post by post is seen on the public page, the rest was read by programs."""
    return "public" if account.by_hand or any(post.seen_via != "api" for post in posts[:20]) else "api"


def _rhythm(account: Account, posts: list[RemotePost], covered: datetime | None) -> list[Verdict | None]:
    if not posts:
        return []
    now = covered or clock.now()
    times = [post.published_at for post in posts]
    newest = max(times)
    return [
        posting.judge_cadence(account.network, times, now, complete=covered is not None),
        posting.judge_silence(newest, now, complete=False),
    ]


def _texts(
    account: Account, posts: list[RemotePost], elsewhere: set[str], plan: dict[str, int]
) -> list[Verdict | None]:
    texts = [post.text for post in posts if post.text.strip()]
    return [
        posting.judge_hashtags(account.network, texts),
        posting.describe_first_lines(texts),
        posting.judge_languages([guess_language(text) for text in texts[:80]], plan),
        posting.judge_duplicates(texts, elsewhere),
    ]


def _growth(account: Account) -> Verdict | None:
    return posting.judge_growth({point.on: point.value for point in list_points(account, "followers")})


def _ours(account: Account) -> list[Verdict | None]:
    """Formats and descriptions are known of what went out from here."""
    sent = Delivery.objects.of(account.organisation).filter(account=account, remote_post__isnull=False)
    newest = list(sent.order_by("-remote_post__published_at").values_list("variant_id", flat=True)[:30])
    alts: dict[int, list[str]] = defaultdict(list)
    for variant, alt in (
        VariantPicture.objects.of(account.organisation)
        .filter(variant__in=newest)
        .order_by("place")
        .values_list("variant_id", "alt_text")
    ):
        alts[variant].append(alt)
    kinds = [("text", "photo", "photos")[min(len(alts[variant]), 2)] for variant in newest]
    texts = [alt for variant in newest for alt in alts[variant]]
    return [posting.judge_formats(kinds), posting.judge_alt_texts(texts)]


class TextPictures:
    """Pictures with text on a plain ground that went out from here: the newest ten."""

    name = "audits.text_pictures"
    way: Way = "file"
    source = "picture"
    controls = ("VIS-28",)

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        sent = Delivery.objects.of(organisation).filter(
            account__in=real_accounts(organisation), remote_post__isnull=False
        )
        newest = sent.order_by("-remote_post__published_at").values("variant")
        rows = VariantPicture.objects.of(organisation).filter(variant__in=newest).select_related("asset")
        seen: list[pictures.TextPicture] = []
        for picture in rows.order_by("-asset__uploaded_at")[:40]:
            try:
                measured = measure_text(picture.asset.read())
            except OSError:
                continue  # the file is gone: nothing is known of it
            if measured is not None:
                seen.append(measured)
            if len(seen) == pictures.LAST:
                break
        yield from report([pictures.judge_text_pictures(seen)], clock.now())
