// The address holds what is chosen: it can be shared, and the browser's way back works.
const LISTS = { t: "types", s: "statuses", k: "stances", x: "hidden", e: "added" };
const WORDS = { o: "outlet", w: "speaker", r: "predicate", c: "check", d: "since", u: "until" };

function address() {
  const found = new URLSearchParams();
  if (state.node) found.set("n", state.node);
  if (state.view !== "graph") found.set("v", state.view);
  if (state.quote !== null) found.set("q", state.quote);
  if (state.line) found.set("l", state.line);
  if (state.focus) found.set("f", state.focus);
  if (state.path) found.set("p", [state.path[0], state.path.at(-1)].join(" "));
  if (state.group !== null) found.set("g", state.group);
  if (state.all) found.set("a", 1);
  if (state.least > 1) found.set("m", state.least);
  for (const [letter, name] of Object.entries(LISTS)) if (state[name].size) found.set(letter, [...state[name]].join(" "));
  for (const [letter, name] of Object.entries(WORDS)) if (state[name]) found.set(letter, state[name]);
  const off = Object.keys(state.layers).filter((name) => !state.layers[name]);
  if (off.length) found.set("y", off.join(" "));
  const text = found.toString();
  return text ? `#${text}` : "";
}

function remember({ step = false } = {}) {
  const wanted = address();
  if (location.hash === wanted) return;
  const target = wanted || location.href.split("#")[0];
  attempt(() => history[step ? "pushState" : "replaceState"](null, "", target), null);
}

// Whatever stands in an address: only what exists is taken from it.
function fromAddress() {
  const found = new URLSearchParams(location.hash.slice(1));
  const read = (letter) => found.get(letter) ?? "";
  const list = (letter) => read(letter).split(" ").filter(Boolean);
  const before = state.view;
  state = initial();
  for (const [letter, name] of Object.entries(LISTS)) {
    const known = { types: DATA.looks.nodes, statuses: DATA.looks.statuses, stances: DATA.looks.stances }[name];
    state[name] = new Set(list(letter).filter((one) => (known ? Object.hasOwn(known, one) : nodes.has(one))));
  }
  for (const [letter, name] of Object.entries(WORDS)) state[name] = read(letter);
  for (const name of ["since", "until"]) if (!/^\d{4}-\d\d-\d\d$/.test(state[name])) state[name] = "";
  if (!["none", "verified", "disputed", "wrong"].includes(state.check)) state.check = "";
  if (!nodes.has(state.speaker)) state.speaker = "";
  for (const name of list("y")) if (name in state.layers) state.layers[name] = false;
  state.least = Math.min(20, Math.max(1, Number(read("m")) || 1));
  state.all = read("a") === "1";
  state.group = found.has("g") && DATA.groups[read("g")] ? Number(read("g")) : null;
  state.focus = nodes.has(read("f")) ? read("f") : null;
  sift();
  const [start, end] = list("p");
  state.path = nodes.has(start) && nodes.has(end) ? wayBetween(start, end) : null;
  syncLegend();
  showView(VIEWS.includes(read("v")) ? read("v") : "graph", before);
  brush();
  openFrom(found);
}

function openFrom(found) {
  const [node, line, quote] = ["n", "l", "q"].map((letter) => found.get(letter) ?? "");
  panel(state.path ? pathCard(state.path) : overview());
  network.unselectAll();
  refresh({ fit: "now" });
  if (nodes.has(node)) openNode(node, { move: true });
  else if (links.has(line)) openLine(line);
  else if (/^\d+$/.test(quote) && DATA.quotes[quote]) openQuote(Number(quote));
  else byId("panel").classList.toggle("open", Boolean(state.path));
}
