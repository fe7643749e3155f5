"""What commands print of values they did not write: shown as they are, and never obeyed."""

import io

import pytest
from rich.console import Console

from cli import output
from cli.output import print_table, say, shown


def _printed(rows: list[tuple[object, ...]], *, nothing: str = "") -> str:
    console = Console(file=io.StringIO(), width=140, force_terminal=False)
    print_table(console, ("name", "why"), rows, title="Records", nothing=nothing)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    "value", ["[red]ANA[/red]", "[/bold]", "[link=https://x.example]GARCIA[/link]", "A [B] C"]
)
def test_brackets_of_a_value_are_no_markup(value: str) -> None:
    assert value in _printed([(value, None)])


def test_a_value_does_not_steer_the_terminal() -> None:
    printed = _printed([("ANA\x1b[2J", "\x07\x9b31m")])
    assert not {"\x1b", "\x07", "\x9b"} & set(printed)
    assert "ANA\N{REPLACEMENT CHARACTER}[2J" in printed


def test_a_table_without_rows_says_so_or_shows_its_columns() -> None:
    assert "nobody" in _printed([], nothing="nobody")
    assert "why" in _printed([])


def test_a_sentence_with_a_value_in_brackets_is_printed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(file=io.StringIO(), width=20, force_terminal=False)
    monkeypatch.setattr(output, "console", console)
    say("decision 3: [OPS:P1] and [OPS:P2] are one customer")
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "decision 3: [OPS:P1] and [OPS:P2] are one customer\n"


def test_nothing_is_lost_of_a_text_in_any_alphabet() -> None:
    assert shown("Peña Ñ Łódź 李\n€") == "Peña Ñ Łódź 李\n€"
