// The legend, which is also the filter, and the filters below it.
function key(mark, text, number, hidden, toggle) {
  return el("button", {
    type: "button", class: "key", "aria-pressed": String(!hidden), on: { click: () => { toggle(); legend(); changed(); } },
  }, mark, el("span", {}, text), number === null ? null : el("span", { class: "number" }, String(number)));
}

const flip = (set, value) => () => (set.has(value) ? set.delete(value) : set.add(value));

function legend() {
  const controls = () => [...byId("keys").querySelectorAll("button, select, input, summary")];
  const focused = controls().indexOf(document.activeElement);
  byId("keys").replaceChildren(...typeKeys(), ...relationKeys(), ...speechKeys(), filterBox());
  if (focused >= 0) controls()[focused]?.focus();
}

function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function typeKeys() {
  const counts = tally([...nodes.values()].map((node) => node.type));
  return [el("h2", {}, t("ui.types")), el("div", {}, Object.keys(DATA.looks.nodes).filter((type) => counts[type]).map((type) =>
    key(glyph(type), t(`types.${type}`), counts[type], state.types.has(type), flip(state.types, type))))];
}

function relationKeys() {
  const counts = tally(DATA.edges.filter((line) => line.kind === "relation").map((line) => line.status));
  const rows = Object.keys(DATA.looks.statuses).filter((status) => counts[status]).map((status) =>
    key(sample(status), t(`status.${status}`), counts[status], state.statuses.has(status), flip(state.statuses, status)));
  return rows.length ? [layer("relation", "ui.relations"), el("div", { class: state.layers.relation ? null : "off" }, rows)] : [];
}

function speechKeys() {
  const counts = tally(DATA.quotes.filter((quote) => quote.about.length).map((quote) => quote.stance));
  const rows = ["positive", "negative", "neutral"].filter((stance) => counts[stance]).map((stance) =>
    key(sample(null, stance), t(`stance.${stance}`), counts[stance], state.stances.has(stance), flip(state.stances, stance)));
  return rows.length ? [layer("speech", "ui.speech"), el("div", { class: state.layers.speech ? null : "off" }, rows,
    el("p", { class: "soft" }, t("ui.stances")))] : [];
}

function layer(name, title) {
  return el("h2", {}, el("button", {
    type: "button", class: "layer", id: `layer-${name}`, "aria-pressed": String(state.layers[name]),
    on: { click: () => { state.layers[name] = !state.layers[name]; legend(); changed(); } },
  }, t(title)));
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
    values.map(([value, text]) => el("option", { value, selected: state[name] === value }, text)));
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
    const box = el("input", { type: "date", id: `pick-${name}`, value: state[name], on: { change: () => set(name, box.value) } });
    return box;
  };
  const open = byId("keys").querySelector("#filters")?.open ?? (!small || narrowed());
  return el("details", { id: "filters", open }, el("summary", {}, t("ui.filters")),
    speakers.length ? el("label", {}, t("ui.speaker"), pick("speaker", speakers, "ui.allSpeakers")) : null,
    el("label", {}, t("ui.relation"), pick("predicate", predicates, "ui.allRelations")),
    outlets.length > 1 ? el("label", {}, t("ui.outlet"), pick("outlet", outlets.map((one) => [one, one]), "ui.allOutlets")) : null,
    el("label", {}, t("ui.since"), date("since")), el("label", {}, t("ui.until"), date("until")),
    leastBox(), el("label", {}, t("ui.check"), pick("check", checks, "ui.allChecks")));
}

// At least so many sentences or quotes for a line.
function leastBox() {
  const most = DATA.edges.reduce((most, line) => Math.max(most, line.kind === "speech" ? line.quotes.length
    : line.parts.reduce((sum, part) => sum + part.evidence.length, 0)), 1);
  if (most < 2) return null;
  const told = el("output", { class: "number" }, String(state.least));
  const box = el("input", { type: "range", id: "pick-least", min: 1, max: Math.min(most, 20), step: 1, value: state.least,
    on: { input: () => { told.textContent = box.value; set("least", Number(box.value)); } } });
  return el("label", {}, el("span", { class: "ends" }, t("ui.least"), told), box);
}

function set(name, value) {
  state[name] = value;
  changed();
}

// After any change of the filters.
function changed() {
  refresh();
  redrawCard();
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
