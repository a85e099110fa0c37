"""Nothing that names a person is written to the logs."""

import json

import pytest
from django.test import RequestFactory

from portal.kernel.logs import redact, redact_text

PRIVATE = [
    "AB123456",
    "+212612345678",
    "06 12 34 56 78",
    "someone@example.org",
    "/v/0123456789abcdefghjk/",
    "/fr/drafts/open/0123456789abcdefghjkmnpqrstvwxyz/",
    "/ar/accounts/confirm-email/MQ:1v2abc:Zk3-x_y/",
    "/ar/accounts/password/reset/key/1-c4x5yz-0a1b2c3d/",
]


@pytest.mark.parametrize("value", PRIVATE)
def test_what_names_a_person_is_redacted(value):
    written = redact_text(f"GET {value} by x")
    assert value not in written
    assert "[" in written


def test_a_reference_is_kept_since_it_names_a_file():
    line = "dossier 085770111-U6-2026-000123-K7 of AB123456"
    assert redact_text(line) == "dossier 085770111-U6-2026-000123-K7 of [card]"


def test_the_request_that_django_hangs_on_its_lines_keeps_what_was_searched_for():
    asked = RequestFactory().get("/admin/tracking/dossier/", {"q": "ab123456", "code": "0612345678"})
    told = redact(None, "warning", {"event": "Forbidden", "status_code": 403, "request": asked})
    assert told == {"event": "Forbidden", "status_code": 403, "request": "GET /admin/tracking/dossier/"}


def test_a_code_in_the_address_of_that_request_is_redacted():
    asked = RequestFactory().get("/fr/drafts/open/0123456789abcdefghjkmnpqrstvwxyz/")
    told = redact(None, "warning", {"event": "Not Found", "request": asked})
    assert told["request"] == "GET /fr/drafts/open/[code]/"


def test_what_lies_inside_a_list_or_an_object_is_redacted():
    class Person:
        def __str__(self):
            return "someone@example.org"

    told = redact(None, "info", {"who": ["AB123456"], "by": {"phone": "+212612345678"}, "user": Person(), "n": 3})
    assert told == {"who": ["[card]"], "by": {"phone": "[number]"}, "user": "[mail]", "n": 3}
    assert json.dumps(told)
