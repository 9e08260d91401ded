"""Exports of press databases, feeds and sidecars as they come: all invented, laid out like the real ones."""

import io
import json
import zipfile

import pytest
from test_read import PROSE

from kg.read import Options, read
from kg.read.agency import credited
from kg.records import Article, Skipped

EUROPRESSE = """<!DOCTYPE html><html><head><title>Export</title></head><body>
{articles}</body></html>"""
EUROPRESSE_ARTICLE = """<article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}, no. 1234</span></div>
<div><span class="DocHeader">Économie, mardi 28 janvier 2025 120 mots, p. 4</span></div>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>
<div class="docAuthors">Par Ada Brun</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer"><p>{body}</p><p>Deuxième paragraphe, une fois.</p></div></div></section>
<footer><div>© 2025 {outlet}. Tous droits réservés.</div><div class="publiC-lblNodoc">{number}</div></footer></article>"""
FACTIVA = """<html><body>{articles}</body></html>"""
FACTIVA_ARTICLE = """<div class="article frArticle"><div id="hd"><span class="frHeadline">{title}</span></div>
<div class="author">Ada Brun</div><div>458 mots</div><div>28 janvier 2025</div><div>{outlet}</div><div>RELAIS</div>
<div>Français</div><div>Copyright 2025 Le Relais. Tous droits réservés.</div>
<p class="articleParagraph frarticleParagraph">{body}</p><p>Document {number}</p></div>"""
FACTIVA_TABLE = """<div class="article frArticle"><table>
<tr><td><b>HD</b></td><td><span>{title}</span></td></tr><tr><td><b>BY</b></td><td>Ada Brun</td></tr>
<tr><td><b>PD</b></td><td>28 janvier 2025</td></tr><tr><td><b>SN</b></td><td>{outlet}</td></tr>
<tr><td><b>LP</b></td><td><p>{body}</p></td></tr><tr><td><b>TD</b></td><td><p>Suite.</p></td></tr>
<tr><td><b>AN</b></td><td>Document {number}</td></tr></table></div>"""
EUROPRESSE_TEXT = [
    "{outlet}",
    "mardi 28 janvier 2025 - 08:00",
    "Économie, p. 4",
    "{title}",
    "Ada Brun",
    "{body}",
    "© 2025 {outlet}. Tous droits réservés.",
    "{number}",
]
FACTIVA_TEXT = [
    "{title}",
    "Ada Brun",
    "458 mots",
    "28 janvier 2025",
    "{outlet}",
    "RELAIS",
    "Français",
    "Copyright 2025 Le Relais. Tous droits réservés.",
    "{body}",
    "Document {number}",
]
ONES = [
    {"title": "Une puce « froide »", "outlet": "Le Relais", "body": PROSE.strip(), "number": "news·20250128·RE·1"},
    {"title": "Le nuage s'étend", "outlet": "L'Écho & Cie", "body": PROSE.strip() + " Fin.", "number": "news·20250128·EC·2"},
]
CODED = [{**one, "number": f"RELAIS00020250128el1s0000{letter}"} for one, letter in zip(ONES, "ab", strict=True)]


def escaped(one):
    return {name: value.replace("&", "&amp;") for name, value in one.items()}


def page(frame, article, ones):
    return frame.format(articles="\n".join(article.format(**escaped(one)) for one in ones)).encode()


def lines(layout, ones):
    return [line.format(**one) for one in ones for line in layout]


def docx_of(rows):
    import docx

    document, buffer = docx.Document(), io.BytesIO()
    for row in rows:
        document.add_paragraph(row)
    document.save(buffer)
    return buffer.getvalue()


def rtf_of(rows):
    def code(char):
        return char if char.isascii() and char not in "\\{}" else f"\\u{ord(char)}?"

    return (r"{\rtf1\ansi " + "\\par\n".join("".join(map(code, row)) for row in rows) + r"\par}").encode()


