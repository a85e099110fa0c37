"""Nothing that names a person is written to the logs."""

import pytest

from portal.kernel.logs import redact_text

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
