// The drawing: vis-network shows what state.js lets pass; nothing moves by itself.
// Inside another page the wheel scrolls that page; buttons and keys zoom.
const framed = window !== window.top;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dots = new vis.DataSet();
const strokes = new vis.DataSet();
let network = null;
let shown = new Set();

function drawGraph() {
  network = new vis.Network(byId("graph"), { nodes: dots, edges: strokes }, {
    physics: false, layout: { improvedLayout: false },
    interaction: {
      hover: true, tooltipDelay: 1e9, hideEdgesOnDrag: DATA.edges.length > 3000, hideEdgesOnZoom: DATA.edges.length > 3000,
      zoomView: framed === false, selectConnectedEdges: false, hoverConnectedEdges: false, keyboard: false, zoomSpeed: 0.7,
    },
    nodes: { borderWidth: 1.5, borderWidthSelected: 3, font: { size: 14, strokeWidth: 4, face: FACE, vadjust: 1 }, scaling: { label: { drawThreshold: 4 } } },
    edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 1, hoverWidth: 0.8, font: { size: 11, face: FACE, strokeWidth: 4, align: "middle" } },
  });
  drawCrowds();
  network.on("click", ({ nodes: [node], edges: [edge], pointer }) => {
    const line = edge ?? (crowded() ? lineAt(pointer.canvas) : null);
    if (node !== undefined) openNode(node);
    else if (line !== null) openLine(line);
    else closeCard();
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) focusOn(node); });
  network.on("dragEnd", ({ nodes: held }) => { if (held.length) pin(held); });
  hovering();
}

// What is under the mouse is named; the cursor tells what can be clicked.
function hovering() {
  const cursor = (shape) => { byId("graph").style.cursor = shape; };
  const none = () => { byId("tip").hidden = true; cursor(""); };
  let over = null;
  network.on("hoverEdge", ({ edge, event }) => showTip(lineTip(links.get(edge)), event));
  network.on("blurEdge", none);
  network.on("hoverNode", ({ node, event }) => {
    over = node;
    cursor("pointer");
    if (crowded()) showTip([nodes.get(node).name], event);
  });
  network.on("blurNode", () => { over = null; none(); });
  byId("graph").addEventListener("mousemove", (event) => {
    if (!crowded() || over !== null || event.buttons) return;
    const box = byId("graph").getBoundingClientRect();
    const line = lineAt(network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top }));
    if (line === null) none();
    else { cursor("pointer"); showTip(lineTip(links.get(line)), event); }
  });
}

// What was dragged stays where it was put.
function pin(ids) {
  if (state.focus || state.path) return;
  for (const [id, { x, y }] of Object.entries(network.getPositions(ids))) moved.set(id, [Math.round(x), Math.round(y)]);
  keepPlaces();
  refresh();
  if (state.node) panel(nodeCard(nodes.get(state.node)));
}

// Show what passes; everything away from the selection steps back.
function refresh({ fit = false } = {}) {
  sift();
  shown = shownNodes();
  const lit = highlighted();
  const lines = DATA.edges.filter(drawnLine);
  const place = places(shown);
  if (crowded()) {
    gather(lines, lit);
    keepOnly([], [...place].map(([id, [x, y]]) => ({ id, x, y, label: undefined, shape: "dot" })));
  } else {
    const named = fewLines();
    keepOnly(lines.map((line) => strokeNow(line, lit, named && roomy(line, place))), [...shown].map((id) => dotNow(nodes.get(id), place.get(id), !lit || lit.has(id))));
  }
  if (fit) fitView({ animate: fit !== "now" });
  showCount(lines.length);
}

const drawnLine = (line) => shown.has(line.from) && shown.has(line.to) && passing.has(line.id);

// What was drawn once stays in the bundle's sets and is only hidden: taking thousands of lines out and in again takes seconds.
// What looks as before is not written again. Hiding goes past the sets, to the parts of the drawing that they stand for.
const written = new Map();
function keepOnly(wantedLines, wantedEnds) {
  const { emitter, nodes: points, edges: joins } = network.body;
  emitter.emit("_blockRedraw"); // the next frame is enough: the sets would draw everything at each change
  for (const [set, wanted] of [[dots, wantedEnds], [strokes, wantedLines]]) {
    const fresh = wanted.filter((one) => {
      const look = JSON.stringify(one);
      if (written.get(one.id) === look) return false;
      written.set(one.id, look);
      return true;
    });
    if (fresh.length) set.update(fresh);
  }
  for (const [parts, wanted] of [[points, wantedEnds], [joins, wantedLines]]) {
    const kept = new Set(wanted.map(({ id }) => id));
    for (const [id, part] of Object.entries(parts)) part.options.hidden = !kept.has(id);
  }
  network._updateVisibleIndices();
  emitter.emit("_allowRedraw");
  emitter.emit("_requestRedraw");
}

function lineTip(line) {
  const [from, to] = [nodes.get(line.from).name, nodes.get(line.to).name];
  const extra = line.kind === "speech" ? (line.stance ? t(`stance.${line.stance}`) : "") : t(`status.${line.status}`);
  return [`${from} `, el("b", {}, t(`is.${line.predicate}`)), ` ${to}`, ...(extra ? [el("small", {}, extra)] : [])];
}

function showTip(words, event) {
  const tip = byId("tip");
  const box = byId("stage").getBoundingClientRect();
  tip.replaceChildren(...words);
  tip.hidden = false;
  const { clientX = 0, clientY = 0 } = event.srcEvent ?? event;
  tip.style.left = `${Math.min(clientX - box.left + 14, box.width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.max(8, clientY - box.top - tip.offsetHeight - 10)}px`;
}

function showCount(drawn) {
  byId("count").textContent = t("ui.shown", { n: shown.size, m: nodes.size, lines: drawn });
  const aside = state.focus || state.path || state.group !== null;
  const all = byId("all");
  all.hidden = !aside && nodes.size <= limit;
  all.textContent = aside ? t("ui.unfocus") : state.all ? t("ui.showTop") : nodes.size > MOST ? t("ui.showMost", { n: MOST }) : t("ui.showAll");
  byId("unhide").hidden = !state.hidden.size;
  byId("unhide").textContent = t("ui.unhide", { n: state.hidden.size });
  byId("empty").hidden = shown.size > 0 || state.view !== "graph";
}
