// Many names at once: drawn here in few strokes. vis-network keeps their places and finds the name that is pointed at; what lines
// are pointed at is found here. Near enough, lines bend, have heads and marks, and are dashed, as on a picture of few names.
const CROWD = 250;
const crowded = () => shown.size > CROWD;
const crowd = { bundles: [], lines: [], lit: null };
const CLOSE = 0.5; // of the natural size: from here on there is room for heads, bends and dashes
const MOST_NAMES = 300;

// Lines of one look are drawn together: sorted once for each change, not for each frame.
function gather(lines, lit) {
  const bundles = new Map();
  for (const line of lines) {
    const look = lookOf(line, lit);
    const key = `${look.chosen}|${look.opacity}|${look.colour}|${look.dashes}|${Math.round(2 * look.width)}`;
    if (!bundles.has(key)) bundles.set(key, { look, lines: [] });
    bundles.get(key).lines.push(line);
  }
  const order = [...bundles.values()].sort((one, other) => one.look.opacity - other.look.opacity);
  Object.assign(crowd, { bundles: order, lines, lit });
}

// vis-network asks its renderer for the names; of a crowd they come from here, lines below them and labels above.
function drawCrowds() {
  const { renderer } = network;
  const few = renderer._drawNodes.bind(renderer);
  renderer._drawNodes = (pen, hidden) => (crowded() ? drawCrowd(pen, hidden) : few(pen, hidden));
}

function drawCrowd(pen, hidden) {
  const done = { drawExternalLabels: () => {} };
  if (hidden) return done;
  const { renderer, canvas } = network;
  const { x, y } = network.DOMtoCanvas({ x: 0, y: 0 });
  const sight = { scale: network.getScale(), x, y, wide: byId("graph").clientWidth, high: byId("graph").clientHeight, dense: canvas.pixelRatio };
  const spots = spotsIn(sight);
  const moving = (renderer.dragging && renderer.options.hideEdgesOnDrag) || (renderer.zooming && renderer.options.hideEdgesOnZoom);
  pen.save();
  pen.setTransform(sight.dense, 0, 0, sight.dense, 0, 0);
  if (!moving) drawBundles(pen, spots, sight);
  drawDots(pen, spots, sight);
  drawNames(pen, spots, sight);
  pen.restore();
  return done;
}

// Where each name stands in the window, and the box in which vis-network finds it, no smaller than a finger hits.
function spotsIn({ scale, x, y, wide, high }) {
  const found = new Map();
  for (const id of shown) {
    const part = network.body.nodes[id];
    const node = nodes.get(id);
    const reach = Math.max(node.size, 5 / scale);
    Object.assign(part.shape, { left: part.x - reach, top: part.y - reach, width: 2 * reach, height: 2 * reach });
    const spot = { id, node, x: (part.x - x) * scale, y: (part.y - y) * scale, size: Math.max(1.6, node.size * scale), marked: part.selected || part.hover };
    spot.inside = spot.x > -120 && spot.x < wide + 120 && spot.y > -60 && spot.y < high + 60;
    found.set(id, spot);
  }
  return found;
}

