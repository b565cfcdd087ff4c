from pathlib import Path

import pytest

from riwaya.inputs import open_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a/one.txt", "b/one.txt", "b/two.html", "b/notes.pdf", "b/.hidden/three.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_names_are_the_shortest_that_differ(folder: Path) -> None:
    sources, failures = open_inputs([folder])
    assert [s.name for s in sources] == ["a/one.txt", "b/one.txt", "two.html"]
    assert not failures


def test_a_file_given_twice_is_read_once(folder: Path) -> None:
    sources, _ = open_inputs([folder / "a" / "one.txt", folder / "a" / ".." / "a" / "one.txt"])
    assert [s.name for s in sources] == ["one.txt"]


def test_a_file_named_by_itself_may_have_any_name(folder: Path) -> None:
    sources, _ = open_inputs([folder / "b" / "notes.pdf"])
    assert [s.name for s in sources] == ["notes.pdf"]


def test_patterns(folder: Path) -> None:
    sources, _ = open_inputs([str(folder / "*" / "one.txt")])
    assert len(sources) == 2


def test_standard_input() -> None:
    sources, _ = open_inputs(["-"], b"text")
    assert (sources[0].name, sources[0].data) == ("stdin", b"text")


def test_what_cannot_be_opened_is_a_failure_and_the_rest_goes_on(folder: Path) -> None:
    sources, failures = open_inputs([folder / "missing.txt", "https://example.org/x", folder / "a"])
    assert [s.name for s in sources] == ["one.txt"]
    assert [f.reason.split()[0] for f in failures] == ["no", "addresses"]
    assert all(f.stage == "open" for f in failures)


def test_an_empty_directory_is_a_failure(tmp_path: Path) -> None:
    _, failures = open_inputs([tmp_path])
    assert "nothing to read" in failures[0].reason
