// The drawing: vis-network shows what state.js lets pass; nothing moves by itself.
const FACE = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const SYMMETRIC = new Set(DATA.looks.symmetric);
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
// Inside another page the wheel scrolls that page; buttons and keys zoom.
const framed = window !== window.top;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dots = new vis.DataSet();
const strokes = new vis.DataSet();
// A picture of more names than this is seen from afar: lines are straight and without heads, and nothing fades.
const crowded = () => shown.size > 800;
const MARKS = { positive: "circle", negative: "box" };
let network = null;
let shown = new Set();

// Only what differs from the drawing's own way of drawing lines: each thing said costs time, thousands of times.
function bend(line) {
  return line.bend && !crowded() ? { smooth: { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) } } : {};
}

function stroke(line) {
  const speech = line.kind === "speech";
  const rows = speech ? line.quotes.length : line.parts.reduce((sum, part) => sum + part.evidence.length, 0);
  const width = speech ? Math.min(3, 0.8 + 0.25 * rows) : Math.min(4, 1.2 + 0.35 * rows);
  const dashes = speech ? [] : DATA.looks.statuses[line.status][0];
  return { width, ...(dashes.length ? { dashes } : {}), ...(crowded() ? {} : { arrows: heads(line, speech) }) };
}

// A bar strikes what is denied; a round mark is praise, a square one criticism: colour is not all there is to see.
function heads(line, speech) {
  const type = speech ? MARKS[line.stance] : line.status === "denied" ? "bar" : null;
  const middle = type ? { middle: { enabled: true, type, scaleFactor: speech ? 0.32 : 0.6 } } : {};
  return { to: { enabled: !SYMMETRIC.has(line.predicate), scaleFactor: 0.45, type: speech ? "vee" : "arrow" }, ...middle };
}

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
  network.on("click", ({ nodes: [node], edges: [line] }) => {
    if (node !== undefined) openNode(node);
    else if (line !== undefined) openLine(line);
    else closeCard();
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) focusOn(node); });
  network.on("dragEnd", ({ nodes: held }) => { if (held.length) pin(held); });
  network.on("hoverEdge", ({ edge, event }) => showTip(links.get(edge), event));
  network.on("blurEdge", () => { byId("tip").hidden = true; });
  network.on("hoverNode", () => { byId("graph").style.cursor = "pointer"; });
  network.on("blurNode", () => { byId("graph").style.cursor = ""; });
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
  const colours = Object.fromEntries(["ink", "canvas", "faint", "soft", "line", "positive", "negative", "neutral"].map((name) => [name, style(`--${name}`)]));
  const place = places(shown);
  keepOnly(strokes, DATA.edges.filter(drawnLine).map((line) => strokeNow(line, lit, colours)), dots,
    [...shown].map((id) => dotNow(nodes.get(id), place.get(id), !lit || lit.has(id), colours)));
  if (fit) fitView({ animate: fit !== "now" });
  showCount();
}

const drawnLine = (line) => shown.has(line.from) && shown.has(line.to) && passing.has(line.id);

// What was drawn once stays in the bundle's sets and is only hidden: taking thousands of lines out and in again takes seconds.
// What looks as before is not written again. Hiding goes past the sets, to the parts of the drawing that they stand for.
const written = new Map();
function keepOnly(lines, wantedLines, ends, wantedEnds) {
  const { emitter } = network.body;
  emitter.emit("_blockRedraw"); // once at the end is enough: the sets would draw everything at each change
  for (const [set, wanted] of [[ends, wantedEnds], [lines, wantedLines]]) {
    const fresh = wanted.filter((one) => {
      const look = JSON.stringify(one);
      if (written.get(one.id) === look) return false;
      written.set(one.id, look);
      return true;
    });
    if (fresh.length) set.update(fresh);
  }
  for (const [parts, wanted] of [[network.body.nodes, wantedEnds], [network.body.edges, wantedLines]]) {
    const kept = new Set(wanted.map(({ id }) => id));
    for (const [id, part] of Object.entries(parts)) part.options.hidden = !kept.has(id);
  }
  emitter.emit("_dataChanged");
  emitter.emit("_allowRedraw");
  network.redraw();
}

function dotNow(node, [x, y], on, { ink, canvas, faint }) {
  const [shape, fill, edge] = DATA.looks.nodes[node.type];
  return {
    id: node.id, label: node.label, shape, size: node.size, x, y, opacity: on ? 1 : 0.18,
    shapeProperties: { borderDashes: moved.has(node.id) ? [3, 2] : false },
    color: { background: fill, border: edge, highlight: { background: fill, border: ink }, hover: { background: fill, border: ink } },
    font: { color: on ? ink : faint, strokeColor: canvas, size: letters(node) },
  };
}

// In a large picture seen from afar the main names are written larger.
const letters = (node) => (shown.size > 250 && node.rank < 40 ? Math.round(14 * Math.sqrt(nodes.size / 70)) : 14);

