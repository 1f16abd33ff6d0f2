from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "zana.publishing"
    label = "publishing"

    def ready(self) -> None:
        from zana.kernel.work import Lane, register  # app ready
        from zana.people.keeping import register_keepings  # app ready
        from zana.publishing.actions import LANE  # app ready
        from zana.publishing.box import show_box  # app ready
        from zana.publishing.models import Delivery  # app ready
        from zana.publishing.outbox import deliver  # app ready
        from zana.publishing.own_data import KEEPINGS  # app ready
        from zana.ui import slots  # app ready

        register(Lane(LANE, Delivery, deliver, owner="organisation_id"))
        slots.register("piece.after", show_box)
        register_keepings(KEEPINGS)
