"""Who reads a dossier: its applicant and who holds a mandate; nobody else learns that it exists."""

import pytest

from home.opening import open_province
from portal.accounts.models import Mandate
from portal.kernel.files import store
from portal.kernel.references import make_reference
from tests.factories import MONDAY, make_person
from tests.tracking.catalogue import file_in
from tracking.models import Dossier
from tracking.views.space import dossiers_of

from .conftest import here, photo

BENEATH = ("", "receipt/", "pieces/", "information/", "modified/", "reservations/", "certificate/", "withdraw/")


@pytest.mark.parametrize("name", [*BENEATH, "fee-order/1/", "acts/1/"])
def test_a_stranger_is_led_to_sign_in_and_back(client, town, name):
    address = here(file_in(town, "U6"), name)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/fr/accounts/login/?next={address.replace('/', '%2F')}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [*BENEATH, "fee-order/1/", "acts/1/"])
def test_another_persons_dossier_is_not_found_anywhere(client, town, name, method):
    dossier = file_in(town, "U6")
    client.force_login(make_person("Voisin"))
    assert getattr(client, method)(here(dossier, name)).status_code in (404, 405)
    assert client.get(here(dossier)).status_code == 404
    dossier.refresh_from_db()
    assert dossier.state == "admitted"


def test_a_dossier_that_does_not_exist_is_answered_like_one_of_somebody_else(client, town):
    dossier = file_in(town, "U6")
    client.force_login(make_person("Voisin"))
    unused = make_reference("085770111", "U6", "2026", sequence=999)
    other, none = (client.get(f"/fr/dossiers/{reference}/") for reference in (dossier.reference, unused))
    assert other.status_code == none.status_code == 404
    # But for the address itself, in the links to the other languages.
    assert other.content.decode().replace(dossier.reference, unused) == none.content.decode()


def test_who_holds_a_confirmed_mandate_reads_and_acts(client, town):
    dossier = file_in(town, "U6")
    helper = make_person("Aidant")
    Mandate.objects.create(given_by=dossier.applicant, given_to=helper, given_at=MONDAY, confirmed_at=MONDAY)
    client.force_login(helper)
    assert client.get(here(dossier)).status_code == 200
    assert client.post(here(dossier, "withdraw/")).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"


def test_an_officer_reads_the_page_and_finds_no_button_of_the_applicant(client, town):
    dossier = file_in(town, "U6")
    client.force_login(town.clerk)
    words = client.get(here(dossier)).content.decode()
    assert dossier.reference in words
    assert '<form method="post" enctype' not in words
    assert "/withdraw/" not in words


def kept_file(dossier):
    """The address of a piece whose bytes are there."""
    piece = dossier.pieces.first()
    piece.file = store(photo(), name="carte.jpg", at=MONDAY)
    piece.save(update_fields=["file"])
    return f"/files/{piece.file_id}/"


def statuses(client, addresses):
    answers = [client.get(address) for address in addresses]
    for answer in answers:
        answer.close()
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("who", ["president", "governor", "cashier"])
def test_who_decides_reads_nobodys_file_before_the_second_factor(client, town, who):
    dossier = file_in(town, "U6")
    client.force_login(getattr(town, who))
    addresses = (here(dossier), here(dossier, "receipt/"), kept_file(dossier))
    assert statuses(client, addresses) == [404, 404, 404]
    assert client.post(here(dossier, "withdraw/")).status_code == 404
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "id": 1, "type": "totp"}]
    session["account_authentication_methods_user"] = str(getattr(town, who).pk)
    session.save()
    assert statuses(client, addresses) == [200, 200, 200]


def test_who_decides_reads_their_own_request_without_it(client, town):
    dossier = file_in(town, "U6")
    Dossier.objects.filter(pk=dossier.pk).update(applicant=town.president)
    client.force_login(town.president)
    assert statuses(client, [here(dossier), kept_file(dossier)]) == [200, 200]


def test_a_dossier_page_is_kept_by_no_cache(reader, town):
    dossier = file_in(town, "U6")
    response = reader(dossier).get(here(dossier))
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


# Permanent addresses.


def test_a_permanent_address_leads_beneath_the_live_page_in_the_persons_language(reader, town):
    dossier = file_in(town, "U6")
    open_province(town.province, at=MONDAY)
    response = reader(dossier).get(f"/d/{dossier.reference}/?filed=1")
    wanted = f"/ar/tinghir/tinghir/{dossier.key.slug}/follow/{dossier.reference}/?filed=1"
    assert response["Location"] == wanted
    page = reader(dossier).get(wanted)
    assert page.status_code == 200
    assert page.context["page"].commune == town.commune
    # Everything beneath it stays beneath it.
    assert page.context["urls"]["receipt"] == wanted.replace("?filed=1", "receipt/")
    assert reader(dossier).get(page.context["urls"]["receipt"])["Content-Type"] == "application/pdf"


def test_a_permanent_address_outlives_the_page(reader, town):
    dossier = file_in(town, "U6")
    assert reader(dossier).get(f"/d/{dossier.reference}/")["Location"] == here(dossier, language="ar")
    assert reader(dossier).get(f"/d/{dossier.reference}/?lang=fr")["Location"] == here(dossier)


def test_a_dossier_is_not_found_beneath_the_page_of_another_procedure(reader, town):
    dossier, other = file_in(town, "U6"), file_in(town, "D1")
    open_province(town.province, at=MONDAY)
    assert reader(dossier).get(f"/fr/tinghir/tinghir/{other.key.slug}/follow/{dossier.reference}/").status_code == 404


def test_a_permanent_address_tells_a_stranger_nothing(client, town):
    dossier = file_in(town, "U6")
    known = client.get(f"/d/{dossier.reference}/")
    assert known.status_code == 302
    assert "/accounts/login/" in known["Location"]
    assert client.get("/d/085770111-U6-2026-000001-XX/").status_code == 404  # wrong check characters
    client.force_login(make_person())
    assert client.get(f"/d/{dossier.reference}/").status_code == 404


@pytest.mark.parametrize("typed", ["{}", " {lower} ", "{spaced}"])
def test_a_number_is_found_as_people_type_it(client, town, typed):
    reference = file_in(town, "U6").reference
    number = typed.format(reference, lower=reference.lower(), spaced=reference.replace("-", " "))
    assert client.get("/fr/follow/", {"number": number})["Location"] == f"/d/{reference}/"


def test_a_number_that_cannot_be_right_is_told_at_once(client, db):
    response = client.get("/fr/follow/", {"number": "085770111-U6-2026-000001-XX"})
    assert response.status_code == 400
    assert not response.cookies


# The person's space.


def test_my_space_lists_my_requests_and_no_officers_territory(client, town):
    mine = file_in(town, "U6")
    file_in(town, "E1")
    assert list(dossiers_of(mine.applicant)) == [mine]
    assert list(dossiers_of(town.clerk)) == []
    client.force_login(mine.applicant)
    words = client.get("/fr/me/").content.decode()
    assert here(mine) in words


def test_my_space_does_not_ask_more_of_the_register_for_more_requests(town, django_assert_max_num_queries):
    mine = file_in(town, "U6")
    for _number in range(3):
        Dossier.objects.filter(pk=file_in(town, "U6").pk).update(applicant=mine.applicant)
    # The person's grants, and every row with its procedure and commune.
    with django_assert_max_num_queries(2):
        assert len([row.commune.name for row in dossiers_of(mine.applicant)]) == 4
