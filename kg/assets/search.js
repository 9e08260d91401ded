// Search by name or alias, without accents; legend and filters.
const index = [...nodes.values()].map((node) => ({
  node, names: [...new Set([node.name, ...node.aliases])].map((name) => ({ name, key: fold(name) })),
}));
let hits = [];
let at = -1;

function matches(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const found = [];
  for (const { node, names } of index) {
    let best = null;
    for (const { name, key } of names) {
      const where = ` ${key}`.indexOf(` ${wanted}`);
      const score = key === wanted ? 0 : where === 0 ? 1 : where > 0 ? 2 : key.includes(wanted) ? 3 : 9;
      if (score < 9 && (!best || score < best.score)) best = { node, name, score };
    }
    if (best) found.push(best);
  }
  found.sort((one, other) => one.score - other.score || one.node.rank - other.node.rank);
  return found.slice(0, 8);
}

function suggest() {
  const box = byId("search");
  hits = matches(box.value);
  at = hits.length ? 0 : -1;
  const list = byId("hits");
  list.replaceChildren(...hits.map(({ node, name }, place) => el("li", {
    role: "option", id: `hit-${place}`, "aria-selected": String(place === at),
    on: { mousedown: (event) => { event.preventDefault(); take(place); } },
  }, glyph(node.type), el("span", {}, node.name, name === node.name ? null : el("small", {}, ` ${name}`)),
  el("small", {}, t(`type.${node.type}`)))));
  if (!hits.length && box.value.trim()) list.append(el("li", { class: "soft", role: "option", "aria-disabled": "true" }, t("ui.noMatch")));
  openList(box.value.trim() !== "");
}

function openList(open) {
  byId("hits").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  if (open && at >= 0) byId("search").setAttribute("aria-activedescendant", `hit-${at}`);
  else byId("search").removeAttribute("aria-activedescendant");
}

function take(place) {
  if (!hits[place]) return;
  const { node } = hits[place];
  byId("search").value = node.name;
  openList(false);
  openNode(node.id, { move: true });
  byId("panel").focus({ preventScroll: true });
}

function searchKeys(event) {
  if (event.key === "Enter") take(at);
  else if (event.key === "Escape") openList(false);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!hits.length) return;
    at = (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length;
    [...byId("hits").children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    openList(true);
  }
}

function key(mark, text, number, hidden, toggle) {
  return el("button", {
    type: "button", class: "key", "aria-pressed": String(!hidden), on: { click: () => { toggle(); legend(); refresh(); redrawCard(); } },
  }, mark, el("span", {}, text), number === null ? null : el("span", { class: "number" }, String(number)));
}

const flip = (set, value) => () => (set.has(value) ? set.delete(value) : set.add(value));

function legend() {
  const focused = document.activeElement?.closest?.("#keys") ? [...byId("keys").querySelectorAll("button, select, input")].indexOf(document.activeElement) : -1;
  byId("keys").replaceChildren(...typeKeys(), ...relationKeys(), ...speechKeys(), filterBox());
  if (focused >= 0) byId("keys").querySelectorAll("button, select, input")[focused]?.focus();
}

function typeKeys() {
  const counts = tally([...nodes.values()].map((node) => node.type));
  return [el("h2", {}, t("ui.types")), el("div", {}, Object.keys(DATA.looks.nodes).filter((type) => counts[type]).map((type) =>
    key(glyph(type), t(`types.${type}`), counts[type], state.types.has(type), flip(state.types, type))))];
}

const tally = (values) => values.reduce((sum, value) => ({ ...sum, [value]: (sum[value] ?? 0) + 1 }), {});

function relationKeys() {
  const counts = tally(DATA.edges.filter((line) => line.kind === "relation").map((line) => line.status));
  const rows = Object.keys(DATA.looks.statuses).filter((status) => counts[status]).map((status) =>
    key(sample(status), t(`status.${status}`), counts[status], state.statuses.has(status), flip(state.statuses, status)));
  return rows.length ? [layer("relation", "ui.relations"), el("div", { class: state.layers.relation ? null : "off" }, rows)] : [];
}

function speechKeys() {
  const counts = tally(DATA.edges.filter((line) => line.kind === "speech").map(stanceOf));
  const rows = ["positive", "negative", "neutral"].filter((stance) => counts[stance]).map((stance) =>
    key(sample(null, stance), t(`stance.${stance}`), counts[stance], state.stances.has(stance), flip(state.stances, stance)));
  return rows.length ? [layer("speech", "ui.speech"), el("div", { class: state.layers.speech ? null : "off" }, rows,
    el("p", { class: "soft" }, t("ui.stances")))] : [];
}

function layer(name, title) {
  return el("h2", {}, el("button", {
    type: "button", class: "layer", id: `layer-${name}`, "aria-pressed": String(state.layers[name]),
    on: { click: () => { state.layers[name] = !state.layers[name]; legend(); refresh(); } },
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
  return image;
}

function filterBox() {
  const outlets = [...new Set(DATA.sources.map(([outlet]) => outlet).filter(Boolean))].sort((one, other) => one.localeCompare(other, lang));
  const used = new Set(DATA.edges.map((line) => line.predicate));
  const pick = (name, values, all) => {
    const box = el("select", { on: { change: () => set(name, box.value) } }, el("option", { value: "" }, t(all)),
      values.map(([value, text]) => el("option", { value, selected: state[name] === value }, text)));
    return box;
  };
  const date = (name) => {
    const box = el("input", { type: "date", value: state[name], on: { change: () => set(name, box.value) } });
    return box;
  };
  const predicates = DATA.looks.predicates.filter((predicate) => used.has(predicate)).map((predicate) => [predicate, t(`is.${predicate}`)]);
  const open = byId("keys").querySelector("#filters")?.open || state.outlet || state.since || state.until || state.predicate;
  return el("details", { id: "filters", open: Boolean(open) }, el("summary", {}, t("ui.filters")),
    el("label", {}, t("ui.relation"), pick("predicate", predicates, "ui.allRelations")),
    outlets.length > 1 ? el("label", {}, t("ui.outlet"), pick("outlet", outlets.map((one) => [one, one]), "ui.allOutlets")) : null,
    el("label", {}, t("ui.since"), date("since")), el("label", {}, t("ui.until"), date("until")));
}

function set(name, value) {
  state[name] = value;
  refresh();
  redrawCard();
}

function redrawCard() {
  if (state.node) panel(nodeCard(nodes.get(state.node)));
  else if (state.line) panel(lineCard(links.get(state.line)));
  else panel(overview());
}
