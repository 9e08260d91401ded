// The drawing: vis-network shows what state.js lets pass; nothing moves by itself.
const FACE = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const SYMMETRIC = new Set(["partnerOf", "competesWith", "comparableTo"]);
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dots = new vis.DataSet(DATA.nodes.map((node) => ({
  id: node.id, label: node.label, shape: node.shape, size: node.size, x: node.x, y: node.y, hidden: true,
})));
const strokes = new vis.DataSet(DATA.edges.map((line) => ({
  id: line.id, from: line.from, to: line.to, hidden: true, smooth: bend(line), ...stroke(line),
})));
let network = null;
let shown = new Set();

function bend(line) {
  if (!line.bend) return { enabled: false, type: "continuous", roundness: 0.5 };
  return { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) };
}

function stroke(line) {
  const arrow = { enabled: !SYMMETRIC.has(line.predicate), scaleFactor: 0.45 };
  if (line.kind === "speech") {
    return { dashes: false, width: Math.min(3, 0.8 + 0.25 * line.quotes.length), arrows: { to: { ...arrow, type: "vee" } } };
  }
  const rows = line.parts.reduce((sum, part) => sum + part.evidence.length, 0);
  const dashes = DATA.looks.statuses[line.status][0];
  const struck = { enabled: line.status === "denied", type: "bar", scaleFactor: 0.6 };
  return { dashes: dashes.length ? dashes : false, width: Math.min(4, 1.2 + 0.35 * rows), arrows: { to: arrow, middle: struck } };
}

function drawGraph() {
  network = new vis.Network(byId("graph"), { nodes: dots, edges: strokes }, {
    physics: false, layout: { improvedLayout: false },
    interaction: {
      hover: true, tooltipDelay: 1e9, hideEdgesOnDrag: DATA.edges.length > 3000, hideEdgesOnZoom: DATA.edges.length > 3000,
      selectConnectedEdges: false, hoverConnectedEdges: false, keyboard: false, zoomSpeed: 0.7,
    },
    nodes: { borderWidth: 1.5, borderWidthSelected: 3, font: { size: 14, strokeWidth: 4, face: FACE, vadjust: 1 }, scaling: { label: { drawThreshold: 4 } } },
    edges: { arrowStrikethrough: false, selectionWidth: 1, hoverWidth: 0.8, font: { size: 11, face: FACE, strokeWidth: 4, align: "middle" } },
  });
  network.on("click", ({ nodes: [node], edges: [line] }) => {
    if (node !== undefined) openNode(node);
    else if (line !== undefined) openLine(line);
    else closeCard();
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) focusOn(node); });
  network.on("hoverEdge", ({ edge, event }) => showTip(links.get(edge), event));
  network.on("blurEdge", () => { byId("tip").hidden = true; });
  network.on("hoverNode", () => { byId("graph").style.cursor = "pointer"; });
  network.on("blurNode", () => { byId("graph").style.cursor = ""; });
}

// Show what passes; everything away from the selection steps back.
function refresh({ fit = false } = {}) {
  const before = shown;
  shown = shownNodes();
  const place = places(shown);
  const lit = highlighted();
  const ink = style("--ink");
  const paper = style("--canvas");
  dots.update([...nodes.values()].filter((node) => shown.has(node.id) || before.has(node.id)).map((node) => {
    const [, fill, edge] = DATA.looks.nodes[node.type];
    const on = !lit || lit.has(node.id);
    const [x, y] = place.get(node.id) ?? [node.x, node.y];
    return {
      id: node.id, hidden: !shown.has(node.id), x, y, opacity: on ? 1 : 0.18,
      color: { background: fill, border: edge, highlight: { background: fill, border: ink }, hover: { background: fill, border: ink } },
      font: { color: on ? ink : style("--faint"), strokeColor: paper, bold: false },
    };
  }));
  const few = !state.node || near.get(state.node).filter((line) => line.kind === "relation" && passesLine(line)).length <= 12;
  strokes.update(DATA.edges.map((line) => strokeNow(line, lit, paper, few)));
  if (fit) fitView({ animate: fit !== "now" });
  showCount();
}

function highlighted() {
  if (state.line) return new Set([links.get(state.line).from, links.get(state.line).to]);
  return state.node && shown.has(state.node) ? neighbours(state.node) : null;
}

function strokeNow(line, lit, paper, few) {
  const hidden = !(shown.has(line.from) && shown.has(line.to) && passesLine(line));
  const chosen = state.line ? line.id === state.line : state.node && (line.from === state.node || line.to === state.node);
  const on = !lit || chosen;
  const speech = line.kind === "speech";
  const colour = speech ? style(`--${stanceOf(line)}`) : style("--line");
  const strength = speech ? 0.5 : DATA.looks.statuses[line.status][1];
  const name = chosen && !hidden && !speech && few ? t(`is.${line.predicate}`) : undefined;
  return {
    id: line.id, hidden, label: name,
    color: { color: colour, highlight: colour, hover: colour, opacity: on ? (chosen ? 1 : strength) : 0.06, inherit: false },
    font: { color: style("--soft"), strokeColor: paper },
  };
}

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

// The part of the stage that neither legend nor sheet covers, as distances from its edges.
function margins() {
  const legend = byId("legend");
  const sheet = byId("panel");
  const left = legend.open && innerWidth > 760 ? legend.offsetWidth + 24 : 12;
  const lower = innerWidth <= 760 && sheet.classList.contains("open") ? sheet.offsetHeight : 40;
  return { left, right: 16, upper: innerWidth <= 760 ? 50 : 16, lower };
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
  byId("count").textContent = t("ui.shown", { n: shown.size, m: nodes.size });
  const all = byId("all");
  all.hidden = !state.focus && nodes.size <= limit;
  all.textContent = state.focus ? t("ui.unfocus") : t(state.all ? "ui.showTop" : "ui.showAll");
}
