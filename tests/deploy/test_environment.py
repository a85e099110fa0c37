"""Set-up does again what changed and nothing else; a step that fails says why and what to do."""

import importlib
import sys

import pytest

from tests.architecture.code import ROOT


@pytest.fixture
def setup(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "deploy" / "setup"))
    return importlib.import_module("environment")


def test_a_part_is_made_once_for_the_same_source(setup, tmp_path):
    lock, stamp, made = tmp_path / "lock", tmp_path / "made" / ".stamp", []
    for content in ("one", "one", "two", "two", "one"):
        lock.write_text(content)
        setup._made_from(stamp, [lock], lambda content=content: made.append(content))
    assert made == ["one", "two", "one"]


def test_a_part_that_failed_is_made_again(setup, tmp_path):
    lock, stamp = tmp_path / "lock", tmp_path / ".stamp"
    lock.write_text("one")
    with pytest.raises(ZeroDivisionError):
        setup._made_from(stamp, [lock], lambda: 1 / 0)
    assert not stamp.exists()


def test_a_step_that_fails_shows_the_end_of_its_log_and_what_to_do(setup, tmp_path):
    script = "import sys; print('line 1'); print('the reason', file=sys.stderr); sys.exit(3)"
    with pytest.raises(setup.StepFailed) as failure, setup.Step("Packages", tmp_path / "step.log") as step:
        step.run([sys.executable, "-c", script], advice="Reach the index.")
    sentence = str(failure.value)
    assert "ended with 3" in sentence
    assert "the reason" in sentence
    assert sentence.endswith("Reach the index.")


def test_a_step_shows_how_far_it_is(setup, tmp_path, capsys):
    seen = []

    def watch(line):
        seen.append(line.strip())
        return line.strip()

    with setup.Step("Packages", tmp_path / "step.log") as step:
        step.run([sys.executable, "-c", "print('1 of 2'); print('2 of 2')"], watch=watch)
        assert step.detail == "2 of 2"
    assert seen == ["1 of 2", "2 of 2"]
    shown = capsys.readouterr().out
    assert shown.startswith("  Packages")
    assert "done" in shown


def test_a_missing_venv_module_is_told_with_its_remedy(setup, monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(setup.StepFailed, match="apt-get install python3-venv"):
        setup.virtual_environment()


def test_a_missing_browser_is_told_to_who_may_not_install_it(setup, monkeypatch, capsys):
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    setup.browser()
    assert "sudo apt-get install chromium poppler-utils" in capsys.readouterr().out
