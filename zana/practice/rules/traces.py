"""What befalls an account and is told to its people. A new kind is one line here."""

from dataclasses import dataclass

from zana.kernel.words import Saying, say


@dataclass(frozen=True)
class TraceKind:
    """`log` is the word a Facebook archive has for it, "" = none; `alarms` = somebody should look at once.

    `quiet`: what she did herself on a page; kept for who looks at a rehearsal, told to nobody.
    """

    name: str
    meaning: Saying
    log: str = ""
    alarms: bool = False
    quiet: bool = False


KINDS: dict[str, TraceKind] = {
    kind.name: kind
    for kind in (
        TraceKind("role_added", say("has a new person who works for it")),
        TraceKind("role_changed", say("changed what a person may do")),
        TraceKind("role_removed", say("has one person fewer")),
        TraceKind("sign_in", say("signed in"), "Login"),
        TraceKind("sign_in_elsewhere", say("signed in from a place never seen before"), "Login", alarms=True),
        TraceKind("signed_out", say("signed out of a place"), "Session terminated"),
        TraceKind("password_changed", say("has a new password"), "Password Change"),
        TraceKind("two_step_on", say("switched two-step login on"), "Two-factor authentication"),
        TraceKind("two_step_off", say("switched two-step login off"), "Two-factor authentication", alarms=True),
        TraceKind("codes_made", say("has new recovery codes")),
        TraceKind("contacts_changed", say("changed e-mail or phone"), "Email change"),
        TraceKind("app_removed", say("took the access of a program back")),
        TraceKind("words_changed", say("changed the words that hide a comment")),
        TraceKind("doors_changed", say("changed who may comment and write")),
        TraceKind("blocked", say("blocked somebody")),
        TraceKind("unblocked", say("let somebody in again")),
        TraceKind("linked", say("is connected with another account")),
        TraceKind("archive_made", say("has an archive ready to download")),
        TraceKind("hidden", say("hid a comment"), quiet=True),
        TraceKind("shown", say("showed a comment again"), quiet=True),
        TraceKind("removed", say("deleted something"), quiet=True),
        TraceKind("talk_deleted", say("deleted a conversation"), quiet=True),
        TraceKind("alt_changed", say("described a picture"), quiet=True),
        TraceKind("boosted", say("paid for a post"), quiet=True),
        TraceKind("shared", say("shared something"), quiet=True),
        TraceKind("support_opened", say("looked into the support inbox"), quiet=True),
        TraceKind("reported", say("reported something"), quiet=True),
        TraceKind("copy_kept", say("kept a copy as proof"), quiet=True),
        TraceKind("account_opened", say("looked at who works for it"), quiet=True),
        TraceKind("change_undone", say("took a change back"), quiet=True),
        TraceKind("link_followed", say("followed a link"), quiet=True),
        TraceKind("password_given", say("typed a password into a false page"), quiet=True),
    )
}

QUIET = frozenset(kind.name for kind in KINDS.values() if kind.quiet)
