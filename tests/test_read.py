import io
import json
import os
import random
import zipfile
from dataclasses import astuple

import pytest
from documents import SEEDS, packed, portable, word
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import Options, archives, canonical, iso, office, read, sidecar
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
        ("encodage.xml", b'<?xml version="1.0" encoding="foo"?><rss/>', "malformed"),
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
    (tmp_path / "a.pdf").write_bytes(portable())
    assert one(tmp_path / "a.pdf").text == "Une puce nouvelle"


def test_a_damaged_pdf_is_told(tmp_path):
    (tmp_path / "a.pdf").write_bytes(portable(entry=b"/Filter/Unknown"))
    assert one(tmp_path / "a.pdf").code == "damaged"


def test_stdin_takes_text_or_json_lines():
    assert [item.text for item in read(["-"], stdin=b"Bonjour.")] == ["Bonjour."]
    lines = json.dumps({"text": "A", "id": "1"}) + "\n" + json.dumps({"text": "B", "id": "2"})
    assert [item.key for item in read(["-"], stdin=lines.encode())] == ["1", "2"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t")))
def test_any_text_survives_decoding(text):
    kept = text.removeprefix("\ufeff")
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
        ("2025-2-3", "2025-02-03"),
        ("99/99/2025", ""),
        ("2025-99-99", ""),
        ("2025-02-30", ""),
        ("29/02/2023", ""),
        ("29/02/2024", "2024-02-29"),
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


def found(path, data, **options):
    path.write_bytes(data)
    return list(read([path], Options(**options)))


ALIASES = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in ["ab", "bc", "cd"])


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("date: 2025-02-30", "does not exist"),
        ("title: " + "[" * 5000, "nested"),
        (ALIASES + "title: *d", "aliases"),
        ("title: Une puce: la suite", "quotes"),
        ("title: x" + " " * 30_000, "longer"),
    ],
)
def test_bad_front_matter_is_told_and_not_fatal(tmp_path, front, says):
    (skipped,) = found(tmp_path / "a.md", f"---\n{front}\n---\nUn texte.\n".encode())
    assert skipped.code == "malformed"
    assert says in skipped.reason


def test_front_matter_of_odd_values_gives_bounded_clean_strings(tmp_path):
    front = (
        f'title: "a\\ud800b"\nauthor: [Ada, [Bob], {{name: Eve}}]\noutlet: {"9" * 9999}\nagency: ~\ndate: 2025-02-03 10:00:00'
    )
    (article,) = found(tmp_path / "a.md", f"---\n{front}\n---\nUn texte.\n".encode())
    assert (article.title, article.author, article.agency, article.date) == ("a\ufffdb", "Ada, Eve", "", "2025-02-03")
    assert len(article.outlet) == 1000


def test_a_rule_at_the_start_is_no_front_matter(tmp_path):
    text = "---\nUne phrase : la suite : la fin.\n---\nUn texte.\n"
    assert [article.text for article in found(tmp_path / "a.md", text.encode())] == [text]


def test_a_malformed_address_is_told_and_the_next_row_is_read(tmp_path):
    lines = '{"text": "Un", "url": "https://[x"}\n{"text": "Deux", "url": "https://r.example/2"}\n'
    bad, good = found(tmp_path / "a.jsonl", lines.encode())
    assert (bad.path, bad.code, good.key) == ("a.jsonl#1", "malformed", "https://r.example/2")
    assert canonical("https://[x") == ""


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 100_000])
def test_json_beyond_the_parser_is_a_bad_line(tmp_path, value):
    bad, good = found(tmp_path / "a.jsonl", f'{{"text": "Un", "id": {value}}}\n{{"text": "Deux"}}\n'.encode())
    assert (bad.path, bad.code, good.text) == ("a.jsonl#1", "malformed", "Deux")


def test_a_damaged_member_does_not_hide_the_next(tmp_path):
    data = bytearray(packed({"a.txt": os.urandom(100).hex() * 200, "b.txt": "Un texte."}))
    start = data.find(b"a.txt") + 5
    data[start + 2 : start + 40] = bytes(byte ^ 0xFF for byte in data[start + 2 : start + 40])
    bad, good = found(tmp_path / "x.zip", bytes(data))
    assert (bad.path, bad.code, good.text) == ("x.zip/a.txt", "damaged", "Un texte.")


@pytest.mark.parametrize("odd", ["&#28;", "\x1c", "&#0;", "&#xFFFE;", "&#xD800;", "\x1f/div>"])
def test_a_control_character_in_an_exported_page_stops_nothing(tmp_path, odd):
    page = SEEDS["b.html"].decode().replace("<p>Un texte.</p>", f"<p>Un texte.</p>{odd}")
    assert odd in page
    (one,) = found(tmp_path / "b.html", page.encode())
    assert "Un texte." in one.text


