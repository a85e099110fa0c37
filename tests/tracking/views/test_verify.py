"""The public page of verification: the least data, no cookie, no cache of an answer, and a clear word for what is unknown."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel.files import read_file
from tests.factories import MONDAY
from tests.tracking.catalogue import DAY, decide_in, file_in
from tests.tracking.conftest import SIGNING_CODE
from tracking.actions.record_payment import record_payment
from tracking.actions.sign_act import sign_act
from tracking.renderers import render_receipt
from tracking.views.verify import PER_MINUTE


@pytest.fixture
def act(town):
    act = decide_in(town, "U6")
    act = sign_act(act=act, code=SIGNING_CODE, actor=town.president, at=act.prepared_at + timedelta(hours=1))
    record_payment(
        order=act.dossier.fee_orders.get(),
        means="cash",
        amount=Decimal("300.00"),
        quittance_number="Q-1",
        actor=town.cashier,
        at=MONDAY + DAY * 3,
    )
    act.refresh_from_db()
    return act


def uploaded(data, name="permis.pdf"):
    return {"file": SimpleUploadedFile(name, data, content_type="application/pdf")}


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_anyone_reads_the_state_of_an_act_without_cookie_or_cache(client, act, language):
    response = client.get(f"/{language}/verify/{act.code}/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "no-store" in response["Cache-Control"]
    words = response.content.decode()
    assert act.number in words
    assert 'name="robots" content="noindex"' in words


def test_the_page_tells_no_person(client, act):
    words = client.get(f"/fr/verify/{act.code}/").content.decode()
    dossier = act.dossier
    for private in (act.holder_name, dossier.applicant_cnie, dossier.applicant_phone, dossier.reference, "12345/28"):
        assert private not in words


@pytest.mark.parametrize(
    ("wish", "language"), [("fr-FR,fr;q=0.9", "fr"), ("ar", "ar"), ("zgh", "zgh"), ("de", "ar"), ("", "ar")]
)
def test_the_code_of_a_paper_leads_to_the_page_in_the_readers_language(client, act, wish, language):
    response = client.get(f"/v/{act.code}/", headers={"accept-language": wish})
    assert response["Location"] == f"/{language}/verify/{act.code}/"
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("code", ["0" * 20, "x", "085770111-U6-2026-999999-XX", "<script>"])
def test_what_is_unknown_is_said_clearly(client, act, code):
    response = client.get(f"/fr/verify/{code}/")
    assert response.status_code == 404
    assert "notice-error" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_an_unpaid_act_is_unknown(client, town):
    act = decide_in(town, "U6")
    act = sign_act(act=act, code=SIGNING_CODE, actor=town.president, at=act.prepared_at + timedelta(hours=1))
    assert client.get(f"/fr/verify/{act.code}/").status_code == 404


@pytest.mark.parametrize("typed", ["{code}", " {upper} ", "{reference}"])
def test_what_is_typed_leads_to_its_own_address(client, act, typed):
    text = typed.format(code=act.code, upper=act.code.upper(), reference=act.dossier.reference)
    response = client.get("/fr/verify/", {"code": text}, follow=True)
    assert response.status_code == 200
    assert response.context["act"].code == act.code


def test_what_is_neither_code_nor_number_is_said_so_and_kept(client, db):
    response = client.get("/fr/verify/", {"code": "hello"})
    assert response.status_code == 400
    assert 'value="hello"' in response.content.decode()
    assert not response.cookies


def test_the_form_needs_no_cookie(client, db):
    response = client.get("/fr/verify/")
    assert response.status_code == 200
    assert not response.cookies
    assert "csrf" not in response.content.decode()


def test_the_sealed_file_is_intact_and_its_act_in_force(client, act):
    response = client.post("/fr/verify/file/", uploaded(read_file(act.file)))
    assert response.status_code == 200
    assert response.context["answer"].integrity == "intact"
    assert response.context["act"].code == act.code
    assert not response.cookies


def test_a_changed_byte_is_told(client, act):
    data = bytearray(read_file(act.file))
    data[len(data) // 2] ^= 1
    response = client.post("/fr/verify/file/", uploaded(bytes(data)))
    assert response.context["answer"].integrity == "altered"
    assert "notice-error" in response.content.decode()


def test_the_receipt_of_a_declaration_is_intact_when_it_is_drawn_the_same(client, town):
    response = client.post("/fr/verify/file/", uploaded(render_receipt(file_in(town, "E1"))))
    assert response.context["answer"].integrity == "intact"


def test_a_receipt_is_sent_to_its_number_and_to_no_facts_that_are_not_there(client, town):
    page = client.post("/fr/verify/file/", uploaded(render_receipt(file_in(town, "U6")))).content.decode()
    assert "Un récépissé se vérifie par le numéro" in page
    assert "ci-dessous" not in page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), (uploaded(b""), 200), (uploaded(b"GIF89a"), 200), ({"file": "text"}, 400)],
    ids=["nothing", "empty", "a picture", "text"],
)
def test_a_bad_file_is_answered_with_a_sentence(client, db, sent, status):
    response = client.post("/fr/verify/file/", sent)
    assert response.status_code == status
    assert "notice-warning" in response.content.decode() or response.context["errors"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, db):
    response = client.post("/fr/verify/file/", uploaded(b"0" * (20 * 1024 * 1024 + 1)))
    assert response.status_code == 400


def test_a_verification_asked_again_by_address_leads_to_the_form(client, db):
    assert client.get("/fr/verify/file/")["Location"] == "/fr/verify/"


WAYS = {
    "code": lambda client, act, **address: client.get(f"/fr/verify/{act.code}/", **address),
    "reference": lambda client, act, **address: client.get(f"/fr/verify/{act.dossier.reference}/", **address),
    "file": lambda client, act, **address: client.post("/fr/verify/file/", uploaded(b"%PDF-1.7"), **address),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_verifying_is_counted_by_itself_and_by_address(client, act, way):
    for _try in range(PER_MINUTE[way]):
        assert WAYS[way](client, act).status_code == 200
    assert WAYS[way](client, act).status_code == 429
    for other in WAYS.keys() - {way}:
        assert WAYS[other](client, act).status_code == 200
    assert WAYS[way](client, act, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_demonstration_says_that_the_act_has_no_value(client, act, settings):
    settings.DEMO = True
    assert client.get(f"/fr/verify/{act.code}/").content.decode().count("notice-warning") == 1


def test_an_answer_asks_the_register_little(client, act, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(f"/fr/verify/{act.code}/")


def test_a_file_announced_too_large_is_refused_before_it_is_read(client, db):
    class Unread:
        def read(self, *_size):
            raise AssertionError("the body was read")

        readline = read

    response = client.generic(
        "POST",
        "/fr/verify/file/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(900 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 400
    assert "20" in response.content.decode()
