from kg import explore


def test_find_ignores_case_and_accents_and_takes_aliases(resolution):
    names = [thing.name for thing in explore.find(resolution.things, "anais le GOFF")]
    assert names == ["Anaïs Le Goff"]
    assert explore.find(resolution.things, "nobody at all") == []


def test_find_falls_back_on_a_part_of_a_name(resolution):
    assert [thing.name for thing in explore.find(resolution.things, "goff")] == ["Anaïs Le Goff"]


def test_near_names_are_proposed(resolution):
    assert "Nvidia" in explore.near(resolution.things, "Nvidai")


def test_quotes_by_speaker_target_and_date(facts, resolution):
    source = explore.together([facts], resolution)
    speaker = explore.find(resolution.things, "Anaïs Le Goff")
    target = explore.find(resolution.things, "Nvidia")
    said = explore.quotes(source, speakers=speaker, about=target)
    assert [one.words for one in said] == ["Nvidia nous bloque"]
    assert explore.quotes(source, speakers=target) == []
    assert explore.quotes(source, speakers=speaker, since="2099-01-01") == []
    assert explore.quotes(source, speakers=speaker, outlet="courrier") != []


def test_statements_keep_status_and_reporter(facts, resolution):
    source = explore.together([facts], resolution)
    found = explore.statements(source, explore.find(resolution.things, "H100"))
    seen = {(one.statement.predicate, one.statement.status, one.reporter.name if one.reporter else "") for one in found}
    assert ("trainedOn", "denied", "Nvidia") in seen
    assert ("trainedOn", "hedged", "Le Courrier du Silicium") in seen
