"""Fills a database of its own with posts that are due: `python -m zana.publishing.tests.full_house POSTS PAGE...`

Each PAGE is `remote_id,token,api_base` and gets an organisation of its own; texts are numbered through. Prints them.
"""

import json
import os
import sys

import django


def fill(posts: int, pages: list[str]) -> list[str]:
    from zana.kernel import clock
    from zana.networks.models import Account, Token
    from zana.people.models import Membership, Organisation, Person
    from zana.publishing import actions
    from zana.studio.actions import add_variant, write_piece

    texts = []
    for number, page in enumerate(pages):
        remote_id, token, api_base = page.split(",")
        organisation = Organisation.objects.create(slug=f"house-{number}", name=f"House {number}", language="en")
        director = Person.objects.create_person(name=f"Drita {number}", language="en")
        Membership.objects.create(person=director, role="director", organisation=organisation)
        account = Account.objects.of(organisation).create(
            network="facebook", remote_id=remote_id, name=f"Page {number}", api_base=api_base, connected_by=director
        )
        Token.objects.of(organisation).create(account=account, access=token)
        for count in range(number, posts, len(pages)):
            text = f"Post number {count} of the kill test."
            piece = write_piece(by=director, organisation=organisation, title=f"{count}", body=text, language="en")
            variant = add_variant(by=director, piece=piece, account=account)
            actions.approve(by=director, approval=actions.ask_approval(by=director, piece=piece))
            piece.refresh_from_db()
            actions.schedule(by=director, piece=piece, variants=[variant], due_at=clock.now())
            texts.append(text)
    return texts


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():  # 1,600 posts of the soak took over five minutes when each was written for itself
        filled = fill(int(sys.argv[1]), sys.argv[2:])
    sys.stdout.write(json.dumps(filled))