def test_a_member_without_a_name_is_told_and_the_rest_is_read(tmp_path):
    data = packed({"a.txt": "Un texte.", "b.txt": "Un autre texte."})
    at = data.index(b"a.txt", data.index(b"PK\x01\x02"))  # in the directory of the archive
    bad, good = found(tmp_path / "x.zip", data[:at] + b"\0" + data[at + 1 :])
    assert (bad.path, bad.code, good.text) == ("x.zip/?", "damaged", "Un autre texte.")


def test_a_damaged_directory_of_an_archive_is_told(tmp_path):
    data = packed({"a.txt": "Un texte."})
    for place in range(len(data) - 22, len(data)):
        broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        assert all(isinstance(item, Article | Skipped) for item in found(tmp_path / "x.zip", broken))


def test_members_too_large_or_leading_out_are_told_and_hidden_ones_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MEMBER", 1000)
    data = packed(
        {"../up.txt": "x", "/root.txt": "x", ".x/b.txt": "x", "big.txt": "x" * 1001, "fit.txt": "x" * 1000, "LICENSE": "x"}
    )
    codes = {item.path: item.code for item in found(tmp_path / "x.zip", data) if isinstance(item, Skipped)}
    assert codes == {"x.zip/../up.txt": "unsafe-name", "x.zip//root.txt": "unsafe-name", "x.zip/big.txt": "too-large"}


def test_an_archive_that_unpacks_to_too_much_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_TOTAL", 15)
    first, rest = found(tmp_path / "x.zip", packed({"a.txt": "Un texte.", "b.txt": "Un texte."}))
    assert (first.key, rest.path, rest.code) == ("x.zip/a.txt", "x.zip", "too-large")


def test_a_sidecar_in_an_archive_is_read(tmp_path):
    data = packed({"p/a.txt": "Un texte.", "p/articles.csv": "file,date\na.txt,2025-01-28\n", "a.txt": "Un texte."})
    assert [(item.key, item.date) for item in found(tmp_path / "x.zip", data)] == [
        ("x.zip/a.txt", ""),
        ("x.zip/p/a.txt", "2025-01-28"),
    ]


@pytest.mark.parametrize("part", ["document", "core", "[Content_Types]"])
def test_a_word_file_with_broken_xml_is_told(tmp_path, part):
    (skipped,) = found(tmp_path / "a.docx", word(**{part: b"<a"}))
    assert skipped.code == "damaged"


def test_a_word_file_that_unpacks_to_too_much_is_told(tmp_path, monkeypatch):
    assert found(tmp_path / "a.docx", word())[0].text == "Un paragraphe."
    monkeypatch.setattr(office, "_MARKUP", 1000)
    assert found(tmp_path / "a.docx", word())[0].code == "too-large"


@pytest.mark.parametrize(
    "header",
    [
        'From: "a\\\n <x',
        "Subject: =?utf-8?b?////?=",
        "Date: Mon, 01 Jan 2025 10:00:00 +999999999999",
        "Content-Type: text/plain; =",
        "From: =?foo?q?a?= <x@y>",
    ],
)
def test_a_mail_with_a_broken_header_is_read(tmp_path, header):
    (article,) = found(tmp_path / "a.eml", f"Message-ID: <1@b>\n{header}\n\nCorps.\n".encode())
    assert article.key == "1@b"
    assert article.text.endswith("Corps.")


def test_a_mail_of_several_parts_gives_its_plain_text_and_raw_headers(tmp_path):
    mail = (
        "From: La Lettre d'été <a@b.example>\nSubject: Été\nContent-Type: multipart/alternative; boundary=bb\n\n"
        "--bb\nContent-Type: text/html; charset=utf-8\n\n<p>Autre</p>\n--bb\nContent-Type: text/plain; charset=iso-8859-1\n"
        "Content-Transfer-Encoding: quoted-printable\n\nCorps d=E9j=E0.\n--bb--\n"
    )
    (article,) = found(tmp_path / "a.eml", mail.encode())
    assert (article.text, article.outlet) == ("Été\n\nCorps déjà.", "La Lettre d'été")


