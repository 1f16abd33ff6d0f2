"""Which eyes the audit itself has; other rooms register theirs from their own `apps.py`."""

from __future__ import annotations

from zana.audits import probes
from zana.audits.probing.accounts import Accounts
from zana.audits.probing.drills import Drills
from zana.audits.probing.peers import Peers
from zana.audits.probing.posts import Posts, TextPictures
from zana.audits.probing.profiles import Pictures, Profiles
from zana.audits.probing.website import Website

OWN = (Accounts(), Drills(), Peers(), Pictures(), Posts(), Profiles(), TextPictures(), Website())


def register_own() -> None:
    for probe in OWN:
        probes.register(probe)
