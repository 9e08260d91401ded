// Start: connect the controls, show what the address asks for.
const hash = (id) => `#n=${encodeURIComponent(id)}`;

// The address names the open card: it can be shared, and the browser's way back works.
function remember(id) {
  const wanted = id ? hash(id) : "";
  if (location.hash !== wanted) attempt(() => history.pushState(null, "", wanted || location.href.split("#")[0]), null);
}

function fromAddress() {
  const found = /^#n=(.+)$/.exec(location.hash);
  const id = found ? attempt(() => decodeURIComponent(found[1]), "") : "";
  if (id && nodes.has(id)) openNode(id, { move: true });
  else closeCard();
}

function showView(name) {
  const table = name === "table";
  document.documentElement.classList.toggle("table", table);
  byId("show-graph").setAttribute("aria-pressed", String(!table));
  byId("show-table").setAttribute("aria-pressed", String(table));
  if (!table && network) network.redraw();
}

function reset() {
  state = initial();
  byId("search").value = "";
  byId("narrow").value = "";
  narrow();
  network.unselectAll();
  legend();
  refresh({ fit: true });
  panel(overview());
  remember("");
}

function narrow() {
  const wanted = fold(byId("narrow").value);
  for (const row of document.querySelectorAll("#tables tbody tr")) {
    row.hidden = wanted !== "" && !fold(row.textContent).includes(wanted);
  }
}

function switchLanguage() {
  lang = lang === "fr" ? "en" : "fr";
  attempt(() => localStorage.setItem("quidit-lang", lang), null);
  translate();
  legend();
  refresh();
  redrawCard();
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

function connect() {
  const on = (id, action, event = "click") => byId(id).addEventListener(event, action);
  on("search", suggest, "input");
  on("search", searchKeys, "keydown");
  on("search", () => openList(false), "blur");
  on("narrow", narrow, "input");
  on("show-graph", () => showView("graph"));
  on("show-table", () => showView("table"));
  on("reset", reset);
  on("language", switchLanguage);
  on("zoom-in", () => zoom(1.3));
  on("zoom-out", () => zoom(1 / 1.3));
  on("fit", fitView);
  on("all", () => {
    if (state.focus) state.focus = null;
    else state.all = !state.all;
    refresh({ fit: true });
    redrawCard();
  });
  on("png", savePng);
  on("svg", saveSvg);
  on("csv", saveCsv);
  on("graph", graphKeys, "keydown");
  document.addEventListener("keydown", pageKeys);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-node]");
    if (link && nodes.has(link.dataset.node)) {
      event.preventDefault();
      openNode(link.dataset.node, { move: true });
    }
    if (!event.target.closest?.("#export summary")) byId("export").open = false;
  });
  addEventListener("hashchange", fromAddress);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => refresh());
}

if (small) byId("legend").open = false;
if (lang !== DATA.lang) translate();
drawGraph();
connect();
legend();
panel(overview());
refresh({ fit: "now" });
fromAddress();
