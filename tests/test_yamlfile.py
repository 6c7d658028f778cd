"""Reading and checking what people write."""

import contextlib
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, StrictFloat, StrictInt, field_validator

from companion.errors import Problem, Problems
from companion.yamlfile import LARGEST, Written, parse, read, shown, validate


class Tea(Written):
    """A section with one of everything."""

    strength: Annotated[StrictInt, Field(ge=1, le=5)] = 3
    minutes: Annotated[StrictFloat, Field(gt=0)] = 4.0
    kind: Literal["green", "black"] = "green"
    hot: bool = True
    note: str | None = None


class Table(Written):
    """A file."""

    title: str
    tea: Tea = Tea()
    guests: tuple[str, ...] = ()
    more: dict[str, Tea] = Field(default_factory=dict)
    rounds: tuple[Tea, ...] = ()
    talk: str | list[str] = ""
    days: Literal["all"] | list[Literal["monday", "friday"]] = "all"
    notes: dict[Literal["short", "long"], str] = Field(default_factory=dict)
    colour: Annotated[str, Field(description="a colour", min_length=1)] = "red"

    @field_validator("guests")
    @classmethod
    def _once(cls, guests: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(guests)) < len(guests):
            raise ValueError("names somebody twice")
        return guests


def complaints(text: str) -> list[str]:
    """What is said about a `Table` with this text, without the name of the file."""
    with pytest.raises(Problems) as caught:
        validate(Table, parse(text, "table.yaml"))
    return [str(problem).removeprefix("table.yaml, ") for problem in caught.value.problems]


BROKEN = {
    "title: x\ncolor: red\n": "line 2: `color` is not known here; did you mean `colour`?",
    "title: x\nzzz: 1\n": "line 2: `zzz` is not known here; known are `title`, `tea`, `guests`, `more`, `rounds`, "
    "`talk`, `days`, `notes` and `colour`.",
    "title: x\ntea: {strenght: 1}\n": "line 2: `strenght` is not known here; did you mean `strength`?",
    "title: x\nmore:\n  a:\n    hott: 1\n": "line 4: `hott` is not known here; did you mean `hot`?",
    "title: x\ntea:\n  strength: fast\n": "line 3: `strength` must be a whole number from 1 to 5, not 'fast'.",
    "title: x\ntea:\n  strength: 9\n": "line 3: `strength` must be a whole number from 1 to 5, not 9.",
    "title: x\ntea:\n  strength: true\n": "line 3: `strength` must be a whole number from 1 to 5, not true.",
    "title: x\ntea:\n  strength:\n": "line 3: `strength` must be a whole number from 1 to 5, not empty.",
    "title: x\nrounds:\n  - {}\n  - minutes: 0\n": "line 4: `minutes` must be a number above 0, not 0.",
    "title: x\ntea:\n  minutes: .inf\n": "line 3: `minutes` must be a number above 0, not '.inf'.",
    "title: x\ntea:\n  kind: grean\n": "line 3: `kind` must be green or black, not 'grean'; did you mean green?",
    "title: x\ntea:\n  hot: maybe\n": "line 3: `hot` must be true or false, not 'maybe'.",
    "title: x\ntea:\n  note: [a]\n": "line 3: `note` must be text, not a list.",
    "title: 730\n": "line 1: `title` must be text in quotes, not 730.",
    "title: x\ntea: 7\n": "line 2: `tea` must be a group of indented keys, not 7.",
    "title: x\nguests: Sam\n": "line 2: `guests` must be a list, not 'Sam'.",
    "title: x\nguests:\n- Sam\n- 4\n": "line 4: item 2 of `guests` must be text in quotes, not 4.",
    "title: x\nguests: [Sam, Sam]\n": "line 2: `guests` names somebody twice.",
    "title: x\ncolour: ''\n": "line 2: `colour` must be a colour, not ''.",
    "title: x\ntalk: {}\n": "line 2: `talk` must be a list or text, not a group of keys.",
    "title: x\ntalk:\n  - a\n  - 4\n": "line 4: item 2 of `talk` must be text in quotes, not 4.",
    "title: x\ndays: some\n": "line 2: `days` must be a list or all, not 'some'.",
    "title: x\ndays: [monday, frday]\n": "line 2: item 2 of `days` must be monday or friday, not 'frday'; did you mean "
    "friday?",
    "title: x\nnotes:\n  shrt: a\n": "line 3: `shrt` is not known here; did you mean `short`?",
    "title: x\nnotes:\n  short: 1\n": "line 3: `short` must be text in quotes, not 1.",
    "tea: {}\n": "line 1: `title` is missing.",
    "title: x\ntitle: y\n": "line 2: `title` is written twice, first on line 1; keep one of them.",
    "- a\n": "line 1: this file must be made of lines like `key: value`.",
    "title: x\ntea:\n\thot: true\n": "line 3: there is a tab here; indent with spaces.",
    "title: a: b\n": "line 1: a colon cannot stand here; indent this line like its neighbours, or put quotes around "
    "the text.",
    "title: 'x\ntea: {}\n": "line 1: the quotation mark that opens here is never closed.",
    "title: {x\n": "line 2: a comma or a closing bracket is missing before this.",
    "title: x\ntea:\n  hot: true\n kind: green\n": "line 4: the indentation does not fit the lines above.",
    "title: {name}, is now good?\n": "line 1: text that begins with a brace needs quotes around all of it.",
    "tea:\n  note: {name}.\ntitle: x\n": "line 2: text that begins with a brace needs quotes around all of it.",
    "title: {name}\n": "line 1: `title` must be text, not a group of keys; put quotes around text that begins with a "
    "brace.",
    "title: *x\n": "line 1: `*` starts an alias, which is not used here; put quotes around the text.",
    "title: &x y\n": "line 1: `&` starts an anchor, which is not used here; put quotes around the text.",
    "title: !!str 5\n": "line 1: `!` starts a tag, which is not used here; put quotes around the text.",
    "title: @x\n": "line 1: this character cannot begin a text; put quotes around the text.",
    'title: "\\q"\n': "line 1: this backslash means nothing in YAML; use single quotes around the text.",
    "title: x\n: y\n": "line 2: a key is missing before the colon.",
    "? [a]\n: y\n": "line 1: a key must be plain text; put quotes around it.",
    "title: x\n---\ntitle: y\n": "line 2: a second document begins here; one file holds one, so remove the `---`.",
    "title: \x01\n": "line 1: there is a character that cannot be printed here (code 0x01).",
    "title:\n" + "".join(" " * n + "- \n" for n in range(1, 22)): "line 21: this is nested more than 20 levels deep.",
}


