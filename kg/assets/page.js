// Start: connect the controls, show what the address asks for.
function showView(name, before = state.view) {
  state.view = name;
  document.documentElement.dataset.view = name;
  document.documentElement.classList.toggle("table", name === "table");
  for (const one of VIEWS) byId(`show-${one}`).setAttribute("aria-pressed", String(one === name));
  redrawView();
  if (name === "graph" && before !== "graph") requestAnimationFrame(() => { network.redraw(); fitView({ animate: false }); });
}

// The other views are made when they are looked at.
function redrawView() {
  ({ speech: drawSpeech, quotes: drawQuotes, time: drawTime, table: narrow })[state.view]?.();
}

function reset() {
  state = { ...initial(), view: state.view };
  for (const id of ["search", "narrow", "words"]) byId(id).value = "";
  moved.clear();
  keepPlaces();
  startPlaces();
  network.unselectAll();
  syncLegend();
  refresh({ fit: true });
  panel(overview());
  redrawView();
  brush();
  remember();
}


function switchLanguage() {
  lang = lang === "fr" ? "en" : "fr";
  attempt(() => localStorage.setItem("quidit-lang", lang), null);
  translate();
  legend();
  refresh();
  redrawCard();
  redrawView();
  brush();
}

function graphKeys(event) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (moves[event.key]) pan(...moves[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fitView();
  else return;
  event.preventDefault();
}

function pageKeys(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape" && !typing) closeCard();
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
  }
}

// Back from a neighbourhood, path or group; else all names, or the main ones.
function back() {
  if (state.focus || state.path || state.group !== null) Object.assign(state, { focus: null, path: null, group: null, added: new Set() });
  else state.all = !state.all;
  refresh({ fit: true });
  redrawCard();
  remember();
}

function connect() {
  const on = (id, action, event = "click") => byId(id).addEventListener(event, action);
  suggester(byId("search"), byId("hits"), (node) => {
    openNode(node.id, { move: true });
    byId("panel").focus({ preventScroll: true });
  });
  on("narrow", narrow, "input");
  on("words", drawQuotes, "input");
  for (const name of VIEWS) on(`show-${name}`, () => { showView(name); remember({ step: true }); });
  on("reset", reset);
  on("language", switchLanguage);
  on("zoom-in", () => zoom(1.3));
  on("zoom-out", () => zoom(1 / 1.3));
  on("fit", fitView);
  on("all", back);
  on("unhide", () => { state.hidden.clear(); refresh({ fit: true }); remember(); });
  for (const [id, action] of Object.entries({ picture: copyPicture, png: savePng, svg: saveSvg, csv: saveCsv, json: saveJson, places: savePlaces, frame: showFrame })) on(id, action);
  on("graph", graphKeys, "keydown");
  on("legend", () => requestAnimationFrame(() => { if (state.view !== "graph") redrawView(); }), "toggle");
  document.addEventListener("keydown", pageKeys);
  document.addEventListener("click", follow);
  addEventListener("popstate", fromAddress);
  addEventListener("resize", () => { if (["speech", "time"].includes(state.view)) redrawView(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { mixPaints(); refresh(); });
}

function follow(event) {
  const link = event.target.closest?.("a[data-node]");
  if (link && nodes.has(link.dataset.node)) {
    event.preventDefault();
    openNode(link.dataset.node, { move: true });
  }
  if (!event.target.closest?.("#export summary")) byId("export").open = false;
}

// Places that came with the page, from `kg view --positions`, are where a person put them.
function startPlaces() {
  for (const [id, place] of Object.entries(DATA.places)) if (nodes.has(id) && !moved.has(id)) moved.set(id, place);
}

if (small) byId("legend").open = false;
if (lang !== DATA.lang) translate();
startPlaces();
mixPaints();
legend();
drawGraph();
connect();
drawBrush();
fromAddress();
