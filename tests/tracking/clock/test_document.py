"""The page a lawyer reads shows exactly the cases that the tests run."""

from tests.tracking.clock.document import MARKED, PAGE, filled, tables


def test_the_page_shows_the_cases_that_are_tested():
    page = PAGE.read_text(encoding="utf-8")

    assert filled(page) == page


def test_every_table_stands_in_the_page_once():
    page = PAGE.read_text(encoding="utf-8")

    assert [mark["name"] for mark in MARKED.finditer(page)] == [name for name, _table in tables()]
