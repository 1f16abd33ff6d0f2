from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zana.people"
    label = "people"
