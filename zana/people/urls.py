from __future__ import annotations

from django.urls import path

from zana.people import bringing_views, views

app_name = "people"
urlpatterns = [
    path("invitation/<str:token>/", views.accept_invitation, name="accept"),
    path("notices/", views.show_notices, name="notices"),
    path("me/", views.show_me, name="me"),
    path("me/kept/", views.show_kept, name="kept"),
    path("me/kept/file/", views.take_own_data, name="own_data"),
    path("o/<str:org>/about/", views.show_organisation, name="organisation"),
    path("o/<str:org>/people/", views.show_people, name="people"),
    path("o/<str:org>/people/invite/", views.invite, name="invite"),
    path("o/<str:org>/people/bring/", bringing_views.bring_own, name="bring_own"),
    path("o/<str:org>/people/invitations/<str:ref>/withdraw/", views.withdraw_invitation, name="withdraw"),
    path("o/<str:org>/people/<int:number>/end/", views.end_membership, name="end"),
    path("o/<str:org>/places/", views.show_places, name="places"),
    path("o/<str:org>/places/new/", views.edit_place, name="new_place"),
    path("o/<str:org>/places/<str:ref>/", views.edit_place, name="edit_place"),
    path("o/<str:org>/places/<str:ref>/forget/", views.forget_place, name="forget_place"),
    path("o/<str:org>/log/", views.show_log, name="log"),
    path("p/<str:programme>/people/", views.show_support, name="support"),
    path("p/<str:programme>/people/invite/", views.invite_support, name="invite_support"),
    path("p/<str:programme>/people/bring/", bringing_views.bring_people, name="bring"),
    path("p/<str:programme>/organisations/new/", views.add_organisation, name="add_organisation"),
]
