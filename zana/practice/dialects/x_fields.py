"""What one may ask to see in the X dialect. The answer speaks the dialect of the request's fields: `tweet.fields`
(the older, default) or `post.fields`."""

from dataclasses import dataclass

from zana.practice.dialects.x_context import Asking
from zana.practice.dialects.x_errors import invalid


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN_TWEET_FIELDS = _names("""
    article attachments author_id card_uri community_id context_annotations conversation_id created_at
    display_text_range edit_controls edit_history_tweet_ids edit_history_post_ids entities geo id in_reply_to_user_id
    lang media_metadata non_public_metrics note_tweet note_post organic_metrics paid_partnership possibly_sensitive
    promoted_metrics public_metrics referenced_tweets referenced_posts reply_settings scopes source
    suggested_source_links text withheld
""")
KNOWN_USER_FIELDS = _names("""
    affiliation confirmed_email connection_status created_at description entities id is_identity_verified location
    most_recent_tweet_id most_recent_post_id name parody pinned_tweet_id pinned_post_id profile_banner_url
    profile_image_url protected public_metrics receives_your_dm subscription subscription_type url username verified
    verified_followers_count verified_type withheld
""")
KNOWN_MEDIA_FIELDS = _names("""
    alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url promoted_metrics
    public_metrics type url variants width
""")
KNOWN_POLL_FIELDS = _names("duration_minutes end_datetime id options voting_status")
KNOWN_PLACE_FIELDS = _names("contained_within country country_code full_name geo id name place_type")
KNOWN_EVENT_FIELDS = _names("""
    attachments created_at dm_conversation_id entities event_type id participant_ids referenced_tweets
    referenced_posts sender_id text
""")
KNOWN_EXPANSIONS = _names("""
    article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet
    attachments.media_source_post attachments.poll_ids author_id author_screen_name edit_history_tweet_ids
    edit_history_post_ids entities.mentions.username entities.note.mentions.username geo.place_id in_reply_to_user_id
    referenced_tweets.id referenced_tweets.id.author_id referenced_tweets.id.attachments.media_keys referenced_posts
    referenced_posts.id referenced_posts.id.author_id referenced_posts.id.attachments.media_keys affiliation.user_id
    most_recent_tweet_id most_recent_post_id pinned_tweet_id pinned_post_id sender_id participant_ids
""")
REFERENCED = frozenset({"referenced_tweets.id", "referenced_posts.id", "referenced_posts"})
REFERENCED_AUTHORS = frozenset({"referenced_tweets.id.author_id", "referenced_posts.id.author_id"})
REFERENCED_MEDIA = frozenset(
    {"referenced_tweets.id.attachments.media_keys", "referenced_posts.id.attachments.media_keys"}
)


@dataclass(frozen=True)
class Wish:
    """What the request asked to see."""

    tweet: frozenset[str]
    user: frozenset[str]
    media: frozenset[str]
    poll: frozenset[str]
    place: frozenset[str]
    event: frozenset[str]
    expansions: frozenset[str]
    newer: bool  # answer with the words of `post.*`

    @property
    def posts(self) -> str:
        """The key of included posts."""
        return "posts" if self.newer else "tweets"

    @property
    def media_wanted(self) -> bool:
        names = {"attachments.media_keys"} | REFERENCED_MEDIA
        return "attachments" in self.tweet or bool(names & self.expansions)


def read_wish(asking: Asking) -> Wish:
    params = asking.call.params
    expansions = _known(asking, "expansions", KNOWN_EXPANSIONS)
    newer = "post.fields" in params or any("post" in name for name in expansions)
    return Wish(
        tweet=_known(asking, "post.fields" if newer else "tweet.fields", KNOWN_TWEET_FIELDS),
        user=_known(asking, "user.fields", KNOWN_USER_FIELDS),
        media=_known(asking, "media.fields", KNOWN_MEDIA_FIELDS),
        poll=_known(asking, "poll.fields", KNOWN_POLL_FIELDS),
        place=_known(asking, "place.fields", KNOWN_PLACE_FIELDS),
        event=_known(asking, "dm_event.fields", KNOWN_EVENT_FIELDS),
        expansions=expansions,
        newer=newer,
    )


def _known(asking: Asking, name: str, known: frozenset[str]) -> frozenset[str]:
    text = asking.call.text(name)
    if not text:
        return frozenset()
    wanted = frozenset(filter(None, text.split(",")))
    for strange in sorted(wanted - known):
        raise invalid(
            name, strange, f"The `{name}` query parameter value [{strange[:80]}] is not one of "
            f"[{','.join(sorted(known))}]",
        )  # fmt: skip
    return wanted
