"""What an X account tells about its own safety."""

from zana.networks.port import Client, SafetyFacts


def see_safety(client: Client, remote_id: str) -> SafetyFacts:
    told = client.read("/2/users/me", **{"user.fields": "protected,receives_your_dm,verified,pinned_tweet_id"})["data"]
    return SafetyFacts(
        published=True,
        verified=told.get("verified"),
        protected=told.get("protected"),
        messages_open=told.get("receives_your_dm"),
        pinned="pinned_tweet_id" in told,
        blocked=_count(client, remote_id),
    )


def _count(client: Client, account: str) -> int | None:
    """None where we may not ask."""
    listed = client.glance(f"/2/users/{account}/blocking")
    return None if listed is None else int(listed.get("meta", {}).get("result_count", 0))
