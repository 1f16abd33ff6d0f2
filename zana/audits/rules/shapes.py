"""What each register asks of a line. A register is a form made of these fields; its lines lie sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zana.kernel.words import Saying, say

Kind = Literal["text", "phone", "link", "date", "tick", "choice", "choices", "person", "people", "account", "accounts"]
SEE, DUTIES, RECOVERY, EDIT = "registers.see", "registers.duties", "registers.recovery", "registers.edit"


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    label: Saying
    kind: Kind = "text"
    required: bool = True
    choices: tuple[tuple[str, Saying], ...] = ()
    hint: Saying | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """`days`: for so long a review counts. `named_by`: the field that stands as the heading of a line."""

    code: str
    title: Saying
    why: Saying
    icon: str
    days: int
    fields: tuple[Field, ...]
    named_by: str
    see: str = SEE
    edit: str = EDIT

    def field(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)


_NEVER = say("Only the place. Never the code, the password or a picture of it.")

ACCOUNTS = Register(
    "accounts",
    say("Accounts and mailboxes"),
    say("Every page, profile, group, ad account and mailbox, each with somebody who answers for it."),
    "globe",
    90,
    (
        Field("name", say("Name of the account")),
        Field(
            "kind",
            say("What it is"),
            "choice",
            choices=(
                ("facebook", say("Facebook Page")),
                ("instagram", say("Instagram")),
                ("x", say("X")),
                ("group", say("group or channel")),
                ("ads", say("ad account or portfolio")),
                ("mailbox", say("mailbox")),
                ("website", say("website")),
                ("other", say("something else")),
            ),
        ),
        Field("link", say("Address on the web"), "link", required=False),
        Field("owner", say("Who answers for it"), "person", required=False),
        Field("deputy", say("Who steps in for her"), "person", required=False),
        Field("purpose", say("What it is for"), required=False),
        Field(
            "vault",
            say("Where its password lies"),
            required=False,
            hint=say("The name of the entry in your password manager, never the password."),
        ),
    ),
    "name",
)
RIGHTS = Register(
    "rights",
    say("Who may do what on which account"),
    say("One line for each right. Every three months two people compare it with the staff list."),
    "key",
    180,
    (
        Field("person", say("Who"), "person"),
        Field("account", say("On which account"), "account"),
        Field(
            "right",
            say("What she may do"),
            "choice",
            choices=(
                ("full", say("everything: full control")),
                ("write", say("write and publish")),
                ("answer", say("answer messages and comments")),
                ("ads", say("buy ads")),
                ("read", say("only see numbers")),
            ),
        ),
        Field("reason", say("Why she needs it"), required=False),
        Field("until", say("Until when"), "date", required=False),
    ),
    "person",
)
RECOVERY_PLACES = Register(
    "recovery",
    say("Where codes and recovery data lie"),
    say("So that two people find the way back in when a phone is gone. Places, never secrets."),
    "lock",
    90,
    (
        Field(
            "what",
            say("What lies there"),
            "choice",
            choices=(
                ("codes", say("printed backup codes")),
                ("mail", say("recovery mailbox")),
                ("phone", say("recovery phone or SIM")),
                ("key", say("security key")),
                ("vault", say("password manager")),
                ("other", say("something else")),
            ),
        ),
        Field("accounts", say("For which accounts"), "accounts"),
        Field("where", say("Where it lies"), hint=_NEVER),
        Field("knows", say("Who knows the place"), "people"),
        Field("made_on", say("Made on"), "date", required=False),
    ),
    "what",
    see=RECOVERY,
    edit=RECOVERY,
)
_ASKED = (
    ("name", say("name")),
    ("phone", say("telephone")),
    ("email", say("e-mail")),
    ("town", say("town")),
    ("safe", say("how to reach her without danger")),
    ("message", say("a few free words")),
    ("birth", say("date of birth")),
    ("document", say("number of a document")),
    ("work", say("work or income")),
    ("address", say("address of her home")),
    ("violence", say("what happened to her")),
    ("children", say("children")),
)
FORMS = Register(
    "forms",
    say("Contact and lead forms"),
    say("Forms hold personal stories: who reads them, what they ask, how old the oldest entry is."),
    "file",
    30,
    (
        Field("name", say("Name of the form")),
        Field(
            "place",
            say("Where it is"),
            "choice",
            choices=(
                ("facebook", say("Facebook lead form")),
                ("website", say("on our website")),
                ("outside", say("a form of another service")),
                ("other", say("something else")),
            ),
        ),
        Field("link", say("Address on the web"), "link", required=False),
        Field("owner", say("Who answers for it"), "person"),
        Field("readers", say("Who can read the entries"), "people"),
        Field("reason", say("What it is for")),
        Field("asks", say("What it asks"), "choices", choices=_ASKED),
        Field("notice", say("It links a privacy notice in its own language"), "tick", required=False),
        Field("empty", say("No entry lies there now"), "tick", required=False),
        Field("oldest", say("If there are: the day of the oldest entry"), "date", required=False),
    ),
    "name",
)
TOOLS = Register(
    "tools",
    say("Tools and apps"),
    say("What posts, plans or reads in your name. Whoever takes the tool takes every network at once."),
    "stage",
    90,
    (
        Field("name", say("Name of the tool or app")),
        Field("purpose", say("What it is for")),
        Field("accounts", say("For which accounts"), "accounts", required=False),
        Field(
            "holder",
            say("In whose name it is"),
            "choice",
            choices=(
                ("organisation", say("the organisation's")),
                ("private", say("somebody's private account")),
                ("agency", say("an agency's or partner's")),
            ),
        ),
        Field("owner", say("Who answers for it"), "person"),
        Field("users", say("Who uses it"), "people"),
        Field("two_step", say("Two-step login is on"), "tick", required=False),
        Field("until", say("Until when"), "date", required=False),
    ),
    "name",
)
DUTIES_REGISTER = Register(
    "duties",
    say("Who decides, approves and speaks"),
    say("At eleven at night nobody should have to ask whose decision it is."),
    "users",
    180,
    (
        Field(
            "duty",
            say("Duty"),
            "choice",
            choices=(
                ("decides", say("decides in a crisis")),
                ("deputy", say("decides when she cannot be reached")),
                ("speaks", say("speaks for us to the press")),
                ("posts", say("posts in a crisis")),
                ("approves", say("approves what we publish")),
                ("second", say("second person for stories of survivors")),
                ("comments", say("reads and answers comments")),
                ("supports", say("stands by a colleague who is attacked")),
                ("disclosure", say("takes over when a woman tells us of violence")),
                ("leavers", say("does the leaver list")),
                ("consent", say("keeps consent and takes pictures down")),
                ("lawyer", say("lawyer")),
                ("technical", say("technical help from outside")),
            ),
        ),
        Field("person", say("Who"), "person", required=False),
        Field("outside", say("Or somebody from outside"), required=False),
        Field(
            "phone",
            say("Work telephone"),
            "phone",
            required=False,
            hint=say("It will stand on paper. Never a private number she does not want known."),
        ),
    ),
    "duty",
    see=DUTIES,
)
PROOF = Register(
    "proof",
    say("Folder that proves the accounts are ours"),
    say("Networks ask for papers while you panic. Four papers, in one sealed folder."),
    "shield-check",
    365,
    (
        Field(
            "paper",
            say("Which paper"),
            "choice",
            choices=(
                ("certificate", say("certificate of registration")),
                ("representative", say("proof of who represents us")),
                ("list", say("list of Page numbers and handles")),
                ("mails", say("screenshots of the mails from when the accounts were made")),
                ("reports", say("links to the report forms of each network")),
                ("statement", say("statement that a copy of us is not us, in three languages")),
            ),
        ),
        Field("where", say("Where it lies"), hint=_NEVER),
        Field("dated", say("Date of the paper or copy"), "date"),
    ),
    "paper",
    see=RECOVERY,
    edit=RECOVERY,
)
HELPLINES = Register(
    "helplines",
    say("Numbers for help"),
    say("They stand on your papers for ninety days after somebody called and checked, then they are hidden."),
    "phone",
    90,
    (
        Field("service", say("Whose number it is")),
        Field("number", say("Telephone number"), "phone"),
        Field("hours", say("When somebody answers"), required=False),
        Field(
            "languages",
            say("In which languages"),
            "choices",
            choices=(
                ("sq", say("Albanian")),
                ("sr", say("Serbian")),
                ("en", say("English")),
                ("rom", say("Romani")),
                ("tr", say("Turkish")),
            ),
        ),
        Field("free", say("The call is free"), "tick", required=False),
        Field("verified_on", say("Called and checked on"), "date"),
        Field("checked_by", say("Checked by"), "person", required=False),
    ),
    "service",
    see=DUTIES,
)
REGISTERS: dict[str, Register] = {
    register.code: register
    for register in (ACCOUNTS, RIGHTS, DUTIES_REGISTER, RECOVERY_PLACES, FORMS, TOOLS, HELPLINES, PROOF)
}
NETWORK_KINDS = ("facebook", "instagram", "x")

# The leaver list: what somebody still holds when she goes.
LEAVER_STEPS: dict[str, Saying] = {
    "roles": say("Rights on every page, profile and portfolio taken away"),
    "sessions": say("Her sessions and devices signed out; passwords she knew changed"),
    "tools": say("Taken out of every tool and app"),
    "mail": say("Mailbox closed or given to somebody else; no forwarding left"),
    "sim": say("SIM and recovery numbers no longer hers"),
    "codes": say("Backup codes she could reach made anew"),
    "forms": say("No longer reads form entries"),
    "cards": say("Cards and ad payments no longer hers"),
    "groups": say("Taken out of chat groups and shared folders"),
    "things": say("Phone, computer, keys and papers given back"),
    "zana": say("Her role here in Zana ended"),
}