EXPORTS = {
    "europresse.html": page(EUROPRESSE, EUROPRESSE_ARTICLE, ONES),
    "factiva.html": page(FACTIVA, FACTIVA_ARTICLE, CODED),
    "factiva-codes.html": page(FACTIVA, FACTIVA_TABLE, CODED),
    "europresse.docx": docx_of(lines(EUROPRESSE_TEXT, ONES)),
    "europresse.rtf": rtf_of(lines(EUROPRESSE_TEXT, ONES)),
    "factiva.docx": docx_of(lines(FACTIVA_TEXT, CODED)),
    "factiva.rtf": rtf_of(lines(FACTIVA_TEXT, CODED)),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_gives_each_of_its_articles(name, tmp_path):
    (tmp_path / name).write_bytes(EXPORTS[name])
    found = list(read([tmp_path / name]))
    assert all(isinstance(one, Article) for one in found), found
    wanted = ONES if "europresse" in name else CODED
    assert [one.key for one in found] == [one["number"] for one in wanted]
    assert [one.title for one in found] == [one["title"] for one in wanted]
    assert [one.outlet for one in found] == [one["outlet"] for one in wanted]
    assert {(one.author, one.date) for one in found} == {("Ada Brun", "2025-01-28")}
    for one, told in zip(found, wanted, strict=True):
        assert one.text.startswith(f"{told['title']}\n\n{told['body'][:80]}")
        assert "droits réservés" not in one.text
        assert told["number"] not in one.text


def test_a_plain_page_with_several_teasers_is_still_one_article(tmp_path):
    teasers = "".join(f"<article><h2>Autre {n}</h2><p>Bref.</p></article>" for n in range(3))
    (tmp_path / "a.html").write_text(f"<html><body><article><h1>Un titre</h1><p>{PROSE}</p></article>{teasers}</body></html>")
    assert len(list(read([tmp_path / "a.html"]))) == 1


def test_an_ordinary_rtf_is_one_article(tmp_path):
    (tmp_path / "a.rtf").write_bytes(rtf_of(["Été : l’œuvre", PROSE]))
    (article,) = read([tmp_path / "a.rtf"])
    assert article.text.startswith("Été : l’œuvre\nLa société")


@pytest.mark.parametrize("data", [b"pas du rtf", b"{\\rtf1", b"{\\rtf1\\ansi\\u99999999999?}", b"{\\rtf1" + b"{" * 20_000])
def test_a_damaged_rtf_is_told(data, tmp_path):
    (tmp_path / "a.rtf").write_bytes(data)
    (found,) = read([tmp_path / "a.rtf"])
    assert isinstance(found, Skipped)


def test_rss_1_and_json_feed(tmp_path):
    (tmp_path / "a.rdf.xml").write_text(
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Le Relais</title></channel>'
        f'<item rdf:about="https://r.example/1"><title>Un</title><link>https://r.example/1</link><description>{PROSE}</description>'
        "<dc:date>2025-01-28T07:00:00Z</dc:date><dc:creator>Ada Brun</dc:creator></item></rdf:RDF>",
        encoding="utf-8",
    )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Le Relais",
        "items": [
            {
                "id": "2",
                "url": "https://r.example/2",
                "title": "Deux",
                "content_html": f"<p>{PROSE}</p>",
                "date_published": "2025-01-29T07:00:00+01:00",
                "authors": [{"name": "Ada Brun"}],
            },
            "faux",
        ],
    }
    (tmp_path / "b.json").write_text(json.dumps(feed), encoding="utf-8")
    (tmp_path / "reglages.json").write_text('{"text": "rien"}', encoding="utf-8")
    *found, bad = read([tmp_path])
    assert [(one.key, one.title, one.outlet, one.author, one.date) for one in found] == [
        ("https://r.example/1", "Un", "Le Relais", "Ada Brun", "2025-01-28"),
        ("https://r.example/2", "Deux", "Le Relais", "Ada Brun", "2025-01-29"),
    ]
    assert (bad.path, bad.code) == ("b.json#2", "malformed")
    assert [one.code for one in read([tmp_path / "reglages.json"])] == ["unknown-format"]


def test_a_sidecar_may_stand_above_its_files(tmp_path):
    (tmp_path / "2025" / "janvier").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / "2025" / "janvier" / f"{name}.txt").write_text(PROSE, encoding="utf-8")
    told = "file;date;outlet\n2025\\janvier\\a.txt;2025-01-28;Le Relais\n./2025/janvier/b.txt;2025-01-29;L'Écho\n"
    (tmp_path / "articles.csv").write_text(told, encoding="utf-8")
    near = "file;date\nb.txt;2025-01-30\n"
    assert [(one.date, one.outlet) for one in read([tmp_path])] == [("2025-01-28", "Le Relais"), ("2025-01-29", "L'Écho")]
    (tmp_path / "2025" / "janvier" / "articles.csv").write_text(near, encoding="utf-8")
    assert [(one.date, one.outlet) for one in read([tmp_path])] == [("2025-01-28", "Le Relais"), ("2025-01-30", "")]
    assert [one.date for one in read([tmp_path / "2025" / "janvier" / "a.txt"])] == [""]  # what lies above is not ours to read
    with zipfile.ZipFile(tmp_path / "tout.zip", "w") as archive:
        archive.writestr("articles.csv", told)
        archive.writestr("2025/janvier/a.txt", PROSE)
    assert [(one.date, one.outlet) for one in read([tmp_path / "tout.zip"])] == [("2025-01-28", "Le Relais")]


@pytest.mark.parametrize(
    ("text", "byline", "agency"),
    [
        ("PARIS, 28 janvier 2025 (AFP) - La société avance.", "", "AFP"),
        ("La société avance. (avec AFP)", "", "AFP"),
        ("La société avance.\n\nAvec Reuters", "", "Reuters"),
        ("La société avance.\nLe Relais avec AFP", "", "AFP"),
        ("La société avance. (AFP, Reuters)", "", "AFP"),
        ("La société avance.", "Le Relais avec AFP", "AFP"),
        ("La société avance.", "AFP", "AFP"),
        ("La société avance.", "Ada Brun et Agence France-Presse", "AFP"),
        ("Selon l'AFP, la société avance.", "", ""),
        ("Ada Brun, journaliste à l'AFP, avance.", "", ""),
        ("La société travaille avec Bloomberg sur un projet.", "", ""),
        ("La société avance.", "Apolline Reutersward", ""),
    ],
)
def test_agencies_are_credited_where_the_article_credits_them(text, byline, agency):
    assert credited(text, byline) == agency


def test_a_wire_copy_is_credited(tmp_path):
    (tmp_path / "a.txt").write_text(PROSE + "\n\n(AFP)", encoding="utf-8")
    (article,) = read([tmp_path], Options())
    assert article.agency == "AFP"
