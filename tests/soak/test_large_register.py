"""A register of 100,000 files: a list asks the database the same few questions, each answered through an index."""

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.fill import fill
from portal.kernel import now as clock
from tests.factories import MONDAY, OCCUPATION, REFECTION, SMALL_PROJECT
from tests.tracking.admin import conftest as desk
from tracking.admin.inbox import PAGE, TABS
from tracking.models import Dossier

from .conftest import tell

enter = desk.enter
# A busy desk of one commune, its president, and one who answers for every commune of the register.
WHO = ("clerk", "president", "governor")
INBOX = "/admin/tracking/dossier/"
# Enough that every list of the small register has a second page too.
FEW = 20 * PAGE
_WHOLE_TABLE = re.compile(r'SCAN "?tracking_dossier"?(?! USING)|Seq Scan on "?tracking_dossier"?\b')


def addresses(first):
    """Each tab, its second page, and searches by whole and begun reference, by name and by identity card."""
    return {
        **{f"tab {tab}": f"{INBOX}?tab={tab}" for tab in TABS},
        "reference": f"{INBOX}?q={first.reference}",
        "begun reference": f"{INBOX}?q={first.reference[:14]}",
        "name": f"{INBOX}?q={first.applicant_name}",
        "identity card": f"{INBOX}?q={first.applicant_cnie}",
        "nobody": f"{INBOX}?q=personne-de-ce-nom",
    }


def asked_by(client, address):
    """The questions that one page puts to the register; and how long it took, in milliseconds."""
    client.get(address)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    took = round((time.perf_counter() - began) * 1000)
    assert answer.status_code == 200
    return answer, [query["sql"] for query in captured if "tracking_" in query["sql"]], took


def plan_of(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Few rows are read fastest from end to end: forbidden, it is done only where no index would serve.
            cursor.execute("SET enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            lines = [row[0] for row in cursor.fetchall()]
            cursor.execute("RESET enable_seqscan")
            return lines
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


@pytest.mark.soak(short=FEW + 300, long=100_000)
def test_a_list_costs_the_same_questions_and_no_walk_through_the_register(town, enter, size):
    for snapshot in (REFECTION, OCCUPATION, SMALL_PROJECT):
        town.version(snapshot)
    with clock.at(MONDAY):
        fill(FEW)
        first = Dossier.objects.filter(commune=town.commune).order_by("pk").first()
        desks = {who: enter(getattr(town, who)) for who in WHO}
        pages = [(who, name, address) for who in WHO for name, address in addresses(first).items()]
        few = {(who, name): len(asked_by(desks[who], address)[1]) for who, name, address in pages}
        fill(size)
        assert Dossier.objects.count() == size
        took, walks, more = {}, [], []
        for who, name, address in pages:
            answer, questions, took[who, name] = asked_by(desks[who], address)
            if name in ("reference", "begun reference", "name"):
                assert first.reference in answer.content.decode()
            if len(questions) > few[who, name]:
                more.append((who, name, questions))
            for sql in questions:
                assert "OFFSET" not in sql
                assert "COUNT(" not in sql.upper()
                walks += [(who, name, line, sql) for line in plan_of(sql) if _WHOLE_TABLE.search(line)]
    for who in WHO:
        of_theirs = {name.replace(" ", "_"): ms for (one, name), ms in took.items() if one == who}
        tell(f"register of {size} for the {who}, milliseconds", **of_theirs)
    assert more == []
    assert walks == []
