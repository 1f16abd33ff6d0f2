"""The little an Instagram account tells about its own safety."""

from zana.networks import graph
from zana.networks.port import Client, SafetyFacts


def see_safety(client: Client, remote_id: str) -> SafetyFacts:
    account = client.glance(f"/{remote_id}", fields="is_published") or {}
    return SafetyFacts(published=account.get("is_published"), webhooks=graph.read_webhooks(client, remote_id))
