"""Each of the ten drills played to its end over the pages: once rightly, and once so that it is not passed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from zana.kernel import clock
from zana.learning.drills import drills
from zana.learning.queries.drills import minute_of
from zana.learning.tests.rehearsal import Rehearsal

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(clock.now()):
        yield


def log(her):
    her.did("log_entry", "10:02, what came, what we did, who knows of it")


# --- rightly


def play_copyright(her):
    talk = her.made("claim")["talks"][0]
    her.browser.get(f"/practice/w/{her.run.world}/support/")
    her.at("keep_copy", talk=talk)
    her.at("report", talk=talk)
    her.did("warn_team", "Do not open the message about copyright.")
    log(her)
    her.wait(3)
    her.did("stop_colleague", "It is false. Do not type it again.")
    her.at("set_password", sign_out="on")
    her.browser.get(f"/practice/w/{her.run.world}/a/{her.page.remote_id}/settings/")
    her.look()


def play_rogue(her):
    page = her.page.remote_id
    her.at("keep_copy", actor=page)
    her.is_heard("second_admin_acts")
    her.at("set_part", page, remove=her.who("rogue").remote_id)
    her.at("set_password", sign_out="on")
    her.at("remove_app", app="Followers Fast (invented)")
    her.did("check_access", "Partners: none. Two lead forms; Mark could read one, closed now.")
    log(her)
    her.wait(8)
    her.is_heard("call_bank")
    her.at("report", item=her.item("ad").remote_id)
    her.at("moderate", her.item("ad").remote_id, do="remove")
    her.wait(4)


def play_locked_out(her):
    her.is_heard("check_sender", "secure_mailbox")
    her.open_link("mail.instagram.example/undo", press=True)
    her.at("report", actor=her.page.remote_id)
    log(her)
    her.wait(3)
    her.at("keep_copy", item=her.item("stories").remote_id)
    her.post("Our Instagram is in other hands: send no money, open no link. Besa answers you at our own number.")
    her.wait(4)
    her.did("list_dms", "Three women wrote there since May; one told where she lives.")
    her.is_heard("tell_survivors")
    her.look()
    her.is_heard("answer_media")


def play_troll_wave(her):
    her.wait(5)
    page = her.page.remote_id
    her.at("set_doors", page, comments_from="nobody", messages_from="everyone")
    her.at("set_words", page, words="turp\nshame")
    her.hide("wave")
    her.post("Justice came late. We are here for all who need us.")
    her.is_heard("swap_moderator")
    log(her)
    her.wait(7)
    her.at("keep_copy", item=her.item("threat").remote_id)
    her.hide("threat")
    her.is_heard("tell_police")
    her.wait(8)
    her.at("answer", her.item("critic").remote_id, account=her.page.pk, text="You are right to ask. We wrote too late.")


def play_doxxing(her):
    her.is_heard("ask_her", "safe_place")
    her.at("keep_copy", item=her.item("dox").remote_id)
    her.at("report", item=her.item("dox").remote_id)
    her.wait(6)
    her.did("other_monitors", "Drita reads what is written today; Vesa does not.")
    her.did("off_signature", "Her name is off the Page and the signature.")
    her.wait(4)
    her.is_heard("police_consent")
    her.look()
    her.is_heard("leave_support")
    log(her)


def play_disinformation(her):
    her.is_heard("check_facts", "no_client_proof")
    her.at("keep_copy", item=her.item("portal").remote_id)
    her.post("Ndihma te ne është falas. Pomoć kod nas se ne plaća, to smo rekli i ovde. Our books are open.")
    her.did("ask_correction", "Please correct today: the invoice is forged. Copy to the press council.")
    log(her)
    her.look()
    her.is_heard("call_donor")
    her.look()
    her.did("answer_second", "Our help is free of charge; our books are open to you.")


def play_disclosure(her):
    cry = her.item("cry").remote_id
    her.at("keep_copy", item=cry)
    her.hide("cry")
    talk = her.at("answer_privately", cry).url
    her.browser.post(talk, {"text": "I believe you. Is it safe to write now? You can call 0800 11112, at any hour."})
    log(her)
    her.wait(4)
    her.hide("strangers")
    her.wait(5)
    her.is_heard("hand_over")
    her.look()
    her.is_heard("emergency_rule", "thank_team")
    her.at("delete_talk", her.made("dm")["talks"][0])


def play_false_fundraiser(her):
    her.is_heard("verify_partner")
    her.at("keep_copy", talk=her.made("link")["talks"][0])
    log(her)
    her.wait(8)
    her.at("report", actor=her.who("fake").remote_id)
    her.did("check_consent", "Consent of 3 May for our own site only, in folder C.")
    her.post("A false collection uses our name. Donate only through our own site: prova.example/donate")
    her.look()
    her.did("tell_payment", "A false collection uses our name; address, account and time are attached.")


def play_deadline(her):
    her.is_heard("clarify", "decline_survivor", "decline_shelter", "offer_expert")
    her.did("written_quotes", "Please send me the quotes before you print them.")
    her.did("terms_guide", "Our page on words about violence is attached.")
    log(her)
    her.wait(15)
    leak = her.item("leak")
    her.at("keep_copy", item=leak.remote_id)
    her.at("write_to", leak.author.remote_id, text="Please take the initials out at once.")
    her.look()
    her.is_heard("record_rule")


def play_viral(her):
    her.is_heard("double_rota")
    reach = her.item("reach")
    her.at("describe", reach.remote_id, **{f"alt_{reach.pictures.get().pk}": "An open door, warm light falls out."})
    her.wait(10)
    letters = her.drill.inject("help").letters
    for place in [place for place, letter in enumerate(letters) if letter.urgent]:
        assert "answer_help" not in her.acts  # who asks for help is not one of many
        her.write_to("help", "I believe you. Is it safe to write?", place)
        her.look()
    her.write_to("help", "From nine to four, every day.", 0)  # now there is time for the others
    her.post("Whoever needs help: 0800 11112, at any hour.")
    her.at("set_words", her.page.remote_id, words="lesson")
    her.did("no_boost", "Thank you, not now: we pay for nothing while threats stand here.")
    her.look()
    her.did("check_consent", "Consent of Mira ended on 31 December.")
    her.at("moderate", her.item("old").remote_id, do="remove")
    her.did("next_day", "60 times the usual reach, 5 asked for help, all answered.")
    log(her)


PLAYED = {
    "D1": play_copyright, "D2": play_rogue, "D3": play_locked_out, "D4": play_troll_wave, "D5": play_doxxing,
    "D6": play_disinformation, "D7": play_disclosure, "D8": play_false_fundraiser, "D9": play_deadline,
    "D10": play_viral,
}  # fmt: skip


@pytest.mark.parametrize("code", PLAYED)
def test_whoever_does_what_is_right_passes(cast, code):
    """Every single act is recognised, and by whom it should be: practice, her own words, or her trainer's ear."""
    her = Rehearsal(cast, code).begin()
    PLAYED[code](her)
    her.look()

    expected = {
        act.id: "practice" if act.seen else "trainer" if act.spoken else "herself" for act in drills()[code].acts
    }
    assert her.acts == expected
    last = max(her.run.came.get(one.id, one.t) for one in her.drill.injects)
    her.wait(max(0, last - minute_of(her.run, clock.now())))
    her.leave("finished")
    assert (her.run.state, her.run.ended_how, her.run.points, her.run.passed) == ("ended", "finished", 100, True)


