"""An address that PostgreSQL could not be asked for is refused before any view reads it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_person


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "address",
    [
        "/fr/communes/?procedure=%00",
        "/fr/search/?q=a%00b",
        "/fr/verify/%00/",
        "/fr/dossiers/a%00b/",
        "/d/%00/",
        "/fr/tinghir/%00/",
    ],
)
def test_the_null_character_in_an_address_is_no_request(db: None, address: str, signed_in: bool) -> None:
    client = Client()
    if signed_in:
        client.force_login(make_person("Voisin"))
    response = client.get(address)
    assert response.status_code == 400
    # The portal's own page.
    assert "<html lang=" in response.content.decode()
