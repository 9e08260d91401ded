import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import Options, iso, read
from kg.read.encoding import decode
from kg.read.rows import jsonl
from kg.read.source import Source
from kg.records import Article, Skipped

PROSE = (
    "La société a présenté une puce pour les serveurs, et le directeur a dit qu'elle serait vendue dans les mois qui viennent. "
    * 3
)
ENGLISH = (
    "The company said that it would sell the new chip to all of its customers by the end of the year, and that was it. " * 3
)


def one(path, **options):
    found = list(read([path], Options(**options)))
    assert len(found) == 1
    return found[0]


def test_text_is_the_decoded_file_untouched(tmp_path):
    text = "\n  Titre\u00a0: l’été…\r\n\r\n« Oui » 🙂\u200b \n"
    path = tmp_path / "2025-01-28-note.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    article = one(path)
    assert article.text == text
    assert (article.key, article.date, article.title) == ("2025-01-28-note.txt", "2025-01-28", "Titre\u00a0: l’été…")


def test_markdown_front_matter_gives_the_metadata(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: Un titre\ndate: 2025-02-03\noutlet: Le Relais\nurl: https://r.example/a?utm_x=1\n---\n# Un titre\n\nCorps.\n",
        encoding="utf-8",
    )
    article = one(path)
    assert article == Article(
        key="https://r.example/a",
        text="# Un titre\n\nCorps.\n",
        title="Un titre",
        url="https://r.example/a?utm_x=1",
        outlet="Le Relais",
        date="2025-02-03",
    )