function highlighted() {
  if (state.path || crowded()) return null;
  if (state.line) return new Set([links.get(state.line).from, links.get(state.line).to]);
  return state.node && shown.has(state.node) ? neighbours(state.node) : null;
}

function strokeNow(line, lit, colours) {
  const chosen = state.line ? line.id === state.line : state.node && (line.from === state.node || line.to === state.node);
  const speech = line.kind === "speech";
  const colour = speech ? colours[stanceOf(line)] : colours.line;
  const strength = speech ? 0.5 : DATA.looks.statuses[line.status][1];
  const opacity = !lit || chosen ? (chosen ? 1 : strength) : 0.06;
  const label = chosen && !speech && fewLines() ? lineName(line) : undefined;
  return {
    id: line.id, from: line.from, to: line.to, ...bend(line), ...stroke(line), label,
    color: { color: colour, highlight: colour, hover: colour, opacity, inherit: false },
    ...(label ? { font: { color: colours.soft, strokeColor: colours.canvas } } : {}),
  };
}

const lineName = (line) => t(`is.${line.predicate}`) + (line.status === "denied" ? ` (${t("status.denied")})` : "");

// Names on lines help as long as they do not cover each other.
const fewLines = () => !state.node || near.get(state.node).filter((line) => line.kind === "relation" && drawnLine(line)).length <= 12;

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

// The part of the stage that no sheet covers, as distances from its edges.
function margins() {
  const sheet = byId("panel");
  const lower = innerWidth <= 760 && sheet.classList.contains("open") ? sheet.offsetHeight : 48;
  return { left: 16, right: 16, upper: innerWidth <= 760 ? 50 : 20, lower };
}

// Like network.fit, but around what lies on the stage, and with labels counted in.
function fitView({ animate = true } = {}) {
  if (!shown.size) return;
  const place = network.getPositions([...shown]);
  const edges = Object.entries(place).map(([id, { x, y }]) => {
    const { size, label } = nodes.get(id);
    const lines = label.split("\n");
    const half = Math.max(size, 3.8 * Math.max(...lines.map((line) => line.length)));
    return [x - half, y - size, x + half, y + size + 6 + 17 * lines.length];
  });
  const [left, upper] = [0, 1].map((at) => Math.min(...edges.map((edge) => edge[at])));
  const [right, lower] = [2, 3].map((at) => Math.max(...edges.map((edge) => edge[at])));
  const stage = byId("stage");
  const free = margins();
  const scale = Math.min(1.3, (stage.clientWidth - free.left - free.right) / (right - left),
    (stage.clientHeight - free.upper - free.lower) / (lower - upper));
  moveTo({ x: (left + right) / 2, y: (upper + lower) / 2 }, Math.max(0.05, scale), animate);
}

function moveTo(position, scale, animate = true) {
  const free = margins();
  const offset = { x: (free.left - free.right) / 2, y: (free.upper - free.lower) / 2 };
  network.moveTo({ position, scale, offset, animation: animate && motion() });
}

function centre(id) {
  moveTo(network.getPositions([id])[id], Math.max(network.getScale(), 0.85));
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(5, Math.max(0.05, network.getScale() * factor)), animation: false });
}

function pan(x, y) {
  const { x: left, y: upper } = network.getViewPosition();
  const step = 60 / network.getScale();
  network.moveTo({ position: { x: left + x * step, y: upper + y * step } });
}

function showTip(line, event) {
  const tip = byId("tip");
  const box = byId("stage").getBoundingClientRect();
  const from = nodes.get(line.from).name;
  const to = nodes.get(line.to).name;
  const extra = line.kind === "speech" ? (line.stance ? t(`stance.${line.stance}`) : "") : t(`status.${line.status}`);
  tip.replaceChildren(`${from} `, el("b", {}, t(`is.${line.predicate}`)), ` ${to}`, extra ? el("small", {}, extra) : null);
  tip.hidden = false;
  const { clientX = 0, clientY = 0 } = event.srcEvent ?? event;
  tip.style.left = `${Math.min(clientX - box.left + 14, box.width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.max(8, clientY - box.top - tip.offsetHeight - 10)}px`;
}

function showCount() {
  const drawn = DATA.edges.reduce((sum, line) => sum + drawnLine(line), 0);
  byId("count").textContent = t("ui.shown", { n: shown.size, m: nodes.size, lines: drawn });
  const aside = state.focus || state.path || state.group !== null;
  const all = byId("all");
  all.hidden = !aside && nodes.size <= limit;
  all.textContent = aside ? t("ui.unfocus") : state.all ? t("ui.showTop") : nodes.size > MOST ? t("ui.showMost", { n: MOST }) : t("ui.showAll");
  byId("unhide").hidden = !state.hidden.size;
  byId("unhide").textContent = t("ui.unhide", { n: state.hidden.size });
  byId("empty").hidden = shown.size > 0 || state.view !== "graph";
}
