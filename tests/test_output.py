import csv
import io
import json

import pytest

from kg.cli.output import WRITERS, printable, show

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
