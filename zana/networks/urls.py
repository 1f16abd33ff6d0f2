from django.urls import path

from zana.networks import views

app_name = "networks"

urlpatterns = [
    path("connect/return/", views.receive_return, name="returned"),
    path("o/<str:org>/accounts/", views.show_accounts, name="accounts"),
    path("o/<str:org>/accounts/connect/", views.choose_network, name="connect"),
    path("o/<str:org>/accounts/by-hand/<str:network>/", views.add_by_hand, name="by_hand"),
    path("o/<str:org>/accounts/sign-in/<str:network>/", views.sign_in, name="sign_in"),
    path("o/<str:org>/accounts/choose/<str:consent>/", views.choose_page, name="choose"),
    path("o/<str:org>/accounts/<str:account>/", views.show_account, name="account"),
    path("o/<str:org>/accounts/<str:account>/read/", views.read_now, name="read_now"),
    path("o/<str:org>/accounts/<str:account>/disconnect/", views.leave_account, name="disconnect"),
]
