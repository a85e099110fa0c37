"""Which permit, as the law says it: a row for each line of the lists of large projects (RGC, annexes 2, 3)."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.orientation.reader import trees
from procedures.orientation.walk import Position, walk

TODAY = date(2026, 11, 24)
LOT = {"land": "town", "zone": "subdivision", "area": "200", "connected": "yes", "right": "title"}
OUT = {"land": "town", "zone": "plan", "area": "200", "connected": "yes", "right": "title"}
OPEN = {"what": "house", "land": "road", "zone": "none", "connected": "no", "right": "title"}


def asked(need: str, answers: dict[str, str], on: date = TODAY) -> Position:
    """The end of the tree of `need` for `answers`, which must be enough."""
    position = walk(trees()[need], answers, on=on)
    assert position.outcome is not None, position.question
    return position


def end(need: str, on: date = TODAY, **answers: str) -> str:
    outcome = asked(need, answers, on).outcome
    assert outcome is not None
    return outcome.key


def said(position: Position) -> str:
    """What the law adds for these answers, in French."""
    return " ".join(str(note.text.fr) for note in position.notes)


# --- large or small (RGC 2013, annexes 2 and 3) ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        ("annex 2, 1: for the State or a public body", {"what": "body", **OUT}, "large"),
        ("annex 2, 2: private, open to the public", {"what": "public", **OUT}, "large"),
        ("annex 2, 3: trade of more than 500 m2", {"what": "trade", **OUT, "height": "5", "area": "500.5"}, "large"),
        ("annex 2, 3: trade higher than 5.50 m", {"what": "trade", **OUT, "height": "5.51", "area": "90"}, "large"),
        ("annex 3, 3: trade within both", {"what": "trade", **OUT, "height": "5.5", "area": "500"}, "small"),
        ("annex 2, 4: first class", {"what": "workshop", **OUT, "height": "4", "category": "first"}, "large"),
        ("annex 2, 4: second class", {"what": "workshop", **OUT, "height": "4", "category": "second"}, "large"),
        ("annex 2, 4: third class, small", {"what": "workshop", **OUT, "height": "4", "category": "third"}, "small"),
        (
            "annex 2, 4: third class, over one limit only",
            {"what": "workshop", **OUT, "height": "5.5", "area": "900", "category": "third"},
            "small",
        ),
        (
            "annex 2, 4: third class, over both",
            {"what": "workshop", **OUT, "height": "6", "area": "501", "category": "third"},
            "large",
        ),
        ("annex 2, 5: higher than 15.50 m", {"what": "house", **LOT, "height": "15.51"}, "large"),
        ("annex 2, 5: 15.50 m outside a subdivision", {"what": "house", **OUT, "height": "15.5"}, "large"),
        ("annex 3, 2: 15.50 m in a subdivision", {"what": "house", **LOT, "height": "15.50"}, "small"),
        ("annex 3, 1: 11.50 m in a subdivision", {"what": "house", **LOT, "height": "11.5"}, "small"),
        ("annex 3, end: all that is not large", {"what": "house", **OUT, "height": "15.49"}, "small"),
        ("annex 2, 6: a group of dwellings", {"what": "group", **OUT, "dwellings": "21"}, "group"),
    ],
)
def test_a_project_is_large_or_small(line, answers, expected):
    assert end("build", **answers) == expected, line


def test_only_a_group_of_more_than_twenty_dwellings_is_said_to_be_large():
    def reasons(dwellings: str) -> list[str]:
        position = asked("build", {"what": "group", **OUT, "dwellings": dwellings})
        return [str(reason.text.fr) for reason in position.reasons]

    assert not any("grand projet" in reason for reason in reasons("20"))
    assert any("grand projet" in reason for reason in reasons("21"))


@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        ("annex 3, 2: 15.50 m in a subdivision", {"change": "floor", "what": "house", **LOT, "height": "15.5"}, "small"),
        ("annex 2, 5: raised above", {"change": "floor", "what": "house", **LOT, "height": "16"}, "large"),
        ("annex 2, 5: raised to 15.50 m outside", {"change": "floor", "what": "house", **OUT, "height": "15.5"}, "large"),
        ("annex 2, 2: a hotel enlarged", {"change": "extension", "what": "public", **OUT}, "large"),
        ("annex 3, 5: no change of envelope, whatever the building", {"change": "facade", **OUT}, "small"),
        ("annex 3, 5: inside", {"change": "inside", **OUT}, "small"),
    ],
)  # fmt: skip
def test_a_change_is_large_or_small(line, answers, expected):
    assert end("enlarge", **answers) == expected, line


@pytest.mark.parametrize(("aim", "code"), [("lots", "U3"), ("group", "U4"), ("partition", "U5")])
def test_dividing_land_is_always_large(aim, code):
    """2019 list: subdivision, group of dwellings, division."""
    position = asked("divide", {"aim": aim, "communes": "one", "planned": "no", "land": "covered"})
    assert position.outcome is not None
    assert position.outcome.code == code
    assert any("grand projet" in str(reason.text.fr) for reason in position.reasons)


# --- correction 6: without sewage or water the services are asked by law (12-90 art. 47) --------------------------------


@pytest.mark.parametrize(("connected", "expected"), [("yes", False), ("no", True)])
def test_without_networks_the_services_give_their_opinion(connected, expected):
    position = asked("build", {"what": "house", **LOT, "height": "8", "connected": connected})
    assert ("services de l'eau" in said(position)) is expected


# --- correction 7: outside a plan (12-90 art. 46, decree 2-92-832 arts 34-37) -------------------------------------------


@pytest.mark.parametrize(
    ("line", "plot", "footprint", "height", "expected"),
    [
        ("34: one hectare, a fiftieth, 8.50 m", "10000", "200", "8.5", "small"),
        ("35: less than one hectare", "9999", "100", "8", "derogation"),
        ("34: more than a fiftieth", "10000", "200.5", "8", "derogation"),
        ("34: 800 m2 at most, whatever the plot", "100000", "800", "8", "small"),
        ("36: more than 800 m2", "100000", "801", "8", "derogation"),
        ("36: higher than 8.50 m", "10000", "200", "8.51", "derogation"),
        ("annex 3: R+2, possible in a subdivision, is not outside a plan", "10000", "200", "11.5", "derogation"),
    ],
)
def test_outside_a_plan_the_limits_are_told_before_plans_are_paid(line, plot, footprint, height, expected):
    answers = {**OPEN, "plot": plot, "footprint": footprint, "height": height}
    assert end("build", **answers) == expected, line
    assert ("Avant de payer des plans" in said(asked("build", answers))) is (expected == "derogation")


# --- correction 10: where a permit is required at all (12-90 art. 40, decree 2-18-475 art. 11) ---------------------------

REQUIRED = {"town": True, "around": True, "special": True, "lot": True, "road": True, "country": False}


@pytest.mark.parametrize(("land", "required"), REQUIRED.items())
@pytest.mark.parametrize(
    ("need", "answers", "free"),
    [
        ("build", {"what": "public", "connected": "yes", "right": "title"}, "not_required"),
        ("enlarge", {"change": "inside", "right": "title"}, "not_here"),
        ("repair", {"works": "repair", "facade": "no", "parts": "none"}, "not_here"),
        ("demolish", {"state": "safe", "extent": "total", "owner": "person"}, "not_here"),
        ("regularise", {"case": "no_permit", "lots": "no", "rules": "yes"}, "not_here"),
    ],
)
def test_a_permit_is_required_where_the_law_says(need, answers, free, land, required):
    position = asked(need, {**answers, "land": land})
    assert position.outcome is not None
    assert (position.outcome.kind != "not_required") is required
    assert required or (position.outcome.key == free and position.outcome.bases)


def test_a_village_with_a_plan_follows_the_dahir_of_1960():
    assert end("build", what="house", land="village", connected="no", right="moulkiya") == "village"


def test_whoever_does_not_know_asks_the_urban_agency():
    assert end("build", what="house", land="unknown") == "unknown"


# --- correction 11: telecommunications in towns and centres only (12-90 art. 44) ----------------------------------------


@pytest.mark.parametrize(
    ("land", "levels", "dwellings", "expected"),
    [
        ("town", "4", "", True),
        ("town", "3", "6", True),
        ("town", "3", "5", False),
        ("town", "2", "", False),
        ("road", "4", "", False),
    ],
)
def test_lines_of_telecommunication_are_asked_in_towns(land, levels, dwellings, expected):
    answers = {**OUT, "what": "collective", "land": land, "height": "12", "levels": levels, "dwellings": dwellings}
    assert ("lignes de télécommunications" in said(asked("build", answers))) is expected


# --- correction 25: collective land (12-90 arts 64 and 77) --------------------------------------------------------------


@pytest.mark.parametrize(("right", "expected"), [("title", False), ("heirs", False), ("collective", True)])
def test_collective_land_needs_its_guardian_first(right, expected):
    position = asked("build", {"what": "house", **LOT, "height": "8", "right": right})
    assert ("autorité qui en a la tutelle" in said(position)) is expected
    assert position.handed().get("land_right", "") == {"heirs": ""}.get(right, right)


# --- correction 27 and mosques: other laws (RGC arts 3 and 4) -----------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"what": "house", "land": "excluded"}, "excluded"), ({"what": "other", "other": "mosque"}, "mosque")],
)
def test_what_the_regulation_excludes_is_another_authoritys(answers, expected):
    position = asked("build", answers)
    assert position.outcome is not None
    assert (position.outcome.key, position.outcome.kind) == (expected, "elsewhere")


# --- the architect (12-90 arts 50, 51, 54) ------------------------------------------------------------------------------


@pytest.mark.parametrize("land", ["town", "around", "special"])
@pytest.mark.parametrize(("area", "design_only"), [("150", True), ("150.5", False)])
def test_an_architect_is_compulsory_in_and_around_towns(land, area, design_only):
    """Up to 150 square metres of floors, for the design alone."""
    words = said(asked("build", {"what": "house", **OUT, "land": land, "height": "8", "area": area}))
    assert "est obligatoire, ainsi que des ingénieurs" in words
    assert ("n'est obligatoire que pour les plans" in words) is design_only


@pytest.mark.parametrize(("what", "compulsory"), [("house", False), ("public", True), ("body", True)])
@pytest.mark.parametrize("land", ["lot", "road", "village"])
def test_elsewhere_only_for_what_is_open_to_the_public(land, what, compulsory):
    words = said(asked("build", {"what": what, **OUT, "land": land, "height": "8"}))
    assert ("sont obligatoires partout" in words) is compulsory
    assert ("n'oblige pas à prendre un architecte" in words) is not compulsory


# --- façade, repair, demolition, use, site -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facade", "parts", "code", "scope"),
    [
        ("no", "none", "U6", "inside"),
        ("same", "none", "U6", "inside"),
        ("changes", "", "U2", ""),
        ("no", "structure", "U2", ""),
        ("no", "layout", "U2", ""),
        ("no", "shared", "U2", ""),
        ("no", "use", "U15", ""),
    ],
)
def test_a_repair_changes_nothing_that_the_texts_protect(facade, parts, code, scope):
    """12-90 art. 40: any change of a façade; 2-18-475 art. 1: use, shared parts, structure, façades, layout."""
    answers = {"works": "repair", "facade": facade, "parts": parts, "land": "town", "place": "town"}
    position = asked("repair", answers)
    assert position.outcome is not None
    assert position.outcome.code == code
    assert position.handed().get("scope", "") == scope


def test_a_facade_redone_as_it_was_is_marked_as_unsure():
    position = asked("repair", {"works": "repair", "facade": "same", "parts": "none", "land": "town"})
    assert "low" in [reason.origin.confidence for reason in position.reasons if reason.origin]


@pytest.mark.parametrize(("owner", "months"), [("person", "six mois"), ("public", "douze mois")])
def test_a_demolition_needs_an_engineers_study(owner, months):
    """2-18-475 arts 13 and 15."""
    words = said(asked("demolish", {"state": "safe", "extent": "partial", "land": "town", "owner": owner}))
    assert "étude technique par un ingénieur spécialisé est obligatoire" in words
    assert f"vaut {months}" in words


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"built": "as_permitted", "use": "home", "developer": "no", "architect": "yes"}, "U9"),
        ({"built": "as_permitted", "use": "other", "developer": "accepted", "architect": "no"}, "U10"),
        ({"built": "as_permitted", "use": "home", "developer": "waiting"}, "U14"),
        ({"built": "without"}, "U7"),
    ],
)
def test_a_finished_building_is_not_used_without_its_paper(answers, code):
    """12-90 arts 55 and 57."""
    outcome = asked("finish", answers).outcome
    assert outcome is not None
    assert outcome.code == code


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2024, 1, 1), "regularise"), (date(2025, 5, 31), "regularise"), (date(2025, 6, 1), "closed")]
)  # fmt: skip
def test_putting_in_order_was_open_for_two_years(on, expected):
    """2-18-475 art. 6: the period is a dated value, not code."""
    assert end("regularise", on=on, case="no_permit", land="town", lots="no", rules="yes") == expected


@pytest.mark.parametrize(
    ("lots", "rules", "expected"), [("irregular", "", "restructuring"), ("no", "no", "corrections")]
)
def test_what_must_come_before_putting_in_order(lots, rules, expected):
    """2-18-475 arts 9 and 10."""
    assert end("regularise", case="no_permit", land="town", lots=lots, rules=rules) == expected


@pytest.mark.parametrize(
    ("age", "code"), [("recent", "U11"), ("founded", "U11"), ("lapsed", "U1")]
)  # fmt: skip
def test_a_permit_falls_without_foundations_within_a_year(age, code):
    """12-90 art. 49."""
    outcome = asked("site", {"stage": "begin", "age": age}).outcome
    assert outcome is not None
    assert outcome.code == code


def test_land_in_two_communes_is_filed_at_the_province():
    """RGC art. 31."""
    assert end("divide", aim="lots", communes="several") == "province"


@pytest.mark.parametrize(
    ("category", "code"), [("unclassified", "E1"), ("third", "E2"), ("second", "E3"), ("first", "")]
)  # fmt: skip
def test_a_classified_establishment_follows_its_class(category, code):
    outcome = asked("shop", {"aim": "open", "activity": "nuisance", "category": category, "premises": "yes"}).outcome
    assert outcome is not None
    assert outcome.code == code


def test_a_dwelling_becomes_a_shop_by_a_change_of_use_first():
    """12-90 art. 58."""
    outcome = asked("shop", {"aim": "open", "activity": "shop", "premises": "no"}).outcome
    assert outcome is not None
    assert outcome.code == "U15"
