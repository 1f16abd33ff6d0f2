from zana.networks.models.accounts import ACCOUNT_STATES, Account, Consent, Token
from zana.networks.models.posts import ProfileSnapshot, RemotePost
from zana.networks.models.readings import AppendOnly, Reading, Source
from zana.networks.models.watches import Watch

__all__ = [
    "ACCOUNT_STATES",
    "Account",
    "AppendOnly",
    "Consent",
    "ProfileSnapshot",
    "Reading",
    "RemotePost",
    "Source",
    "Token",
    "Watch",
]
