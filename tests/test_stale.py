"""What a changed catalogue, rules or model make stale: said, counted, and nothing else annotated again."""

import csv
import io
import random
import shutil
from dataclasses import asdict, fields

import pytest
from test_build import A, B, C, snapshot

from kg import builder, catalogue, corpus, extension, files, sifting, stale
from kg.catalogue import Entry
from kg.facts import annotate
from kg.pipeline import load
from kg.records import Article
from kg.settings import Settings

NVIDIA = Entry(id="nvidia", type="COMPANY", name="Nvidia", aliases=("NVDA",))
OPENAI = Entry(id="openai", type="COMPANY", name="OpenAI")
GPT = Entry(id="gpt", type="MODEL", name="GPT")
CHINA = Entry(id="chine", type="PLACE", name="Chine", kind="country", demonyms=("chinoise",))


def part(text, *entries):
    adjectives = {"Chine": frozenset({"chinois"}), "Lyon": frozenset({"lyonnaise"})}
    return stale.Spellings(catalogue.build(list(entries)), adjectives).part(text)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Nvidia avance.", NVIDIA),
        ("l'action NVDA recule", NVIDIA),
        ("NVIDIA avance.", NVIDIA),
        ("Open AI et les autres", OPENAI),
        ("Openai et les autres", OPENAI),
        ("OPEN-AI et les autres", OPENAI),
        ("les GPTs de l'an dernier", GPT),
        ("une start-up chinoise", CHINA),
        ("un groupe chinois", CHINA),
        ("la start-up lyonnaise", Entry(id="lyon", type="PLACE", name="Lyon")),
        ("l'Elysee annonce", Entry(id="elysee", type="ORG", name="Élysée")),
        ("n'importe quoi", Entry(id="x", type="PRODUCT", name="++")),
    ],
)
def test_what_an_entry_can_be_called_is_seen(text, entry):
    assert part(text, entry) != part(text, Entry(id="other", type="PERSON", name="Zéphyrine Quelconque"))


def test_what_is_not_named_does_not_count():
    text = "Nvidia avance. Le métal aussi."
    others = [OPENAI, CHINA, Entry(id="meta", type="COMPANY", name="Meta"), Entry(id="vance", type="PERSON", name="Vance")]
    assert part(text, NVIDIA) == part(text, NVIDIA, *others)
    assert part(text) != part(text, *others)  # but whether there is a catalogue at all does


def test_order_counts_only_among_those_that_share_a_name():
    twin = Entry(id="nvidia-2", type="COMPANY", name="NVIDIA")
    assert part("Nvidia", NVIDIA, twin) != part("Nvidia", twin, NVIDIA)
    assert part("Nvidia", NVIDIA, OPENAI) == part("Nvidia", OPENAI, NVIDIA)


def test_only_what_annotation_reads_counts():
    values = {"aliases": ("Enne",), "parent": "x", "ambiguous": True, "country": "Chine"}
    assert {part("Nvidia", Entry(**{**asdict(NVIDIA), name: value})) for name, value in values.items()} - {
        part("Nvidia", NVIDIA)
    }
    assert part("Nvidia", Entry(**{**asdict(NVIDIA), "wikidata": "Q182477"})) == part("Nvidia", NVIDIA)


