from __future__ import annotations

from django.urls import path

from zana.studio import views

app_name = "studio"
_variant = "o/<str:org>/pieces/<str:piece>/variants/<str:variant>/"
urlpatterns = [
    path("o/<str:org>/pieces/", views.list_pieces, name="pieces"),
    path("o/<str:org>/pieces/new/", views.write_piece, name="write"),
    path("o/<str:org>/pieces/<str:piece>/", views.show_piece, name="piece"),
    path("o/<str:org>/pieces/<str:piece>/edit/", views.edit_piece, name="edit"),
    path("o/<str:org>/pieces/<str:piece>/variants/", views.add_variant, name="add_variant"),
    path(_variant, views.compose, name="compose"),
    path(_variant + "count/", views.count, name="count"),
    path(_variant + "read/", views.read_draft, name="read"),
    path(_variant + "remove/", views.remove_variant, name="remove_variant"),
    path("o/<str:org>/media/<str:ref>", views.show_asset, name="asset"),
    path("o/<str:org>/media/<str:ref>/small", views.show_small, name="small"),
    path("m/<str:token>", views.show_public, name="public_media"),
]
