"""Five errors, each named by what the caller does next. Their words are for people and hold no token."""

from datetime import datetime

from zana.kernel.words import Saying, say


class NetworkError(Exception):
    """Base of the five; raise one of them, never this."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying.english())
        self.saying = saying


class TryLater(NetworkError):
    """Nothing happened out there; do the same again at `at`, not before. `expected`: the network is only still at
    work on what we gave it, so nobody needs to be told."""

    def __init__(self, at: datetime, saying: Saying | None = None, *, expected: bool = False) -> None:
        super().__init__(saying or say("The network is busy or out of reach. We try again by ourselves."))
        self.at, self.expected = at, expected


class Reconnect(NetworkError):
    """The token no longer opens the door; a person has to connect the account again."""

    def __init__(self, saying: Saying | None = None) -> None:
        super().__init__(saying or say("The network no longer lets us in. Connect the account again."))


class Refused(NetworkError):
    """The network said no to this; the words say why. The same again gets the same no."""


class CannotDo(NetworkError):
    """This network, or this account on it, has no way to do that."""


class OutcomeUnknown(NetworkError):
    """It may have happened. Look on the network (`Publishes.look_for`) before doing it again."""

    def __init__(self, saying: Saying | None = None) -> None:
        super().__init__(saying or say("The network did not answer clearly. We look there before we try again."))
