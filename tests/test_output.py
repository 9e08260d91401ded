import csv
import io
import json

import pytest

from kg.cli.output import WRITERS, emit, show
from kg.cli.words import printable, say

COLUMNS = ("who", "what")
ROWS = [("Anne", "=1+1"), ("Bob | co\n<b>", ["x", "y"]), ("\x1b[31mZoé", None)]


def test_csv_is_raw_and_reads_back():
    text = WRITERS["csv"](COLUMNS, ROWS)
    assert list(csv.reader(io.StringIO(text)))[1:3] == [["Anne", "=1+1"], ["Bob | co\n<b>", "x; y"]]


def test_excel_runs_no_formula():
    text = WRITERS["excel"](COLUMNS, ROWS)
    assert text.startswith("\ufeffwho;what\r\n")
    assert "'=1+1" in text


def test_json_and_json_lines_agree():
    rows = json.loads(WRITERS["json"](COLUMNS, ROWS))
    assert rows == [json.loads(line) for line in WRITERS["jsonl"](COLUMNS, ROWS).split("\n") if line]
    assert rows[1]["what"] == ["x", "y"]


def test_markdown_cells_cannot_break_the_table():
    lines = WRITERS["md"](COLUMNS, ROWS).splitlines()
    assert len(lines) == 5
    assert lines[3] == "| Bob \\| co &lt;b> | x; y |"


@pytest.mark.parametrize(("name", "start"), [("a.csv", "who,what"), ("a.tsv", "who\twhat"), ("a.json", "["), ("a.md", "| who")])
def test_the_suffix_chooses_the_format(tmp_path, name, start):
    show(COLUMNS, ROWS, None, tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_no_escape_sequence_reaches_the_terminal(capsys):
    show(COLUMNS, ROWS, "table", None)
    assert "\x1b" not in capsys.readouterr().out
    assert printable("a\u202eb\x00") == "a\ufffdb\ufffd"


@pytest.mark.parametrize("form", ["csv", "excel"])
def test_what_csv_reads_as_an_end_of_row_stays_in_its_cell(form):
    rows = [("a\rb", 'x"y'), ("c\r\nd", "e;f,g"), ("", "")]
    text = WRITERS[form](COLUMNS, rows).removeprefix("\ufeff")
    read = csv.reader(io.StringIO(text, newline=""), delimiter=";" if form == "excel" else ",")
    assert list(map(tuple, read)) == [COLUMNS, *rows]
    assert WRITERS["csv"](("one",), [("",)]) == 'one\n""\n'


class Terminal(io.StringIO):
    """Standard output as a person has it."""

    def isatty(self):
        return True


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "md", "excel"])
def test_data_cannot_command_a_terminal_and_stay_raw_in_files(form, monkeypatch, tmp_path):
    rows = [("\x1b[31mZoé\x9b31m\u202e", "a\rb")]
    seen = Terminal()
    monkeypatch.setattr("sys.stdout", seen)
    show(COLUMNS, rows, form, None)
    assert "Zoé" in seen.getvalue()
    assert not any(char in seen.getvalue() for char in "\x1b\x9b\u202e\r")
    show(COLUMNS, rows, form, tmp_path / "file")
    assert ("\x9b" in (tmp_path / "file").read_bytes().decode()) == (form != "md")


def test_a_message_cannot_command_a_terminal(monkeypatch):
    monkeypatch.setenv("KG_LANG", "en")
    assert say("several", name="\x1b[2J", names="Zoé\x9b") == "Several names match “\ufffd[2J”, taken together: Zoé\ufffd"
    seen = Terminal()
    monkeypatch.setattr("sys.stdout", seen)
    emit("a\tb\n", None)
    assert seen.getvalue() == "a\tb\n"
