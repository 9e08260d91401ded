// The legend, which is also the filter, and the filters below it.
const toggles = [];
function toggle(text, pressed, flip, look, ...content) {
  const made = el("button", { type: "button", ...look, on: { click: () => { flip(); changed(); } } }, ...content, text);
  toggles.push([made, pressed]);
  return made;
}

// One row: pressed as long as it is shown; `set` names the part of the state that holds what is not.
function key(mark, text, number, set, value) {
  const flip = () => (state[set].has(value) ? state[set].delete(value) : state[set].add(value));
  const row = toggle(el("span", {}, text), () => !state[set].has(value), flip, { class: "key" }, mark);
  row.append(el("span", { class: "number" }, String(number)));
  return row;
}

// Made at the start and for another language; everything else only changes what is pressed and chosen in it.
function legend() {
  toggles.length = 0;
  byId("keys").replaceChildren(...typeKeys(), ...relationKeys(), ...speechKeys(), filterBox());
  syncLegend();
}

function syncLegend() {
  for (const [made, pressed] of toggles) made.setAttribute("aria-pressed", String(pressed()));
  for (const name of LAYERS) byId(`rows-${name}`)?.classList.toggle("off", !state.layers[name]);
  for (const name of ["speaker", "predicate", "outlet", "since", "until", "check", "least"]) {
    const box = byId(`pick-${name}`);
    if (box) box.value = state[name];
  }
  if (byId("least-told")) byId("least-told").textContent = state.least;
}

function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function typeKeys() {
  const counts = tally([...nodes.values()].map((node) => node.type));
  return [el("h2", {}, t("ui.types")), el("div", {}, Object.keys(DATA.looks.nodes).filter((type) => counts[type]).map((type) =>
    key(glyph(type), t(`types.${type}`), counts[type], "types", type)))];
}

function relationKeys() {
  const counts = tally(DATA.edges.filter((line) => line.kind === "relation").map((line) => line.status));
  const rows = Object.keys(DATA.looks.statuses).filter((status) => counts[status]).map((status) =>
    key(sample(status), t(`status.${status}`), counts[status], "statuses", status));
  return rows.length ? [layer("relation", "ui.relations"), el("div", { id: "rows-relation" }, rows)] : [];
}

function speechKeys() {
  const counts = tally(DATA.quotes.filter((quote) => quote.about.length).map((quote) => quote.stance));
  const rows = ["positive", "negative", "neutral"].filter((stance) => counts[stance]).map((stance) =>
    key(sample(null, stance), t(`stance.${stance}`), counts[stance], "stances", stance));
  return rows.length ? [layer("speech", "ui.speech"), el("div", { id: "rows-speech" }, rows,
    el("p", { class: "soft" }, t("ui.stances")))] : [];
}

function layer(name, title) {
  return el("h2", {}, toggle(t(title), () => state.layers[name], () => { state.layers[name] = !state.layers[name]; },
    { class: "layer", id: `layer-${name}` }));
}

function sample(status, stance) {
  const image = vector("svg", { width: 30, height: 12, viewBox: "0 0 30 12", "aria-hidden": "true", class: "sample" });
  const look = { d: "M1 6h28", fill: "none", "stroke-width": 2, class: stance ? `of-${stance}` : "of-line" };
  const dashes = status ? DATA.looks.statuses[status][0] : [];
  if (dashes.length) look["stroke-dasharray"] = dashes.map((length) => length * 0.75).join(" ");
  if (status === "denied") look["stroke-opacity"] = 0.5;
  image.append(vector("path", look));
  if (status === "denied") image.append(vector("path", { d: "M15 1v10", class: "of-line", "stroke-width": 2 }));
  if (stance === "positive") image.append(vector("circle", { cx: 15, cy: 6, r: 3.6, class: "fill-positive" }));
  if (stance === "negative") image.append(vector("rect", { x: 11.6, y: 2.6, width: 6.8, height: 6.8, class: "fill-negative" }));
  return image;
}

function pick(name, values, all) {
  const box = el("select", { id: `pick-${name}`, on: { change: () => set(name, box.value) } }, el("option", { value: "" }, t(all)),
    values.map(([value, text]) => el("option", { value }, text)));
  return box;
}

function filterBox() {
  const alphabetical = (one, other) => one.localeCompare(other, lang);
  const outlets = [...new Set(DATA.sources.map(([outlet]) => outlet).filter(Boolean))].sort(alphabetical);
  const used = new Set(DATA.edges.map((line) => line.predicate));
  const predicates = DATA.looks.predicates.filter((predicate) => used.has(predicate)).map((predicate) => [predicate, t(`is.${predicate}`)]);
  const speakers = [...new Set(DATA.quotes.map((quote) => quote.speaker).filter((id) => nodes.has(id)))].map((id) => [id, nodes.get(id).name]);
  speakers.sort((one, other) => alphabetical(one[1], other[1]));
  const checks = ["none", "verified", "disputed", "wrong"].map((check) => [check, t(`check.${check}`)]);
  const date = (name) => {
    const box = el("input", { type: "date", id: `pick-${name}`, on: { change: () => set(name, box.value) } });
    return box;
  };
  const open = byId("keys").querySelector("#filters")?.open ?? (!small || narrowed());
  return el("details", { id: "filters", open }, el("summary", {}, t("ui.filters")),
    speakers.length ? el("label", {}, t("ui.speaker"), pick("speaker", speakers, "ui.allSpeakers")) : null,
    el("label", {}, t("ui.relation"), pick("predicate", predicates, "ui.allRelations")),
    outlets.length > 1 ? el("label", {}, t("ui.outlet"), pick("outlet", outlets.map((one) => [one, one]), "ui.allOutlets")) : null,
    ...(dates.length ? [el("label", {}, t("ui.since"), date("since")), el("label", {}, t("ui.until"), date("until"))] : []),
    leastBox(), el("label", {}, t("ui.check"), pick("check", checks, "ui.allChecks")));
}

// At least so many sentences or quotes for a line.
function leastBox() {
  const most = DATA.edges.reduce((most, line) => Math.max(most, line.kind === "speech" ? line.quotes.length
    : line.parts.reduce((sum, part) => sum + part.evidence.length, 0)), 1);
  if (most < 2) return null;
  const box = el("input", { type: "range", id: "pick-least", min: 1, max: Math.min(most, 20), step: 1, value: 1,
    on: { input: () => set("least", Number(box.value)) } });
  return el("label", {}, el("span", { class: "ends" }, t("ui.least"), el("output", { class: "number", id: "least-told" })), box);
}

function set(name, value) {
  state[name] = value;
  changed();
}

// After any change of the filters; the overview does not depend on them.
function changed() {
  syncLegend();
  refresh();
  if (state.node || state.line || state.quote !== null || state.path) redrawCard();
  redrawView();
  brush();
  remember();
}

function redrawCard() {
  if (state.node) panel(nodeCard(nodes.get(state.node)));
  else if (state.line) panel(lineCard(links.get(state.line)));
  else if (state.quote !== null) panel(quoteCard(DATA.quotes[state.quote]));
  else if (state.path) panel(pathCard(state.path));
  else panel(overview());
}
