"""A small file of each format, written by the tests themselves: for readers, and as seeds of what damages them."""

import io
import zipfile
from typing import Final


def portable(stream=b"BT /F1 12 Tf 72 720 Td (Une puce nouvelle) Tj ET", entry=b""):
    """Give a PDF of one page, with an `entry` more for its stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), entry, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def packed(members):
    """Give a zip archive of names and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return buffer.getvalue()


def word(**parts):
    """Give a Word file of one paragraph, with some of its parts replaced."""
    import docx

    document, buffer = docx.Document(), io.BytesIO()
    document.add_paragraph("Un paragraphe.")
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return packed(
            {name: parts.get(name.rpartition("/")[2].partition(".")[0], package.read(name)) for name in package.namelist()}
        )


HTML: Final = (
    '<!doctype html><html lang="fr"><head><title>Une puce de plus</title><meta property="og:site_name" content="Le Relais">'
    '<meta name="author" content="Ada Morel"></head><body><nav><a href="/">Accueil</a></nav><article><h1>Une puce de plus</h1>'
    "<p>La société a présenté hier une puce pour les serveurs, qui sera vendue avant la fin de l’année selon sa directrice.</p>"
    "<p>« Nous irons plus loin », a-t-elle dit.</p><table><tr><td>Prix</td><td>12 €</td></tr></table></article></body></html>"
)
EXPORT: Final = (
    "<html><body><article><span class='DocPublicationName'>Le Relais, no. 12</span><span class='DocHeader'>mardi 28 janvier 2025</span>"
    "<p class='titreArticle'>Une puce</p><div class='docOcurrContainer'><p>Un texte.</p></div>"
    "<div class='publiC-lblNodoc'>news·20250128·LR·0012</div></article></body></html>"
)
ATOM: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fil</title><entry><id>u:1</id><title>Titre</title>'
    '<updated>2025-01-28T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un &amp; <b>deux</b>.</p>'
    "</div></content></entry></feed>"
)
MAIL: Final = (
    "From: La Lettre <a@b.example>\nSubject: =?utf-8?q?=C3=89t=C3=A9?=\nContent-Type: multipart/alternative; boundary=bb\n\n"
    "--bb\nContent-Type: text/html; charset=utf-8\n\n<p>Autre</p>\n--bb\nContent-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\nCorps d=E9j=E0.\n--bb--\n"
)
#: File name to bytes, one for each way that a format is laid out.
SEEDS: Final[dict[str, bytes]] = {
    "a.txt": "L’été : « Oui », a dit Nvidia.\n".encode(),
    "b.txt": "L'été dernier, déjà prévu à l'école.".encode("cp1252"),
    "c.txt": "\ufeffL’été dernier".encode("utf-16-le"),
    "a.md": b"---\ntitle: Un titre\ndate: 2025-02-03\nurl: https://r.example/a\n---\nUn texte.\n",
    "a.html": HTML.encode(),
    "b.html": EXPORT.encode(),
    "a.jsonl": b'{"text": "Un", "id": 1, "url": "https://r.example/a"}\n',
    "a.csv": b"Titre;Texte;url\nA;Un corps;https://r.example/a\n",
    "a.tsv": b'titre\ttexte\nA\t"Un ""corps"""\n',
    "a.xml": b"<rss><channel><title>F</title><item><title>T</title><pubDate>Tue, 28 Jan 2025 10:00:00 +0100</pubDate></item></channel></rss>",
    "a.atom": ATOM.encode(),
    "a.json": b'{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": 1, "content_html": "<p>Un</p>"}]}',
    "a.eml": b'From: "La Lettre" <a@b.example>\nSubject: =?utf-8?q?=C3=A9?=\nDate: Tue, 28 Jan 2025 10:00:00 +0100\n\nCorps.\n',
    "b.eml": MAIL.encode(),
    "a.rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Arial;}\f0 L\'e9t\'e9 {\b dernier} \u8217?\par Deux.}",
    "a.zip": packed(
        {"a.txt": "Un texte.", "b.md": "---\ntitle: x\n---\nUn texte.", "articles.csv": "file,date\na.txt,2025-01-28\n"}
    ),
    "a.docx": word(),
    "a.pdf": portable(),
}
