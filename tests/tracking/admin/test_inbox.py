"""The inbox: what waits for whom, in which order, found by what, and at what price."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kernel.now import at as set_now
from tests.factories import (
    MONDAY,
    OCCUPATION,
    REFECTION,
    SMALL_PROJECT,
    awaiting_decision,
    dossier_in_session,
    filed_dossier,
    incomplete_dossier,
    make_applicant,
)
from tracking.admin.inbox import PAGE, Asked, Inbox
from tracking.admin.words import due_of, masked_address, masked_identity
from tracking.admin.work import Desk
from tracking.models import Dossier

DAY = timedelta(days=1)
INBOX = "/admin/tracking/dossier/"


def waiting_for(user, at=MONDAY + 4 * DAY):
    return {row.dossier.pk for row in Inbox(Desk(user, at), Asked()).page}


@pytest.fixture
def life(town):
    """One file at each place of its life."""
    return {
        "technical": filed_dossier(town),
        "to_visit": filed_dossier(town, OCCUPATION),
        "to_convene": filed_dossier(town, SMALL_PROJECT),
        "incomplete": incomplete_dossier(town),
        "in_session": dossier_in_session(town),
        "to_decide": awaiting_decision(town),
    }


@pytest.mark.parametrize(
    ("who", "waits"),
    [
        ("clerk", {"to_visit"}),
        ("technician", {"technical"}),
        ("secretary", {"to_convene", "in_session"}),
        ("president", {"to_decide"}),
        ("cashier", set()),
        ("governor", set()),
    ],
)
def test_what_waits_for_each_role(town, life, who, waits):
    assert waiting_for(getattr(town, who)) == {life[name].pk for name in waits}


def test_a_member_has_the_files_their_body_has_not_spoken_on(town, life):
    assert waiting_for(town.members["urban_agency"]) == {life["in_session"].pk}
    assert waiting_for(town.members["hygiene"]) == set()


def test_in_a_commune_with_its_own_desk_the_clerk_convenes(town, life):
    town.commune.review_regimes.update(kind="single_desk")
    assert {life["to_convene"].pk, life["in_session"].pk} <= waiting_for(town.clerk)
    assert waiting_for(town.secretary) == set()


def test_the_most_pressing_comes_first_and_what_no_clock_presses_last(town):
    later = filed_dossier(town, at=MONDAY + DAY)
    first = filed_dossier(town, at=MONDAY)
    idle = incomplete_dossier(town)
    inbox = Inbox(Desk(town.clerk, MONDAY + DAY), Asked(tab="open"))
    assert [row.dossier.pk for row in inbox.page] == [first.pk, later.pk, idle.pk]


@pytest.mark.parametrize("tab", ["open", "all"])
def test_every_file_stands_on_exactly_one_page(town, monkeypatch, tab):
    for number in range(7):
        filed_dossier(town, at=MONDAY + (number % 3) * DAY)
        incomplete_dossier(town)
    monkeypatch.setattr("tracking.admin.inbox.PAGE", 3)
    seen, after = [], ""
    while True:
        inbox = Inbox(Desk(town.clerk, MONDAY + 4 * DAY), Asked(tab=tab, after=after))
        seen += [row.dossier.pk for row in inbox.page]
        after = inbox.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 14


@pytest.mark.parametrize("after", ["d:", "d:x|y", "f:2026|1", "o:x", "z", "d:9999-99-99|1"])
def test_a_broken_page_key_shows_the_first_page(town, enter, after):
    filed_dossier(town)
    assert enter(town.technician).get(INBOX, {"tab": "all", "after": after}).status_code == 200


@pytest.mark.parametrize(
    "words", ["{reference}", "{start}", "brahim", "BRAHIM ait", "ab123456", "12345/28", "أيت براهيم"]
)
def test_a_file_is_found_by_reference_name_card_and_land(town, enter, words):
    names = {"brahim": "Brahim Aït Ali", "أيت": "ايت براهيم"}
    name = names["أيت" if words.startswith("أ") else "brahim"]
    found = filed_dossier(town, applicant=make_applicant(name=name))
    other = filed_dossier(town, SMALL_PROJECT, applicant=make_applicant(name="Autre", cnie="ZZ9"))
    asked = words.format(reference=found.reference.lower().replace("-", " "), start=found.reference[:12])
    body = enter(town.clerk).get(INBOX, {"q": asked}).content.decode()
    assert found.reference in body
    assert other.reference not in body


def test_the_card_of_the_applicant_is_masked(town, enter):
    filed_dossier(town)
    body = enter(town.technician).get(INBOX).content.decode()
    assert "AB***456" in body
    assert "AB123456" not in body


@pytest.mark.parametrize(
    ("number", "shown"), [("AB123456", "AB***456"), ("P12", "P***"), ("", ""), ("12345", "***345")]
)
def test_an_identity_number_is_masked(number, shown):
    assert masked_identity(number) == shown


def test_an_address_is_masked():
    assert masked_address("+212612345678") == "***678"
    assert masked_address("aicha@exemple.ma") == "a***@exemple.ma"


@pytest.mark.parametrize(
    ("state", "due_on", "kind"),
    [
        ("admitted", date(2026, 10, 4), "late"),
        ("admitted", date(2026, 10, 5), "today"),
        ("in_session", date(2026, 10, 8), "soon"),
        ("awaiting_decision", date(2026, 10, 9), "later"),
        ("admitted", None, "none"),
        # The clock is stopped: nothing is late any more, whatever day stands in the row.
        ("approved", date(2026, 10, 1), "none"),
        ("delivered", date(2026, 10, 1), "none"),
        ("modification_requested", None, "waits"),
    ],
)
def test_only_a_running_clock_presses(state, due_on, kind):
    assert due_of(Dossier(state=state, due_on=due_on), today=date(2026, 10, 5)).kind == kind


def test_late_files_are_marked_with_whose_they_are(town, enter):
    filed_dossier(town)
    with set_now(MONDAY + 30 * DAY):
        body = enter(town.technician).get(INBOX, {"tab": "late"}).content.decode()
    assert "due-late" in body
    assert "Service technique" in body or "technical" in body.lower() or "Technical" in body


def test_the_export_holds_what_the_screen_shows_and_no_formula(town, enter):
    filed_dossier(town, applicant=make_applicant(name="=cmd()"))
    response = enter(town.technician).get(f"{INBOX}export/?tab=all")
    table = b"".join(response).decode()
    assert table.startswith("\ufeff")
    assert "'=cmd()" in table
    assert "AB123456" not in table
    assert len(table.strip().splitlines()) == 2


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    # Session and user are read by the door on every page.
    doors = ("django_session", 'FROM "accounts_user"', "mfa_authenticator", "usersessions", "account_emailaddress")
    return [query["sql"] for query in captured if not any(door in query["sql"] for door in doors)]


def many_more(dossier, count):
    """Copies of the row, as many files as a list needs."""
    Dossier.objects.bulk_create(
        Dossier(
            **{
                field.attname: getattr(dossier, field.attname)
                for field in Dossier._meta.concrete_fields
                if field.name not in ("id", "reference", "idempotency_key")
            },
            reference=f"{dossier.reference}-{number}",
            idempotency_key=f"{dossier.idempotency_key}:{number}",
        )
        for number in range(count)
    )


@pytest.mark.parametrize("who", ["clerk", "technician", "secretary", "governor"])
def test_a_list_takes_the_same_few_queries_whatever_its_rows(town, enter, who):
    client = enter(getattr(town, who))
    dossier = filed_dossier(town)
    many_more(dossier, 2)
    tabs = ("mine", "open", "late", "closed", "all")
    few = {tab: queries_of(client, f"{INBOX}?tab={tab}") for tab in tabs}
    many_more(filed_dossier(town, SMALL_PROJECT), PAGE + 7)
    for tab in tabs:
        many = queries_of(client, f"{INBOX}?tab={tab}")
        assert len(many) <= 8
        # A full page needs no second look at the files without last day; an empty one needs no titles.
        assert abs(len(many) - len(few[tab])) <= 1
        assert not [sql for sql in many if "COUNT(" in sql.upper() or "OFFSET" in sql.upper()]


def test_the_first_and_the_tenth_page_cost_the_same(town, enter, monkeypatch):
    many_more(filed_dossier(town), 21)
    monkeypatch.setattr("tracking.admin.inbox.PAGE", 2)
    client = enter(town.technician)
    address, costs = f"{INBOX}?tab=mine", []
    for _ in range(10):
        costs.append(len(queries_of(client, address)))
        address = INBOX + client.get(address).context["next_page"]
    assert len(set(costs)) == 1


def test_the_versions_and_answers_of_the_rows_are_not_read(town, enter):
    filed_dossier(town, REFECTION)
    client = enter(town.technician)
    client.get(INBOX)
    read = "\n".join(queries_of(client, INBOX))
    assert '"answers"' not in read
    assert '"search_text"' not in read
    assert '"procedures_procedureversion"."content"' not in read


@pytest.mark.parametrize("tab", ["open", "all"])
@pytest.mark.parametrize(
    "after",
    [
        "o:\u00b2",
        "o:" + "9" * 5000,
        "f:0001-01-01T00:00:00+23:59|1",
        "f:9999-12-31T23:59:59-23:59|1",
        "d:0001-01-01T00:00:00+23:59|" + "9" * 40,
        "d:x|\u0661",
    ],
)
def test_an_address_that_somebody_made_up_breaks_no_list(town, enter, tab, after):
    filed_dossier(town)
    assert enter(town.clerk).get(INBOX, {"tab": tab, "after": after}).status_code == 200


@pytest.mark.parametrize("tab", ["mine", "open", "late"])
def test_a_list_of_open_files_asks_for_open_files_and_shows_no_other(town, tab):
    waiting, ended = filed_dossier(town), filed_dossier(town)
    Dossier.objects.filter(pk=ended.pk).update(closed_at=MONDAY, state="delivered", holder="nobody")
    inbox = Inbox(Desk(town.technician, MONDAY + 60 * DAY), Asked(tab=tab))
    assert {row.dossier.pk for row in inbox.page} == {waiting.pk}
    # The condition of the indexes `tracking_dossier_due` and `tracking_dossier_open`, without which they are not used.
    assert '"closed_at" IS NULL' in str(inbox.base().query)
