"""Loading a file again: the editor's change stays, the file's change is taken."""

from __future__ import annotations

import pytest

from procedures.merging import merge


@pytest.mark.parametrize(
    ("base", "current", "incoming", "value", "taken", "kept"),
    [
        # nothing new
        ({"a": 1}, {"a": 1}, {"a": 1}, {"a": 1}, [], []),
        # the file changed
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, ["a"], []),
        # the editor changed, the file did not
        ({"a": 1}, {"a": 9}, {"a": 1}, {"a": 9}, [], []),
        # both changed: the editor's stays and is reported
        ({"a": 1}, {"a": 9}, {"a": 2}, {"a": 9}, [], ["a"]),
        # both made the same change
        ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}, [], []),
        # a row edited by the editor, another by the file
        (
            {"d": [{"code": "x", "n": 1}, {"code": "y", "n": 1}]},
            {"d": [{"code": "x", "n": 9}, {"code": "y", "n": 1}]},
            {"d": [{"code": "x", "n": 1}, {"code": "y", "n": 2}]},
            {"d": [{"code": "x", "n": 9}, {"code": "y", "n": 2}]},
            ["d/y/n"],
            [],
        ),
        # a row added by each
        (
            {"d": [{"code": "x"}]},
            {"d": [{"code": "x"}, {"code": "mine"}]},
            {"d": [{"code": "x"}, {"code": "new"}]},
            {"d": [{"code": "x"}, {"code": "new"}, {"code": "mine"}]},
            ["d/new"],
            [],
        ),
        # a row the editor removed stays removed
        (
            {"d": [{"code": "x"}, {"code": "y"}]},
            {"d": [{"code": "y"}]},
            {"d": [{"code": "x"}, {"code": "y"}]},
            {"d": [{"code": "y"}]},
            [],
            [],
        ),
        # a row the file removed goes, unless the editor changed it
        ({"d": [{"code": "x", "n": 1}]}, {"d": [{"code": "x", "n": 1}]}, {"d": []}, {"d": []}, ["d/x"], []),
        ({"d": [{"code": "x", "n": 1}]}, {"d": [{"code": "x", "n": 9}]}, {"d": []}, {"d": [{"code": "x", "n": 9}]}, [], ["d/x"]),
        # lists without identities are taken whole
        ({"l": ["a"]}, {"l": ["a"]}, {"l": ["a", "b"]}, {"l": ["a", "b"]}, ["l"], []),
        # first load over an editor's own procedure: nothing of the editor's is lost
        ({}, {"a": 9}, {"a": 1, "b": 2}, {"a": 9, "b": 2}, ["b"], ["a"]),
    ],
)  # fmt: skip
def test_three_ways_meet(base, current, incoming, value, taken, kept):
    merged = merge(base=base, current=current, incoming=incoming)
    assert (merged.value, merged.taken, merged.kept) == (value, taken, kept)


def test_the_editors_order_stands_when_the_files_did_not_change():
    base = {"d": [{"code": "x"}, {"code": "y"}]}
    current = {"d": [{"code": "y"}, {"code": "x"}]}
    assert merge(base=base, current=current, incoming=base).value == current


def test_a_new_order_of_the_file_is_taken():
    base = {"d": [{"code": "x"}, {"code": "y"}]}
    incoming = {"d": [{"code": "y"}, {"code": "x"}]}
    assert merge(base=base, current=base, incoming=incoming).value == incoming


def test_a_column_younger_than_the_last_loading_is_filled_by_the_file_where_no_editor_did():
    base, incoming = {"validity": {"amount": 6}}, {"validity": {"amount": 6, "ends": "expired"}}
    empty = merge(base=base, current={"validity": {"amount": 6, "ends": ""}}, incoming=incoming)
    assert (empty.value, empty.taken) == (incoming, ["validity/ends"])
    filled = merge(base=base, current={"validity": {"amount": 6, "ends": "lapse_presumed"}}, incoming=incoming)
    assert (filled.value["validity"]["ends"], filled.kept) == ("lapse_presumed", ["validity/ends"])
