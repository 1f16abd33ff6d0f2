from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "zana.networks"
    label = "networks"

    def ready(self) -> None:
        from zana.kernel import work  # app ready
        from zana.networks import tasks, views  # app ready
        from zana.networks.own_data import register_own_data  # app ready
        from zana.ui import slots  # app ready

        work.register(tasks.lane)
        work.register(tasks.keys_lane)
        work.register(tasks.forgetting_lane)
        slots.register("today", views.show_today, place=50)
        register_own_data()