def test_a_file_name_in_latin_1_is_read(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Un texte.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (tmp_path / "articles.csv").write_text("file,date\ncafé.txt,2025-01-28\n", encoding="utf-8")
    assert [(item.key, item.date) for item in read([tmp_path])] == [("café.txt", "2025-01-28")]


def test_a_sidecar_is_parsed_once_a_folder(tmp_path, monkeypatch):
    calls, parse = [], sidecar.parse
    monkeypatch.setattr(sidecar, "parse", lambda data: calls.append(1) or parse(data))
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("Un texte.")
    (tmp_path / "articles.csv").write_text("file\tdate\n3.txt\t2025-01-28\n")
    assert [item.date for item in read([tmp_path])] == ["", "", "", "2025-01-28", ""]
    assert len(calls) == 1


def test_folders_tell_documents_that_are_not_read_and_nothing_else(tmp_path):
    for name in ["b.DOC", "c.odt", "d.epub", "e.pages", "LICENSE", "gold.json", ".hidden.rtf", "x.py"]:
        (tmp_path / name).write_text("x")
    items = list(read([tmp_path]))
    assert [item.path for item in items] == ["b.DOC", "c.odt", "d.epub", "e.pages"]
    assert {item.code for item in items} == {"unknown-format"}
    assert all("save it as" in item.reason for item in items)


def test_atom_keeps_xhtml_content(tmp_path):
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fil</title><entry><id>u:1</id><title>Titre</title>'
        '<updated>2025-01-28T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>Un &amp; <b>deux</b>.</p><p>Trois.</p></div></content></entry></feed>"
    )
    (article,) = found(tmp_path / "a.atom", feed.encode())
    assert (article.text, article.date) == ("Titre\n\nUn & deux.\nTrois.", "2025-01-28")


def test_odd_markup_in_a_feed_is_read(tmp_path):
    items = "".join(
        f"<item><title>T</title><description><![CDATA[{markup}]]></description></item>"
        for markup in [
            "<html><frameset></frameset></html>",
            "<!-- x --><html><body>Un</body></html>",
            '<?xml version="1.0" encoding="x"?><p>Un</p>',
        ]
    )
    texts = [item.text for item in found(tmp_path / "a.rss", f"<rss><channel>{items}</channel></rss>".encode())]
    assert texts[1:] == ["T\n\nUn"] * 2


#: What edits put into files: marks of their formats, and what none of them allows.
ODD = [
    b"",
    b"\0",
    b"\xff",
    b"\x80",
    b"\x1c",
    b"\xed\xa0\x80",
    b"[",
    b"<",
    b'"',
    b"/",
    b"..",
    b"\n",
    b"&#0;",
    b"{}",
    b"\\ud800",
    b"9" * 20,
]


def edited(data, pick):
    """Give a file after a few edits: bytes replaced, flipped, lost or doubled."""
    made = bytearray(data)
    for _ in range(pick.randint(1, 5)):
        at, length = pick.randrange(len(made) + 1), pick.randint(1, 200)
        match pick.randrange(6):
            case 0:
                made[at : at + length] = b""
            case 1:
                start = pick.randrange(len(made) + 1)
                made[at:at] = made[start : start + length]
            case 2 if at < len(made):
                made[at] ^= 1 << pick.randrange(8)
            case _:
                made[at : at + pick.randint(0, 3)] = pick.choice(ODD)
    return bytes(made)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_thousands_of_edited_files_give_articles_or_reasons(tmp_path, name):
    pick = random.Random(name)
    for _ in range(2_000):
        for item in found(tmp_path / name, edited(SEEDS[name], pick)):
            assert isinstance(item, Article | Skipped)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_whatever_the_bytes_there_is_an_article_or_a_reason(tmp_path_factory, name, draw):
    data = bytearray(SEEDS[name])
    for _ in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(0, len(data) - 1))
        data[place : place + draw.draw(st.integers(0, 3))] = draw.draw(
            st.sampled_from([b"", b"\0", b"\xff", b"[", b"<", b'"', b"\\ud800", b"9" * 20])
        )
    for item in found(tmp_path_factory.mktemp("f") / name, bytes(data)):
        assert isinstance(item, Article | Skipped)
        "".join(astuple(item)).encode()


@pytest.mark.model
def test_the_pipeline_takes_what_the_reader_takes():
    from kg.pipeline import load

    assert load().max_length > 2_000_000


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Table of Contents\nUne puce de plus\n\nElle est là.", "Une puce de plus"),
        ("## Sommaire :\n\nPublicité\n# Une puce de plus", "Une puce de plus"),
        ("\nAvertissement : ce texte ne conseille rien.\nUne puce de plus", "Une puce de plus"),
        ("Avertissement aux géants\nTexte.", "Avertissement aux géants"),
        (
            "Le fondeur a montré hier, devant des clients venus de loin, une puce que personne n'attendait si tôt. "
            + "Bla " * 40,
            "Le fondeur a montré hier, devant des clients venus de loin, une puce que personne n'attendait si tôt",
        ),
        ("mot " * 60, "mot " * 48 + "mot …"),
    ],
)
def test_a_text_without_a_title_is_called_after_its_first_telling_line(tmp_path, text, title):
    (tmp_path / "a.txt").write_text(f"{text}\n{PROSE}", encoding="utf-8")

    assert one(tmp_path / "a.txt").title == title
