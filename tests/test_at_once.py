"""Several people press a button in the same moment: each is answered, on either database.

In the tests' earlier databases in memory this failed with "database table is locked", and so did, now and then, a
browser test whose page asked for two things at a time.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.stage import PATIENCE, TRUST


@pytest.mark.slow
def test_six_save_their_page_at_the_same_time(live_server, client, cast):
    client.force_login(cast.communicator_a)
    cookies = {"zana_session": client.cookies["zana_session"].value, "zana_language": "en"}
    language = {"sq": "sr", "sr": "sq"}

    def save(first):
        with httpx.Client(cookies=cookies, base_url=live_server.url, timeout=PATIENCE, verify=TRUST) as browser:
            chosen, answers = first, []
            for _ in range(6):
                found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/me/").text)
                chosen = language[chosen]
                given = {"csrfmiddlewaretoken": found[1] if found else "", "language": chosen}
                answers.append(browser.post("/language/", data=given).status_code)
        return answers

    with ThreadPoolExecutor(6) as people:
        answered = list(people.map(save, ["sq", "sr"] * 3))

    assert answered == [[302] * 6] * 6
