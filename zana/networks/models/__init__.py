from zana.networks.models.accounts import ACCOUNT_STATES, Account, Consent, Token
from zana.networks.models.budgets import Budget, Spend
from zana.networks.models.forgetting import Forgetting
from zana.networks.models.posts import ProfilePicture, ProfileSnapshot, RemotePost
from zana.networks.models.readings import AppendOnly, Reading, Source
from zana.networks.models.signals import Signal
from zana.networks.models.upkeep import Upkeep
from zana.networks.models.watches import Watch

__all__ = [
    "ACCOUNT_STATES",
    "Account",
    "AppendOnly",
    "Budget",
    "Consent",
    "Forgetting",
    "ProfilePicture",
    "ProfileSnapshot",
    "Reading",
    "RemotePost",
    "Signal",
    "Source",
    "Spend",
    "Token",
    "Upkeep",
    "Watch",
]
