from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zana.people"
    label = "people"

    def ready(self) -> None:
        from zana.kernel import work  # app ready
        from zana.people import languages, letters  # app ready
        from zana.people.keeping import register_keepings  # app ready
        from zana.people.own_data import KEEPINGS  # app ready

        work.register(letters.LANE)
        languages.remember_choices()
        register_keepings(KEEPINGS)