# --- not passed


def give_password(her):
    her.open_link("m3ta-appeals.example/p/8841", press=True)


def negotiate(her):
    her.wait(12)
    her.write_to("ransom", "How do we pay?")


def name_survivors(her):
    her.wait(7)
    her.post(f"{her.who('followers').name.split()[0]}, do not open what our Instagram sends you!")


def delete_unkept(her):
    her.wait(12)
    her.at("moderate", her.item("threat").remote_id, do="remove")


def share_dox(her):
    her.at("mark", her.item("dox").remote_id, do="share")


def repeat_claim(her):
    her.post("No, we do not sell places in the shelter!")
    her.wait(her.drill.minutes)


def ask_public(her):
    her.at("answer", her.item("cry").remote_id, account=her.page.pk, text="Where do you live? We come.")


def accuse_named(her):
    her.did("accuse_named", "It is Agron who steals!")


def give_contact(her):
    her.is_heard("clarify", "give_contact")


def boost_unmoderated(her):
    her.wait(10)
    her.at("boost", her.item("reach").remote_id, euros=20)


@pytest.mark.parametrize(
    ("code", "play", "how"),
    [
        ("D1", give_password, "red"), ("D2", negotiate, "red"), ("D3", name_survivors, "red"),
        ("D4", delete_unkept, "red"), ("D5", share_dox, "red"), ("D6", repeat_claim, "time"),
        ("D7", ask_public, "red"), ("D8", accuse_named, "red"), ("D9", give_contact, "red"),
        ("D10", boost_unmoderated, "red"),
    ],
)  # fmt: skip
def test_who_crosses_a_line_or_does_too_little_does_not_pass(cast, code, play, how):
    her = Rehearsal(cast, code).begin()
    play(her)
    her.look()

    assert play.__name__ in her.acts
    assert (her.run.state, her.run.ended_how, her.run.passed) == ("ended", how, False)


def test_a_no_a_rest_and_a_stop_over_the_pages(cast):
    """Nothing begins without her yes; while it rests nothing is noted; her stop leaves no result."""
    her = Rehearsal(cast, "D1")
    her.answer("no")
    assert her.order("start") == 422
    assert her.answer("yes") == 302
    assert (her.order("start"), her.order("pause")) == (302, 302)
    assert "your trainer lets it rest" in her.read("drill")
    assert (her.order("resume"), her.leave("stop")) == (302, 302)

    assert (her.run.ended_how, her.run.passed) == ("left", None)
    her.sheet.post(reverse("learning:debrief", args=[her.organisation.ref, her.run.ref]), {"feeling": "fine"})
    assert "It was stopped. That is not a failure" in her.read("debrief")