function drawBundles(pen, spots, sight) {
  const close = sight.scale >= CLOSE;
  pen.lineCap = "butt";
  for (const { look, lines } of crowd.bundles) {
    pen.globalAlpha = look.chosen ? 1 : look.opacity * (crowd.lines.length > 3000 ? 0.6 : 1);
    pen.strokeStyle = look.colour;
    pen.lineWidth = Math.max(look.chosen ? 1.5 : 0.35, look.width * sight.scale);
    pen.setLineDash(close ? look.dashes.map((length) => length * sight.scale) : []);
    const seen = lines.map((line) => [line, spots.get(line.from), spots.get(line.to)]).filter(([, from, to]) => crosses(from, to, sight));
    strokeAll(pen, seen, close);
    if (close) drawHeads(pen, seen, look, sight);
    if (close && look.chosen && fewLines()) seen.forEach((one) => nameLine(pen, ...one));
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

const crosses = (from, to, { wide, high }) => Math.max(from.x, to.x) > 0 && Math.min(from.x, to.x) < wide
  && Math.max(from.y, to.y) > 0 && Math.min(from.y, to.y) < high;

// Thin lines are quickest a few dozen at a time, thick ones one by one.
function strokeAll(pen, seen, close) {
  const together = pen.lineWidth > 1 ? 1 : 40;
  for (let start = 0; start < seen.length; start += together) {
    pen.beginPath();
    for (const [line, from, to] of seen.slice(start, start + together)) {
      pen.moveTo(from.x, from.y);
      const towards = close && line.bend ? pull(line, from, to) : null;
      if (towards) pen.quadraticCurveTo(towards.x, towards.y, to.x, to.y);
      else pen.lineTo(to.x, to.y);
    }
    pen.stroke();
  }
}

function drawHeads(pen, seen, { colour }, { scale }) {
  pen.fillStyle = colour;
  pen.setLineDash([]);
  for (const [line, from, to] of seen) {
    const towards = pull(line, from, to);
    if (!SYMMETRIC.has(line.predicate)) fillCorners(pen, tipOf(to, towards, to.size + 1, 7 * scale, 2.8 * scale));
    const { x, y } = middleOf(from, towards, to);
    const mark = 3.2 * scale;
    if (line.stance === "negative") pen.fillRect(x - mark, y - mark, 2 * mark, 2 * mark);
    else if (line.stance === "positive") fillCorners(pen, Array.from({ length: 12 }, (_, part) => [x + mark * Math.cos(part * 0.5236), y + mark * Math.sin(part * 0.5236)]));
    else if (line.status === "denied") strike(pen, x, y, Math.atan2(to.y - from.y, to.x - from.x), 6 * scale);
  }
}

// Along a chosen line, the right way up.
function nameLine(pen, line, from, to) {
  if (line.kind === "speech") return;
  const { x, y } = middleOf(from, pull(line, from, to), to);
  const turn = Math.atan2(to.y - from.y, to.x - from.x);
  pen.save();
  pen.translate(x, y);
  pen.rotate(Math.abs(turn) > Math.PI / 2 ? turn + Math.PI : turn);
  Object.assign(pen, { font: `11px ${FACE}`, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4, strokeStyle: paints.canvas, fillStyle: paints.soft });
  pen.strokeText(lineName(line), 0, 0);
  pen.fillText(lineName(line), 0, 0);
  pen.restore();
}

function strike(pen, x, y, turn, far) {
  pen.beginPath();
  pen.moveTo(x - far * Math.sin(turn), y + far * Math.cos(turn));
  pen.lineTo(x + far * Math.sin(turn), y - far * Math.cos(turn));
  pen.stroke();
}

function trace(pen, corners) {
  corners.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}

function fillCorners(pen, corners) {
  pen.beginPath();
  trace(pen, corners);
  pen.fill();
}

// Faded ones first, each type in its shape and colour.
function drawDots(pen, spots, { scale }) {
  for (const lit of crowd.lit ? [false, true] : [true]) {
    pen.globalAlpha = lit ? 1 : 0.18;
    for (const [type, [shape, fill, edge]] of Object.entries(DATA.looks.nodes)) {
      const kind = [...spots.values()].filter((spot) => spot.inside && spot.node.type === type && (!crowd.lit || crowd.lit.has(spot.id) === lit));
      Object.assign(pen, { fillStyle: fill, strokeStyle: edge, lineWidth: Math.max(0.5, Math.min(1.5, 1.5 * scale)) });
      for (let start = 0; start < kind.length; start += 40) {
        pen.beginPath();
        for (const spot of kind.slice(start, start + 40)) trace(pen, cornersOf(shape, spot));
        pen.fill();
        pen.stroke();
      }
    }
  }
  Object.assign(pen, { strokeStyle: paints.ink, lineWidth: 2 });
  for (const spot of spots.values()) {
    if (!spot.marked) continue;
    pen.beginPath();
    pen.arc(spot.x, spot.y, spot.size + 2.5, 0, 2 * Math.PI);
    pen.stroke();
  }
}

const ROUND = Array.from({ length: 20 }, (_, part) => [Math.sin((part * Math.PI) / 10), -Math.cos((part * Math.PI) / 10)]);

function cornersOf(shape, { x, y, size }) {
  return (shape === "dot" ? ROUND : UNIT[shape]).map(([across, down]) => [x + size * across, y + size * down]);
}

// The names that matter most get a label, the next ones where there is room left.
function drawNames(pen, spots, { scale }) {
  const taken = new Map();
  const high = Math.min(14, Math.max(11, 14 * scale));
  const order = [...spots.values()].filter((spot) => spot.inside && (!crowd.lit || crowd.lit.has(spot.id)));
  order.sort((one, other) => Boolean(other.marked) - Boolean(one.marked));
  Object.assign(pen, { font: `${high}px ${FACE}`, textAlign: "center", textBaseline: "alphabetic", lineJoin: "round", lineWidth: 4,
    strokeStyle: paints.canvas, fillStyle: paints.ink });
  let left = MOST_NAMES;
  for (const { node, x, y, size } of order) {
    const lines = node.label.split("\n");
    const half = (0.29 * high * Math.max(...lines.map((line) => line.length))) + 4;
    const box = [x - half, y - size, x + half, y + size + 4 + 1.2 * high * lines.length];
    if (!claim(taken, box)) continue;
    lines.forEach((line, number) => {
      pen.strokeText(line, x, y + size + 2 + high * (1 + 1.2 * number));
      pen.fillText(line, x, y + size + 2 + high * (1 + 1.2 * number));
    });
    left -= 1;
    if (!left) break;
  }
}

// Take a box of the window if no label has a part of it; boxes are kept by the squares that they touch.
function claim(taken, [left, upper, right, lower]) {
  const squares = [];
  for (let across = Math.floor(left / 80); across <= Math.floor(right / 80); across += 1) {
    for (let down = Math.floor(upper / 80); down <= Math.floor(lower / 80); down += 1) squares.push(`${across} ${down}`);
  }
  const covers = (other) => left < other[2] && right > other[0] && upper < other[3] && lower > other[1];
  if (squares.some((square) => taken.get(square)?.some(covers))) return false;
  for (const square of squares) taken.set(square, [...(taken.get(square) ?? []), [left, upper, right, lower]]);
  return true;
}

// The line that a point of the drawing lies on, if it is no farther than a few pixels.
function lineAt({ x, y }) {
  let found = null;
  let best = 6 / network.getScale();
  const bent = network.getScale() >= CLOSE;
  for (const line of crowd.lines) {
    const [from, to] = [network.body.nodes[line.from], network.body.nodes[line.to]];
    const middle = bent ? middleOf(from, pull(line, from, to), to) : null;
    const far = middle ? Math.min(distance(from, middle, x, y), distance(middle, to, x, y)) : distance(from, to, x, y);
    if (far < best) [best, found] = [far, line.id];
  }
  return found;
}

function distance(one, other, x, y) {
  const [across, down] = [other.x - one.x, other.y - one.y];
  const along = Math.min(1, Math.max(0, ((x - one.x) * across + (y - one.y) * down) / (across * across + down * down || 1)));
  return Math.hypot(x - one.x - along * across, y - one.y - along * down);
}
