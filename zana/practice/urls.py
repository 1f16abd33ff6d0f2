from django.urls import path, re_path

from zana.practice.dialects.graph import graph
from zana.practice.dialects.instagram_login import instagram
from zana.practice.dialects.rupload import rupload
from zana.practice.dialects.x import x
from zana.practice.views import (
    account,
    act,
    backstage,
    browse,
    clips,
    consent,
    describing,
    handshake,
    inbox,
    pictures,
    safety,
    settings,
    stage,
)

app_name = "practice"
# In the browser an account is called by its name; programs call it by its number, and these are theirs too.
NO_NAMES = r"me/|oauth/|access_token/|refresh_access_token/|v\d+\."
# Calls of programs stand first: there are many of them, and each pattern before theirs is tried in vain.
calls = [
    re_path(r"^graph/(?:v[\d.]+/)?dialog/oauth/?$", consent.ask_graph, name="graph_consent"),
    re_path(r"^x/(?:2|i)/oauth2/authorize/?$", consent.ask_x, name="x_consent"),
    re_path(r"^x/oauth/(?:authorize|authenticate)/?$", handshake.ask_signed, name="signed_consent"),
    re_path(r"^x/i/status/(?P<item>\d+)/?$", browse.find_post, name="x_post"),
    re_path(r"^x/i/user/(?P<actor>\d+)/?$", browse.find_profile, name="x_profile"),
    re_path(
        r"^graph/(?P<family>video-upload|ig-api-upload)/(?:v[\d.]+/)?(?P<remote_id>\d+)/?$", rupload, name="rupload"
    ),
    re_path(r"^graph(?:/(?P<path>.*))?$", graph, name="graph"),
    re_path(r"^instagram/oauth/authorize/?$", consent.ask_instagram, name="instagram_consent"),
    re_path(r"^instagram/(?:p|reel)/(?P<code>[\w-]+)/?$", clips.find_media, name="instagram_media"),
    re_path(r"^instagram/stories/(?P<handle>[\w.]+)/(?P<item>\d+)/?$", clips.find_story, name="instagram_story"),
    re_path(
        rf"^instagram/(?!{NO_NAMES})(?P<handle>\d*[a-z_.][\w.]*)/$", clips.find_instagram, name="instagram_profile"
    ),
    re_path(r"^instagram(?:/(?P<path>.*))?$", instagram, name="instagram"),
    re_path(r"^x(?:/(?P<path>.*))?$", x, name="x"),
]
urlpatterns = [
    *calls,
    path("", browse.show_worlds, name="worlds"),
    path("new/", backstage.open_world, name="open_world"),
    path("w/<slug:world>/backstage/", backstage.show_backstage, name="backstage"),
    path("w/<slug:world>/backstage/clock/", backstage.turn_clock, name="turn_clock"),
    path("w/<slug:world>/backstage/fault/", backstage.plan_fault, name="plan_fault"),
    path("w/<slug:world>/backstage/mood/", backstage.turn_mood, name="turn_mood"),
    path("w/<slug:world>/backstage/inject/", backstage.let_happen, name="let_happen"),
    path("w/<slug:world>/backstage/copy/", backstage.make_copy, name="make_copy"),
    path("w/<slug:world>/", browse.show_feed, name="feed"),
    path("w/<slug:world>/find/", browse.find_account, name="find"),
    path("w/<slug:world>/who/", browse.choose_person, name="who"),
    path("w/<slug:world>/join/", act.join_world, name="join"),
    path("w/<slug:world>/account/", act.open_account, name="open_account"),
    path("w/<slug:world>/write/", act.write_post, name="write"),
    path("w/<slug:world>/a/<slug:actor>/", browse.show_profile, name="profile"),
    path("w/<slug:world>/a/<slug:actor>/edit/", account.edit_profile, name="edit_profile"),
    path("w/<slug:world>/a/<slug:actor>/message/", inbox.write_to, name="write_to"),
    path("w/<slug:world>/a/<slug:actor>/settings/", account.show_account, name="account"),
    path("w/<slug:world>/a/<slug:actor>/settings/people/", account.set_part, name="set_part"),
    path("w/<slug:world>/a/<slug:actor>/settings/words/", account.set_account_words, name="set_words"),
    path("w/<slug:world>/a/<slug:actor>/settings/doors/", account.set_account_doors, name="set_doors"),
    path("w/<slug:world>/a/<slug:actor>/settings/page/", account.set_link, name="set_link"),
    path("w/<slug:world>/a/<slug:actor>/settings/block/", account.set_block, name="set_block"),
    path("w/<slug:world>/inbox/", inbox.show_inbox, name="inbox"),
    path("w/<slug:world>/inbox/<int:talk>/", inbox.show_talk, name="talk"),
    path("w/<slug:world>/inbox/<int:talk>/sort/", inbox.sort_talk, name="sort_talk"),
    path("w/<slug:world>/inbox/<int:talk>/delete/", inbox.delete, name="delete_talk"),
    path("w/<slug:world>/notices/", inbox.show_notices, name="notices"),
    path("w/<slug:world>/settings/", settings.show_settings, name="settings"),
    path("w/<slug:world>/settings/two-step/", settings.set_two_step, name="set_two_step"),
    path("w/<slug:world>/settings/password/", settings.set_password, name="set_password"),
    path("w/<slug:world>/settings/contacts/", settings.set_contacts, name="set_contacts"),
    path("w/<slug:world>/settings/sessions/", settings.end_session, name="end_session"),
    path("w/<slug:world>/settings/apps/", settings.remove_app, name="remove_app"),
    path("w/<slug:world>/archives/", settings.show_archives, name="archives"),
    path("w/<slug:world>/i/<slug:item>/", browse.show_post, name="post"),
    path("w/<slug:world>/i/<slug:item>/answer/", act.answer_item, name="answer"),
    path("w/<slug:world>/i/<slug:item>/moderate/", act.moderate_item, name="moderate"),
    path("w/<slug:world>/i/<slug:item>/mark/", act.mark_item, name="mark"),
    path("w/<slug:world>/i/<slug:item>/describe/", describing.describe, name="describe"),
    path("w/<slug:world>/i/<slug:item>/boost/", act.boost_item, name="boost"),
    path("w/<slug:world>/i/<slug:item>/privately/", safety.answer_privately, name="answer_privately"),
    path("w/<slug:world>/support/", safety.show_support, name="support"),
    path("w/<slug:world>/report/", safety.report, name="report"),
    path("w/<slug:world>/copy/", safety.keep_copy, name="keep_copy"),
    path("w/<slug:world>/link/", safety.follow_link, name="link"),
    path("pictures/actor/<slug:actor>/", pictures.show_avatar, name="avatar"),
    path("pictures/<slug:picture>/", pictures.show_picture, name="picture"),
    path("clips/<slug:clip>/", clips.show_clip, name="clip"),
    path("clips/<slug:clip>/still/", clips.show_still, name="still"),
    path("stage/<path:order>", stage.stage, name="stage"),
]
