"""What is measured, each under the id of the performance sheet: a value, its reference, their ratio, and its queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from bench.stock_document import stock_document
from bench.stock_signature import sign_stock, stock_signer
from bench.timing import queries, take_turns, wall
from home.demo.accounts import find_account, user_of
from portal.kernel.now import now
from portal.territory.models import Commune
from procedures.models import ProcedureKey
from procedures.versions import version_in_force
from tracking.models import Act, Dossier
from tracking.renderers import paint_seal, render
from tracking.service import Applicant, FiledPiece, open_dossier
from tracking.signature.authority import open_signer
from tracking.signature.seal import seal_pdf

_PAGE = "/fr/tinghir/tinghir/permis-de-refection/"
Row = dict[str, Any]


def _get(client: Client, address: str) -> Callable[[], object]:
    def call() -> object:
        answer = client.get(address, HTTP_HOST="127.0.0.1")
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    return call


def _officer(slug: str) -> Client:
    account = find_account(slug)
    assert account is not None
    client = Client(HTTP_HOST="127.0.0.1")
    client.post(f"/demo/enter/{slug}/")
    return client


def _beside(subject: Callable[[], object], other: Callable[[], object], **more: Any) -> Row:
    measured = take_turns(subject, other)
    return {
        "value_ms": measured.subject_ms,
        "reference_ms": measured.reference_ms,
        "ratio": measured.ratio,
        "queries": queries(subject),
        **more,
    }


def procedure_page() -> Row:
    """P3: the uncached procedure page beside a plain two-query view, in CPU."""
    client = Client()
    return _beside(_get(client, _PAGE), _get(client, "/bench/page/"), reference="plain view of two queries")


def wizard_step() -> Row:
    """W1: a wizard step served beside a stateless form page, in CPU."""
    client = Client()
    first = _PAGE + "apply/applicant/"
    return _beside(_get(client, first), _get(client, "/bench/form/"), reference="stateless form page")


def submission() -> Row:
    """Filing a complete réfection into the register: one transaction, receipt number included."""
    account = find_account("citizen")
    assert account is not None
    user, commune = user_of(account), Commune.objects.select_related("province").get(code="08.577.01.11")
    version = version_in_force(ProcedureKey.objects.get(code="U6"), on=now().date())
    assert version is not None
    example = Dossier.objects.get(idempotency_key="demonstration:waiting")
    pieces = [FiledPiece(p.document_code, p.file, p.name) for p in example.pieces.select_related("file")]

    def file() -> object:
        applicant = Applicant(user, "Nom de banc", "ZZ000001", "+212600000001", "", "ar")
        return open_dossier(
            actor=user,
            applicant=applicant,
            version=version,
            commune=commune,
            answers=example.answers,
            pieces=pieces,
            origin=Dossier.Origin.ONLINE,
            idempotency_key=f"bench:{uuid.uuid4()}",
            at=now(),
        )

    return {"value_ms": wall(file, times=15), "reference": "none", "queries": queries(file)}


def inbox() -> Row:
    """A2: the clerk's inbox beside a plain table of the same rows, in CPU; its wall time tells how it grows (A1)."""
    client = _officer("clerk")
    address = "/admin/tracking/dossier/"
    return _beside(
        _get(client, f"{address}?tab=open"),
        _get(client, "/bench/rows/"),
        reference="ORM and a plain template of 50 rows",
        wall_ms=wall(_get(client, f"{address}?tab=open")),
        mine_wall_ms=wall(_get(client, address)),
        search_wall_ms=wall(_get(client, f"{address}?q=ZZ000042")),
    )


def dossier_page() -> Row:
    """An officer's page of one dossier beside a plain two-query view, in CPU."""
    client = _officer("clerk")
    dossier = Dossier.objects.get(idempotency_key="demonstration:waiting")
    address = f"/admin/tracking/dossier/{dossier.pk}/change/"
    return _beside(
        _get(client, address),
        _get(client, "/bench/page/"),
        reference="plain view of two queries",
        wall_ms=wall(_get(client, address)),
    )


def issuing() -> Row:
    """S1: render and sign a permit beside the same words by stock reportlab and stock pyHanko, in CPU."""
    act = (
        Act.objects.filter(dossier__idempotency_key="demonstration:approved").select_related("commune__province").get()
    )
    account = find_account("president")
    assert account is not None
    president, code, at = user_of(account), settings.DEMO_SIGNING_CODE, now()
    folder = settings.SIGNING_KEYS_DIR / "signers" / president.username
    stock = stock_signer(folder, code)
    signer = open_signer(settings.SIGNING_KEYS_DIR, president.username)
    with signer.unlock(code, at=at, signatures=1000) as session:

        def issue() -> object:
            return seal_pdf(
                render(act),
                signer=session,
                field_name="Signature",
                reason="bench",
                location="bench",
                signed_at=at,
                stamp=paint_seal(act, signer.identity, at),
            )

        def issue_stock() -> object:
            return sign_stock(stock_document(act), stock)

        # The other way round: this ratio tells how many times as fast the portal is.
        measured = take_turns(issue_stock, issue, times=4)
    return {
        "value_ms": measured.reference_ms,
        "reference_ms": measured.subject_ms,
        "ratio": measured.ratio,
        "reference": "the same words by stock reportlab and pyHanko's SimpleSigner; the ratio is how many times as fast",
        "queries": queries(issue_free(act)),
    }


def issue_free(act: Act) -> Callable[[], object]:
    """Rendering alone, for the count of queries."""
    return lambda: render(act)


CASES: dict[str, Callable[[], Row]] = {
    "P3": procedure_page,
    "W1": wizard_step,
    "submission": submission,
    "A2": inbox,
    "dossier_page": dossier_page,
    "S1": issuing,
}
# These are measured at each size of the register; the others once, at the smallest.
SIZED = frozenset({"A2", "dossier_page", "submission"})
