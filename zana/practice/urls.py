from django.urls import path, re_path

from zana.practice.dialects.graph import graph
from zana.practice.dialects.instagram_login import instagram
from zana.practice.dialects.rupload import rupload
from zana.practice.dialects.x import x
from zana.practice.views import act, backstage, browse, clips, consent, handshake, pictures, stage

app_name = "practice"
urlpatterns = [
    path("", browse.show_worlds, name="worlds"),
    path("new/", backstage.open_world, name="open_world"),
    path("w/<slug:world>/backstage/", backstage.show_backstage, name="backstage"),
    path("w/<slug:world>/backstage/clock/", backstage.turn_clock, name="turn_clock"),
    path("w/<slug:world>/backstage/fault/", backstage.plan_fault, name="plan_fault"),
    path("w/<slug:world>/", browse.show_feed, name="feed"),
    path("w/<slug:world>/who/", browse.choose_person, name="who"),
    path("w/<slug:world>/join/", act.join_world, name="join"),
    path("w/<slug:world>/account/", act.open_account, name="open_account"),
    path("w/<slug:world>/write/", act.write_post, name="write"),
    path("w/<slug:world>/a/<slug:actor>/", browse.show_profile, name="profile"),
    path("w/<slug:world>/i/<slug:item>/", browse.show_post, name="post"),
    path("w/<slug:world>/i/<slug:item>/answer/", act.answer_item, name="answer"),
    path("w/<slug:world>/i/<slug:item>/moderate/", act.moderate_item, name="moderate"),
    path("pictures/actor/<slug:actor>/", pictures.show_avatar, name="avatar"),
    path("pictures/<slug:picture>/", pictures.show_picture, name="picture"),
    path("clips/<slug:clip>/", clips.show_clip, name="clip"),
    path("clips/<slug:clip>/still/", clips.show_still, name="still"),
    path("stage/<path:order>", stage.stage, name="stage"),
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
    re_path(r"^instagram(?:/(?P<path>.*))?$", instagram, name="instagram"),
    re_path(r"^x(?:/(?P<path>.*))?$", x, name="x"),
]
