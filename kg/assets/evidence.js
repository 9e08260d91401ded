// Sentences and their sources, as elements.
// Its outlet; where none is given, its site or the beginning of its title.
const outletOf = (number) => DATA.sources[number][4] || t("ui.unknownOutlet");

function sourceLine(number, said) {
  const [, date, title, url] = DATA.sources[number];
  const when = said || date;
  const link = safeLink(url);
  return [
    el("span", { class: "outlet", title: title || null }, outletOf(number)), " · ",
    when ? el("time", { datetime: when }, day(when)) : t("ui.undated"),
    ...(link ? [" · ", el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, t("ui.read"))] : []),
  ];
}

function sentence([before, exact, after, source, check, checked], { said = "", tools = [], marks = false, others = [], sure = null } = {}) {
  const words = marks ? [before, el("mark", {}, exact), after] : [before, el("mark", { class: "plain" }, exact), after];
  const more = others.length ? [" · ", el("span", { title: others.join(", ") }, t("ui.sameText", { n: others.length + 1 }))] : [];
  return el("figure", { class: "evidence" },
    el("blockquote", {}, words), el("figcaption", {}, checkMark(check, checked), sourceLine(source, said), more, sure === null ? null : [" · ", sureness(sure)], tools));
}

// What a person found who compared the sentence with its source.
const checkMark = (check, checked) => (check ? [el("span", { class: `check ${check}` }, t(`check.${check}`), checked ? ` (${checked})` : ""), " · "] : []);

const byDate = (one, other) => (DATA.sources[other[3]][1] || "0").localeCompare(DATA.sources[one[3]][1] || "0");

// Sentences newest first; the same words in several places count once and name the other outlets.
function folded(rows) {
  const kept = new Map();
  for (const row of [...rows].sort(byDate)) {
    const key = `${row[4] ?? ""}|${fold(row[1])}`;
    if (kept.has(key)) kept.get(key).others.push(outletOf(row[3]));
    else kept.set(key, { row, others: [] });
  }
  return [...kept.values()];
}

// How sure the program is that it read a sentence rightly: in words, since the number is no measured share.
const sureness = (sure) => el("span", { class: "sure", title: t("sure.title") }, t(`sure.${sure >= 0.8 ? "high" : sure >= 0.6 ? "middle" : "low"}`));

// The sentences of a statement; `line` is what it is drawn as.
function sentences(rows, { sure = null, line = null } = {}) {
  const tools = (row) => tellers(quotation(row), line ? `l=${line}` : "");
  return longList(folded(rows).map(({ row, others }) => () => sentence(row, { others, sure, tools: tools(row) })), 3);
}

// To pass a sentence on: the words with their source, and the place where this page shows them.
function tellers(text, place) {
  const shareable = place && /^(https?|file):$/.test(location.protocol);
  const tool = (name, words) => [" · ", button(t(name), (event) => copy(words, event.target), { class: "plain" })];
  return [...tool("ui.copy", text), ...(shareable ? tool("ui.linkHere", `${location.href.split("#")[0]}#${place}`) : [])];
}

function quotation([, exact, , source]) {
  const [, date, , url] = DATA.sources[source];
  return t("card.sentenceCopy", { text: exact, source: [outletOf(source), date ? day(date) : t("ui.undated"), safeLink(url)].filter(Boolean).join(", ") });
}

// The first few now, the rest on demand.
function longList(makers, first, tag = "div") {
  const box = el(tag, { class: tag === "ol" ? "ranking" : "list" }, makers.slice(0, first).map((make) => make()));
  const rest = makers.slice(first);
  if (rest.length) {
    const more = button(t("ui.more", { n: rest.length }), () => {
      const made = rest.map((make) => make());
      (tag === "ol" ? more.parentNode : more).replaceWith(...made);
      made[0].querySelector("a, button, summary")?.focus();
    }, { class: "plain more" });
    box.append(tag === "ol" ? el("li", {}, more) : more);
  }
  return box;
}

function glyph(type, size = 16) {
  const [shape, fill, edge] = DATA.looks.nodes[type];
  const image = vector("svg", { width: size, height: size, viewBox: "-12 -12 24 24", "aria-hidden": "true", class: "glyph" });
  image.append(drawn(shape, 0, 0, 9.5, { fill, stroke: edge }));
  return image;
}

