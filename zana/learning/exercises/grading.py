"""Graders: what is still missing, in words. Nothing missing is a pass. No Django, no tick to set."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zana.kernel.words import Saying, say
from zana.learning.exercises.facts import FACEBOOK, INSTAGRAM, NETWORKS, PROFILE_PARTS, Account, Done, Post
from zana.networks import registry

LONG_ENOUGH = 40  # characters that say who, for whom and where
FORMATS = 3
WORDS = 10
OWNERS = 2
WEEK_DAYS = 3  # of seven: what a volunteer can keep up
WEEK = 7
NIGHT = (23, 6)  # who posts then is read by nobody
CAMPAIGN_POSTS = 3
CAMPAIGN_NETWORKS = 2

PICTURED = frozenset({"picture", "album", "video", "story"})

NO_ACCOUNT = say("You have no account there yet. Do “Create your accounts” first.")
WITHOUT_COVER = frozenset({INSTAGRAM})
_OPEN = {
    FACEBOOK: say("There is no Facebook Page of yours yet."),
    INSTAGRAM: say("There is no Instagram account of yours yet."),
    "x": say("There is no X account of yours yet."),
}


def grade_accounts(done: Done) -> list[Saying]:
    have = {account.network for account in done.accounts}
    return [_OPEN[network] for network in NETWORKS if network not in have]


def grade_profile(done: Done) -> list[Saying]:
    """The account that is furthest: one complete profile is what is asked."""
    if not done.accounts:
        return [NO_ACCOUNT]
    best = min(done.accounts, key=lambda account: len(list_gaps(account)))
    gaps = list_gaps(best)
    if not gaps:
        return []
    met = PROFILE_PARTS - len(gaps)
    return [say("{name}: {met} of {all} parts are there.", name=best.name, met=met, all=PROFILE_PARTS), *gaps]


def list_gaps(account: Account) -> list[Saying]:
    """Of eight parts of a profile, those that are missing. Only a Page has a category; Instagram has no cover."""
    parts = [
        (account.name.strip(), say("A name is missing.")),
        (account.handle, say("A short name (@) is missing.")),
        (account.has_picture, say("A profile picture is missing.")),
        (account.has_cover or account.network in WITHOUT_COVER, say("A cover picture is missing.")),
        (len(account.about.strip()) >= LONG_ENOUGH, say("Say in two lines who you are, for whom, and where.")),
        (account.tells_contact, say("Put an e-mail address or a phone number into the words about you.")),
        (account.website.startswith("https://"), say("A link to your website (https) is missing.")),
        (account.category or account.network != FACEBOOK, say("A category is missing.")),
    ]
    return [words for there, words in parts if not there]


def grade_access(done: Done) -> list[Saying]:
    missing = []
    if not done.two_step:
        missing.append(say("Two-step login is off. Switch it on under Settings."))
    elif done.two_step == "sms":
        missing.append(say("The second step comes by text message. Choose the app or the key: a number can be stolen."))
    if done.two_step and not done.codes_left:
        missing.append(say("Make recovery codes, and imagine where the envelope lies."))
    if not done.accounts:
        return [*missing, NO_ACCOUNT]
    if all(account.owners < OWNERS for account in done.accounts):
        missing.append(say("Give a second person full control of one account: nobody may be the only one."))
    if all(account.people == account.owners for account in done.accounts):
        missing.append(say("Let somebody write or moderate without full control."))
    return missing


def grade_brand(done: Done) -> list[Saying]:
    if not done.accounts:
        return [NO_ACCOUNT]
    missing = []
    for account in done.accounts:
        where = {"name": account.name, "network": registry.NETWORKS[account.network].label}
        if not account.has_picture:
            missing.append(say("{name} has no profile picture on {network}.", **where))
        if not account.has_cover and account.network not in WITHOUT_COVER:
            missing.append(say("{name} has no cover picture on {network}.", **where))
    if len({account.name for account in done.accounts}) > 1:
        missing.append(say("Your accounts have different names. People look for one."))
    return missing


def grade_formats(done: Done) -> list[Saying]:
    posts = [post for account in done.accounts for post in account.posts]
    if not done.accounts:
        return [NO_ACCOUNT]
    missing = []
    forms = {post.form for post in posts}
    if len(forms) < FORMATS:
        missing.append(
            say(
                "So far {have} of {all} formats: write only words, share a picture, a series, a link or a film.",
                have=len(forms),
                all=FORMATS,
            )
        )
    if not forms & PICTURED:
        missing.append(say("None of your posts shows anything yet. Add a picture with its description."))
    bare, silent = (sum(not getattr(post, part) for post in posts) for part in ("described", "captioned"))
    if bare:
        missing.append(say("Pictures without a description: {number}.", number=bare))
    if silent:
        missing.append(say("Pictures and films without a word beside them: {number}.", number=silent))
    return missing


def grade_week(done: Done) -> list[Saying]:
    """What waits for its moment within seven days, on all her accounts together."""
    if not done.accounts:
        return [NO_ACCOUNT]
    planned = [one for account in done.accounts for one in account.planned if 0 <= one.days_ahead < WEEK]
    missing = []
    days = {one.days_ahead for one in planned}
    if len(days) < WEEK_DAYS:
        missing.append(
            say(
                "So far {have} of {all} days this week have a post that waits. When you write, use “Publish later”.",
                have=len(days),
                all=WEEK_DAYS,
            )
        )
    if planned and len({one.form for one in planned}) < 2:
        missing.append(say("All of them are of one kind. Mix: words, a picture, a link."))
    night = sum(one.hour >= NIGHT[0] or one.hour < NIGHT[1] for one in planned)
    if night:
        missing.append(say("Posts that come out in the middle of the night: {number}. Move them.", number=night))
    return missing


def grade_campaign(done: Done) -> list[Saying]:
    """One hashtag holds a campaign together; the one that is furthest is looked at."""
    if not done.accounts:
        return [NO_ACCOUNT]
    posts = [(account.network, post) for account in done.accounts for post in account.posts]
    tags = {tag for _, post in posts for tag in post.tags}
    if not tags:
        return [say("No post has a hashtag yet. Think of one short word and put it into every post of your campaign.")]
    runs = [[one for one in posts if tag in one[1].tags] for tag in sorted(tags)]
    return min((_list_campaign_gaps(run) for run in runs), key=len)


def _list_campaign_gaps(run: list[tuple[str, Post]]) -> list[Saying]:
    told = [post for _, post in run]
    enough = say(
        "So far {have} of {all} posts carry your hashtag: announce, ask to join in, tell what came of it.",
        have=len(run),
        all=CAMPAIGN_POSTS,
    )
    wide = len({network for network, _ in run}) >= CAMPAIGN_NETWORKS
    leads = any(post.has_link for post in told)
    parts = [
        (len(run) >= CAMPAIGN_POSTS, enough),
        (wide, say("It runs on one network only. Take a second one.")),
        (leads, say("No post of it leads anywhere. Put a link where people can do something.")),
        (any(post.form in PICTURED for post in told), say("No post of it shows anything. Add a picture or a film.")),
        (all(post.described for post in told), say("A picture of it has no description.")),
    ]
    return [words for met, words in parts if not met]


def grade_question(done: Done) -> list[Saying]:
    return _settle(
        (account.questions for account in done.accounts),
        none=say("Nobody has asked you anything yet. Press “Begin”, then look into your messages."),
        some=say("Questions that wait for an answer: {number}."),
    )


def grade_hateful(done: Done) -> list[Saying]:
    return _settle(
        (account.hateful for account in done.accounts),
        none=say("No hateful comment has come yet. Press “Begin”, then look under your newest post."),
        some=say("Hateful comments that everybody can still read: {number}. Hide them; do not argue."),
    )


def grade_words(done: Done) -> list[Saying]:
    if not done.accounts:
        return [NO_ACCOUNT]
    most = max(account.words for account in done.accounts)
    if most >= WORDS:
        return []
    return [
        say(
            "Your list has {have} of at least {all} words. Think of both languages and of spellings.",
            have=most,
            all=WORDS,
        )
    ]


def grade_fake(done: Done) -> list[Saying]:
    return _settle(
        (account.fakes for account in done.accounts),
        none=say("There is no copy of you yet. Press “Begin”, then search for it."),
        some=say(
            "Copies of you that still stand there: {number}. Compare short name, followers and age; then block them."
        ),
    )


def grade_archive(done: Done) -> list[Saying]:
    return [] if done.archives else [say("You have not ordered an archive yet. It is under Settings, “Your archive”.")]


def _settle(counts: Iterable[tuple[int, int]], *, none: Saying, some: Saying) -> list[Saying]:
    pairs = list(counts)
    if not pairs:
        return [NO_ACCOUNT]
    came, settled = (sum(pair[place] for pair in pairs) for place in (0, 1))
    if not came:
        return [none]
    return [Saying(some.code, (("number", came - settled),))] if settled < came else []


Grader = Callable[[Done], list[Saying]]