# ------------------------------------------------------------------------------------------------- whole builds


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("2025-01-02-a.txt", A), ("b.txt", B), ("c.txt", C)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the data that a test may change; what was read of it is read anew when `data()` is called."""
    folder = tmp_path / "data-of-test"
    shutil.copytree(files.find("data", "catalogue"), folder / "data" / "catalogue")
    for name in ("rules", "models", "locale"):
        (folder / "data" / name).parent.mkdir(exist_ok=True)
        (folder / "data" / name).symlink_to(files.find("data", name))
    monkeypatch.setenv("KG_DATA", str(folder))

    def changed():
        extension._forget()
        return folder / "data"

    yield changed
    monkeypatch.undo()
    extension._forget()


def told(report):
    return [(one.code, {name: value for name, value in one.values.items() if name != "what"}) for one in report.notices]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put(path, found):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    path.write_text(text.getvalue(), encoding="utf-8")


@pytest.mark.model
def test_a_changed_catalogue_is_read_into_the_articles_that_name_what_changed(articles, data, tmp_path):
    out, companies = tmp_path / "out", data() / "catalogue" / "companies.csv"
    builder.build([articles], out)
    found = rows(companies)
    for row in found:
        if row["id"] == "nvidia":
            row["parent"] = "microsoft"
    put(companies, [*found, {**dict.fromkeys(found[0], ""), "id": "zephyrine", "name": "Zéphyrine"}])
    data()
    report = builder.build([articles], out)
    assert (report.annotated, report.reused, report.stale) == (2, 1, {"catalogue": 2})
    assert told(report) == [("stale.some", {"n": 2, "of": 3})]
    fresh = tmp_path / "fresh"
    builder.build([articles], fresh)
    assert snapshot(out) == snapshot(fresh)
    assert "zephyrine" in (out / "entities.csv").read_text(encoding="utf-8")
    before = snapshot(out)
    again = builder.build([articles], out)
    assert (again.annotated, again.files, told(again), snapshot(out)) == (0, [], [], before)
    found[0]["name"] += " Absente"
    put(companies, found)
    data()
    gone = builder.build([articles], out, Settings(keep_stale=True))
    assert (gone.annotated, gone.kept_stale) == (0, {"catalogue": 2})
    assert told(gone) == [("stale.some", {"n": 0, "of": 3}), ("stale.kept", {"n": 2, "of": 3})]


@pytest.mark.model
def test_changed_rules_make_everything_stale_and_may_be_left(articles, data, tmp_path):
    out, lists = tmp_path / "out", data() / "catalogue" / "venues.csv"
    builder.build([articles], out)
    before = snapshot(out)
    lists.write_text(lists.read_text(encoding="utf-8") + "SiteQuelconque,site\n", encoding="utf-8")
    data()
    (articles / "d.txt").write_text(C.replace("OpenAI", "Nvidia"), encoding="utf-8")
    assert sifting.survey(out, corpus.recipe()) == {"lists": 3}
    kept = builder.build([articles], out, Settings(keep_stale=True))
    assert (kept.annotated, kept.reused, kept.kept_stale, kept.stale) == (1, 3, {"lists": 3}, {})
    assert told(kept) == [("stale.kept", {"n": 3, "of": 4})]
    assert '"kept":{"lists":3}' in (out / builder.REPORT).read_text(encoding="utf-8")
    assert {path: data for path, data in snapshot(out).items() if path in before and path.startswith("facts")} == {
        path: data for path, data in before.items() if path.startswith("facts")
    }
    assert sifting.survey(out, corpus.recipe()) == {"lists": 3, "": 1}
    (articles / "c.txt").write_text(C + "Nvidia aussi.\n", encoding="utf-8")
    assert builder.build([articles], out, Settings(keep_stale=True)).annotated == 1  # a text that changed is never left
    last = builder.build([articles], out)
    assert (last.annotated, last.stale, told(last)) == (2, {"lists": 2}, [("stale.again", {"n": 2, "of": 4})])


@pytest.mark.model
def test_title_iris_and_decisions_make_nothing_stale(articles, tmp_path):
    out = tmp_path / "out"
    builder.build([articles], out)
    (out / "decisions.jsonl").write_text('{"kind":"rename","name":"Nvidia","value":"NVIDIA"}\n', encoding="utf-8")
    for settings in (Settings(), Settings(title="Autre"), Settings(base="https://exemple.example/"), Settings(text=False)):
        report = builder.build([articles], out, settings)
        assert (report.annotated, report.stale, bool(report.files)) == (0, {}, True)


@pytest.mark.model
def test_own_names_touch_only_who_bears_them(articles, tmp_path):
    out, mine = tmp_path / "out", tmp_path / "mine"
    (mine / "catalogue").mkdir(parents=True)
    names = mine / "catalogue" / "companies.csv"
    names.write_text("id,name,aliases\nabsente,Norlane,\n", encoding="utf-8")
    try:
        builder.build([articles], out)
        assert builder.build([articles], out, Settings(rules=mine)).stale == {}  # a name that nobody bears
        names.write_text("id,name,aliases\nabsente,Norlane,\nzephyrine,Zéphyrine,\n", encoding="utf-8")
        report = builder.build([articles], out, Settings(rules=mine))
        assert (report.annotated, report.stale) == (2, {"catalogue": 2})
        (mine / "relations.csv").write_text(
            (files.rules("relations.csv")).read_text(encoding="utf-8").partition("\n")[0] + "\n"
        )
        assert builder.build([articles], out, Settings(rules=mine)).stale == {"own": 3}
    finally:
        extension.use(tmp_path / "nowhere")


def changes(seed, found, named):
    """Change a few rows of the catalogue at random, more often those that articles name."""
    chosen = random.Random(seed)
    for _ in range(chosen.randint(1, 3)):
        near = [row for row in found if row["id"] in named]
        row = chosen.choice(near if near and chosen.random() < 0.85 else found)
        other = chosen.choice(near or found)
        kind = chosen.randrange(7)
        if kind == 0:
            found.remove(row)
        elif kind == 1:
            found.insert(chosen.randrange(len(found)), {**row, "id": f"{row['id']}-{chosen.random()}"})
        elif kind == 2:
            found.append(
                {
                    **dict.fromkeys(row, ""),
                    "id": f"neuf-{chosen.random()}",
                    "name": chosen.choice(named.get(row["id"], ["Neuf"])),
                }
            )
        elif kind == 3:
            row["ambiguous"] = chosen.choice(("", "1"))
        elif kind == 4:
            row["name"], row["aliases"] = other["name"], row["name"]
        elif kind == 5:
            for name in ("parent", "maker"):
                if name in row:
                    row[name] = other["id"]
            if "demonyms" in row:
                row["demonyms"] = "française|américain"
        else:
            found.remove(row)
            found.append(row)


def alternate(seeds, data):
    """Give, for each seed, how many articles a changed catalogue left alone; those must come out the same."""
    texts = sorted(files.samples().glob("*.md"))[:8]
    read = [Article(key=path.name, text=path.read_text(encoding="utf-8").partition("\n---\n")[2]) for path in texts]

    def made():
        folder = data()
        spellings = [corpus.hashes(one, corpus.recipe())["names"] for one in read]
        return folder, spellings, list(annotate(read, load()))

    folder, first, before = made()
    names = {}
    for facts in before:
        for one in facts.entities:
            names.setdefault(one.catalogue, []).append(one.name)
    kept = {path: path.read_bytes() for path in (folder / "catalogue" / name for name in catalogue.FILES)}
    for seed in seeds:
        for path in random.Random(seed).sample(sorted(kept), 2):
            found = rows(path)
            changes(f"{seed} {path.name}", found, names)
            put(path, found)
        _, second, after = made()
        same = [number for number, (one, other) in enumerate(zip(first, second, strict=True)) if one == other]
        assert [before[number] for number in same] == [after[number] for number in same], seed
        yield len(same), sum(one != other for one, other in zip(before, after, strict=True))
        for path, content in kept.items():
            path.write_bytes(content)


@pytest.mark.model
def test_what_a_random_change_leaves_alone_comes_out_the_same(data):
    assert sum(changed for _, changed in alternate([101, 102], data))  # else nothing was tried


@pytest.mark.model
@pytest.mark.slow
def test_what_many_random_changes_leave_alone_comes_out_the_same(data):
    found = list(alternate(range(100, 112), data))
    assert sum(changed for _, changed in found) > 10
    assert sum(same for same, _ in found) > 20


def test_no_field_of_an_entry_is_forgotten():
    assert {one.name for one in fields(Entry)} == {
        *("id", "type", "name", "aliases", "country", "parent", "maker", "family", "gender", "roles", "kind", "demonyms"),
        *("ambiguous", "wikidata"),
    }
