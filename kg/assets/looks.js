// How names and lines look now: shared by vis-network's own drawing, by the drawing of many names, and by the saved picture.
const FACE = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const SYMMETRIC = new Set(DATA.looks.symmetric);
const MARKS = { positive: "circle", negative: "box" };
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const PAINTS = ["ink", "canvas", "faint", "soft", "line", "positive", "negative", "neutral"];
let paints = {};

// Asked once for each colour scheme: asking makes the browser lay the whole page out.
function mixPaints() {
  paints = Object.fromEntries(PAINTS.map((name) => [name, style(`--${name}`)]));
}

// The names that stay lit: those at a chosen line, or a chosen name and its neighbours.
function highlighted() {
  if (state.path) return null;
  if (state.line) return new Set([links.get(state.line).from, links.get(state.line).to]);
  return state.node && shown.has(state.node) ? neighbours(state.node) : null;
}

const isChosen = (line) => (state.line ? line.id === state.line : Boolean(state.node) && (line.from === state.node || line.to === state.node));

function lookOf(line, lit) {
  const speech = line.kind === "speech";
  const [dashes, strength] = speech ? [[], 0.5] : DATA.looks.statuses[line.status];
  const chosen = isChosen(line);
  const rows = speech ? line.quotes.length : line.parts.reduce((sum, part) => sum + part.evidence.length, 0);
  return {
    chosen, dashes, colour: speech ? paints[stanceOf(line)] : paints.line, opacity: chosen ? 1 : lit ? 0.06 : strength,
    width: speech ? Math.min(3, 0.8 + 0.25 * rows) : Math.min(4, 1.2 + 0.35 * rows),
  };
}

// A name as vis-network takes it.
function dotNow(node, [x, y], on) {
  const [shape, fill, edge] = DATA.looks.nodes[node.type];
  return {
    id: node.id, label: node.label, shape, size: node.size, x, y, opacity: on ? 1 : 0.18,
    shapeProperties: { borderDashes: moved.has(node.id) ? [3, 2] : false },
    color: { background: fill, border: edge, highlight: { background: fill, border: paints.ink }, hover: { background: fill, border: paints.ink } },
    font: { color: on ? paints.ink : paints.faint, strokeColor: paints.canvas, size: 14 },
  };
}

// A line as vis-network takes it.
function strokeNow(line, lit, named) {
  const { chosen, dashes, colour, opacity, width } = lookOf(line, lit);
  const label = named && chosen && line.kind !== "speech" ? lineName(line) : undefined;
  return {
    id: line.id, from: line.from, to: line.to, ...bend(line), width, ...(dashes.length ? { dashes } : {}), arrows: heads(line), label,
    color: { color: colour, highlight: colour, hover: colour, opacity, inherit: false },
    ...(label ? { font: { color: paints.soft, strokeColor: paints.canvas } } : {}),
  };
}

function bend(line) {
  return line.bend ? { smooth: { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) } } : {};
}

// A bar strikes what is denied; a round mark is praise, a square one criticism: colour is not all there is to see.
function heads(line) {
  const speech = line.kind === "speech";
  const type = speech ? MARKS[line.stance] : line.status === "denied" ? "bar" : null;
  const middle = type ? { middle: { enabled: true, type, scaleFactor: speech ? 0.32 : 0.6 } } : {};
  return { to: { enabled: !SYMMETRIC.has(line.predicate), scaleFactor: 0.45, type: speech ? "vee" : "arrow" }, ...middle };
}

const lineName = (line) => t(`is.${line.predicate}`) + (line.status === "denied" ? ` (${t("status.denied")})` : "");

// Names on lines help as long as they do not cover each other.
const fewLines = () => !state.node || near.get(state.node).filter((line) => line.kind === "relation" && drawnLine(line)).length <= 12;

// A name as long as its line would run into the names at both ends.
function roomy(line, place) {
  const [[x, y], [right, lower]] = [place.get(line.from), place.get(line.to)];
  return Math.hypot(right - x, lower - y) - nodes.get(line.from).size - nodes.get(line.to).size > 6 * lineName(line).length + 12;
}

// The point that a bent line is pulled towards, and its middle.
function pull(line, from, to) {
  return { x: (from.x + to.x) / 2 - (to.y - from.y) * line.bend, y: (from.y + to.y) / 2 + (to.x - from.x) * line.bend };
}

const middleOf = (from, towards, to) => ({ x: (from.x + 2 * towards.x + to.x) / 4, y: (from.y + 2 * towards.y + to.y) / 4 });

// The three corners of an arrow's head at the rim of a name, coming from somewhere.
function tipOf(to, from, rim, long = 8, half = 3) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [x, y] = [to.x - dx * rim, to.y - dy * rim];
  return [[x, y], [x - dx * long - dy * half, y - dy * long + dx * half], [x - dx * long + dy * half, y - dy * long - dx * half]];
}