@pytest.mark.parametrize("text", BROKEN)
def test_each_mistake_is_one_sentence(text: str) -> None:
    """A broken file is answered with exactly one sentence that has its line."""
    assert complaints(text) == [BROKEN[text]]


def test_all_mistakes_come_at_once() -> None:
    """Mistakes of every kind are reported together, in the order of the lines."""
    text = "title: 5\ntea:\n  strength: 9\n  strength: 8\n  hto: true\nguests: Sam\n"
    assert [line.split(":")[0] for line in complaints(text)] == ["line 1", "line 3", "line 4", "line 5", "line 6"]


def test_an_empty_file_is_one_without_keys() -> None:
    """An empty file lacks what must be there, and nothing else."""
    with pytest.raises(Problems, match=r"^table.yaml: `title` is missing\.$"):
        validate(Table, parse("# nothing\n", "table.yaml"))


def test_an_empty_section_has_its_defaults() -> None:
    """A section with every key commented out is the default section."""
    assert validate(Table, parse("title: x\ntea:\n  # hot: true\n", "table.yaml")).tea == Tea()


def test_plain_words_stay_words() -> None:
    """YAML 1.2: yes, no, on, off, dates and clock times are text; only true, false and null are not."""
    text = "[yes, no, on, off, 7:30, 2026-11-20, 1_000, 0x1F, true, null, ~, 3, -3.5, 1e3, '3']"
    assert parse(text, "x").data == [
        "yes", "no", "on", "off", "7:30", "2026-11-20", "1_000", "0x1F", True, None, None, 3, -3.5, 1000.0, "3",
    ]  # fmt: skip


def test_keys_are_the_text_that_is_written() -> None:
    """A key is never turned into a number or a truth value."""
    assert parse("1: a\nyes: b\nnull: c\n", "x").data == {"1": "a", "yes": "b", "null": "c"}


def test_lines_are_found_by_path() -> None:
    """Every key and item knows its line; what is not written has the line of what is around it."""
    document = parse("a:\n  b:\n    - c\n    - d: 1\n", "x")
    assert [document.line(where) for where in (("a",), ("a", "b", 0), ("a", "b", 1, "d"), ("a", "z", "y"))] == [
        1, 3, 4, 1,
    ]  # fmt: skip


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A missing file, a folder, another encoding and a huge file: each one sentence."""
    (tmp_path / "latin.yaml").write_bytes("a: b\ntitle: café\n".encode("latin-1"))
    (tmp_path / "huge.yaml").write_bytes(b"#" * (LARGEST + 1))
    said = []
    for name in ("nothing.yaml", ".", "latin.yaml", "huge.yaml", "a\0b"):
        with pytest.raises(Problems) as caught:
            read(tmp_path / name)
        said += [(problem.line, problem.text) for problem in caught.value.problems]
    assert said == [
        (None, "there is no such file."),
        (None, "this is a folder, where a file is needed."),
        (2, "this is not UTF-8 text; save the file as UTF-8."),
        (None, "this file is larger than 2 megabytes."),
        (None, "this file cannot be read: embedded null byte."),
    ]


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    """Files from Windows editors are ordinary files."""
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbftitle: x\r\ntea:\r\n  hot: off\r\n")
    assert validate(Table, read(tmp_path / "a.yaml")) == Table(title="x", tea=Tea(hot=False))


def test_files_are_named_as_a_person_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path below the current folder is shown relative to it, others as they were given."""
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "b.yaml") == str(Path("a") / "b.yaml")
    assert shown(Path("../b.yaml")) == str(Path("../b.yaml"))


YAML_LIKE = st.text(
    st.one_of(st.sampled_from(list("aby:-?!&*%@`'\"|>{}[],#~<= \n\t\r\\0.1")), st.characters()), max_size=60
)


def mistakes(text: str) -> tuple[Problem, ...]:
    """What is wrong with `text` as a `Table`; nothing where it is one."""
    try:
        validate(Table, parse(text, "table.yaml"))
    except Problems as error:
        return error.problems
    return ()


@given(st.one_of(YAML_LIKE, st.text(), st.lists(st.sampled_from(list(BROKEN))).map("".join)))
def test_no_text_raises_anything_but_problems(text: str) -> None:
    """Whatever stands in a file, the answer is a model or Problems with whole sentences on one line."""
    for problem in mistakes(text):
        assert problem.text.splitlines() == [problem.text]
        assert problem.text[-1] in ".?"
        assert problem.line is None or 1 <= problem.line <= len(text.splitlines()) + 1


@given(st.binary(max_size=80))
def test_no_bytes_raise_anything_but_problems(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """The same for whatever bytes a file holds."""
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(raw)
    with contextlib.suppress(Problems):
        validate(Table, read(path))