def test_old_encodings_are_recognised(tmp_path):
    path = tmp_path / "vieux.txt"
    path.write_bytes(("L'été à Orléans, déjà très chaud, a été « reporté ». " * 4).encode("cp1252"))
    assert "déjà très chaud" in one(path).text


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("vide.txt", b"", "empty"),
        ("blanc.txt", b"  \n\n", "empty"),
        ("image.txt", bytes(range(256)) * 50, "binary"),
        ("english.txt", ENGLISH.encode(), "not-french"),
        ("faux.docx", b"PK not a zip", "damaged"),
        ("faux.pdf", b"%PDF-1.4 nothing", "damaged"),
        ("faux.zip", b"PK\x03\x04rubbish", "damaged"),
        ("menu.html", b"<html><body><nav><a href=/>x</a></nav></body></html>", "no-text"),
        ("faux.xml", b"<rss><channel>", "malformed"),
        ("bombe.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><rss>&x;</rss>', "malformed"),
    ],
)
def test_bad_input_has_a_code_and_a_reason(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    skipped = one(path)
    assert isinstance(skipped, Skipped)
    assert (skipped.path, skipped.code) == (name, code)
    assert len(skipped.reason) > 10


def test_a_huge_text_is_skipped_without_being_read(tmp_path):
    path = tmp_path / "enorme.txt"
    with path.open("wb") as stream:
        stream.truncate(50 * 2**20)
    assert one(path).code == "too-large"


def test_missing_file_and_unknown_format(tmp_path):
    other = tmp_path / "a.xyz"
    other.write_text("x")
    assert [item.code for item in read([tmp_path / "absent", other])] == ["missing", "unknown-format"]


def test_one_bad_row_does_not_hide_the_next():
    lines = ['{"text": "Bonjour"}', "{broken", '{"other": 1}', '{"text": "Au revoir \\ud800", "id": "z"}']
    found = list(jsonl(Source("a.jsonl", "\n".join(lines).encode())))
    assert [isinstance(item, ReadError) for item in found] == [False, True, True, False]
    assert found[3].text == "Au revoir \ufffd"


def test_csv_and_sidecar(tmp_path):
    (tmp_path / "table.csv").write_text("Titre;Texte;Source\nA;Premier corps;Le Relais\nB;;X\n", encoding="utf-8")
    (tmp_path / "x.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("file,outlet,date\nx.txt,La Dépêche du Code,2024-05-06\n", encoding="utf-8")
    row, empty, plain = read([tmp_path])
    assert (row.outlet, row.text, row.key) == ("Le Relais", "Premier corps", "table.csv#1")
    assert empty.code == "empty"
    assert (plain.outlet, plain.date) == ("La Dépêche du Code", "2024-05-06")


def test_feeds_mail_html_docx_and_zip(tmp_path):
    import docx

    word = docx.Document()
    word.add_paragraph("Un paragraphe.")
    buffer = io.BytesIO()
    word.save(buffer)
    body = "".join(f"<p>{PROSE}</p>" for _ in range(3))
    files = {
        "f.xml": "<rss><channel><title>Le Fil</title><item><title>T &amp;amp; U</title><link>https://f.example/1</link>"
        "<pubDate>Tue, 28 Jan 2025 10:00:00 +0100</pubDate><description>&lt;p&gt;Corps&lt;/p&gt;</description></item></channel></rss>",
        "m.eml": "From: La Lettre <a@b.example>\nSubject: =?utf-8?q?=C3=89t=C3=A9?=\nDate: Tue, 28 Jan 2025 10:00:00 +0100\n"
        "Message-ID: <1@b>\nContent-Type: text/plain; charset=utf-8\n\nCorps.\n",
        "p.html": f"<html><head><title>Une puce</title><meta property='og:site_name' content='Le Site'></head><body><article><h1>Une puce</h1>{body}</article></body></html>",
    }
    archive = tmp_path / "tout.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for name, data in files.items():
            out.writestr(name, data)
        out.writestr("w.docx", buffer.getvalue())
    feed, mail, page, office = read([archive])
    assert (feed.key, feed.text, feed.date, feed.outlet) == ("https://f.example/1", "T & U\n\nCorps", "2025-01-28", "Le Fil")
    assert (mail.key, mail.text, mail.outlet, mail.date) == ("1@b", "Été\n\nCorps.", "La Lettre", "2025-01-28")
    assert "directeur" in page.text
    assert page.outlet == "Le Site"
    assert office.text == "Un paragraphe."


def test_pdf_text(tmp_path):
    stream = b"BT /F1 12 Tf 72 720 Td (Une puce nouvelle) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))
    (tmp_path / "a.pdf").write_bytes(out)
    assert one(tmp_path / "a.pdf").text == "Une puce nouvelle"


def test_stdin_takes_text_or_json_lines():
    assert [item.text for item in read(["-"], stdin=b"Bonjour.")] == ["Bonjour."]
    lines = json.dumps({"text": "A", "id": "1"}) + "\n" + json.dumps({"text": "B", "id": "2"})
    assert [item.key for item in read(["-"], stdin=lines.encode())] == ["1", "2"]


@given(st.text())
def test_any_text_survives_decoding(text):
    kept = text.removeprefix("\ufeff")
    encoded = kept.encode("utf-8", errors="surrogatepass")
    if b"\x00" not in encoded and not any(byte < 32 for byte in encoded):
        assert decode(kept.encode("utf-8")) == kept


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-01-28", "2025-01-28"),
        ("28/01/2025", "2025-01-28"),
        ("1er février 2025", "2025-02-01"),
        ("5 juin 2025", "2025-06-05"),
        ("3 déc. 2024", "2024-12-03"),
        ("12 août 2024", "2024-08-12"),
        ("99/99/2025", ""),
        ("hier", ""),
        ("", ""),
    ],
)
def test_french_days_become_iso(value, day):
    assert iso(value) == day


def test_the_sidecar_knows_the_title_better_than_the_first_line(tmp_path):
    (tmp_path / "x.txt").write_text("Chapeau.\n\nUn texte.", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("fichier;titre;date\nx.txt;Le vrai titre;5 juin 2025\n", encoding="utf-8")
    (article,) = read([tmp_path])
    assert (article.title, article.date) == ("Le vrai titre", "2025-06-05")