// Corners of each shape around (0, 0), for a name of size 1.
const UNIT = { star: polygon(10, 0, 1.2) };
const CORNERS = { square: [4, 45, 1.3], diamond: [4, 0, 1.15], hexagon: [6, 30, 1.05], triangle: [3, 0, 1.15], triangleDown: [3, 180, 1.15] };
for (const [shape, corners] of Object.entries(CORNERS)) UNIT[shape] = polygon(...corners);

function polygon(count, turn, far) {
  return Array.from({ length: count }, (_, number) => {
    const angle = ((turn + (360 * number) / count) * Math.PI) / 180;
    const length = far * (count === 10 && number % 2 ? 0.45 : 1);
    return [length * Math.sin(angle), -length * Math.cos(angle)];
  });
}

function drawn(shape, x, y, size, look) {
  const options = { ...look, "stroke-width": 1.5 };
  if (shape === "dot") return vector("circle", { cx: x, cy: y, r: size, ...options });
  const points = UNIT[shape].map(([across, down]) => `${(x + size * across).toFixed(1)},${(y + size * down).toFixed(1)}`);
  return vector("polygon", { points: points.join(" "), ...options });
}

function nodeButton(id) {
  const node = nodes.get(id);
  return el("button", { type: "button", class: "name", on: { click: () => openNode(id, { move: true }) } }, glyph(node.type, 13), node.name);
}

function statusText(status, part) {
  const name = nodes.get(part.reporter)?.name || part.reporter_text;
  if (!name) return t(`status.${status}`);
  return t(status === "reported" ? "status.by" : `status.${status}By`, { name });
}

const statusChip = (status, part) => el("span", { class: `chip status ${status}` }, statusText(status, part));

// The stance is towards the first name that a quote is about: said by name where there are several.
function stanceChip({ stance, about, stance_confidence: sure }) {
  const target = about.length > 1 && stance !== "neutral" ? nodes.get(about[0])?.name : null;
  const text = target ? t("stance.towards", { stance: t(`stance.${stance}`), name: target }) : t(`stance.${stance}`);
  return el("span", { class: `chip stance ${stance}`, title: sure ? t("stance.sure", { n: Math.round(100 * sure) }) : t("ui.guess") }, text);
}

function speakerOf(quote) {
  return quote.speaker && nodes.has(quote.speaker) ? nodeButton(quote.speaker) : el("i", {}, quote.speaker_text || t("ui.unnamed"));
}

function quoteEntry({ quote, others }, { showSpeaker = true, except = "" } = {}) {
  const about = quote.about.filter((id) => id !== except && nodes.has(id));
  const role = quote.role ? el("span", { class: "role" }, quote.role) : null;
  const head = el("div", { class: "who" },
    showSpeaker ? speakerOf(quote) : null, role,
    about.length ? el("span", { class: "of" }, t(except ? "card.subjectAlso" : "card.subject"), " ", about.map((id) => [nodeButton(id), " "]).flat()) : null,
    quote.about.length ? stanceChip(quote) : null,
    el("span", { class: "mode" }, t(`mode.${quote.mode}`)));
  return el("article", { class: "quote" }, head, sentence(quote.evidence, { said: quote.said_on, marks: true, others, sure: quote.confidence,
    tools: tellers(citation(quote), `q=${quote.number}`) }));
}

function foldedQuotes(quotes) {
  const kept = new Map();
  const when = (quote) => quote.said_on || DATA.sources[quote.evidence[3]][1] || "0";
  for (const quote of [...quotes].sort((one, other) => when(other).localeCompare(when(one)))) {
    const key = `${quote.evidence[4] ?? ""}|${quote.same}`;
    if (kept.has(key)) kept.get(key).others.push(outletOf(quote.evidence[3]));
    else kept.set(key, { quote, others: [] });
  }
  return [...kept.values()];
}

function citation(quote) {
  const [, date, , url] = DATA.sources[quote.evidence[3]];
  const when = quote.said_on || date;
  const speaker = nodes.get(quote.speaker)?.name || quote.speaker_text || t("ui.unnamed");
  const source = [outletOf(quote.evidence[3]), when ? day(when) : t("ui.undated"), safeLink(url)].filter(Boolean).join(", ");
  const key = quote.mode === "direct" ? "card.saidCopy" : "card.toldCopy";
  return t(key, { speaker, role: quote.role ? ` (${quote.role})` : "", text: quote.text, source });
}
