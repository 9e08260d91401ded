// What is shown: filters, the selection, and which nodes, lines and sentences pass.
const nodes = new Map(DATA.nodes.map((node, rank) => [node.id, { ...node, rank }]));
const links = new Map(DATA.edges.map((line) => [line.id, line]));
const near = new Map(DATA.nodes.map((node) => [node.id, []]));
for (const line of DATA.edges) {
  near.get(line.from).push(line);
  near.get(line.to).push(line);
}

const initial = () => ({
  types: new Set(), statuses: new Set(), stances: new Set(),
  layers: { relation: true, speech: true },
  outlet: "", since: "", until: "", predicate: "", all: false, focus: null, node: null, line: null,
});
let state = initial();

// A phone has room for fewer names, and is higher than wide: it has a picture of its own.
const small = innerWidth <= 760;
const limit = small ? DATA.small : DATA.limit;

const stanceOf = (line) => line.stance || "neutral";

function passesSource(number) {
  const [outlet, date] = DATA.sources[number];
  if (state.outlet && outlet !== state.outlet) return false;
  if (state.since && (!date || date < state.since)) return false;
  return !(state.until && (!date || date.slice(0, 10) > state.until));
}

const rowsOf = (part) => part.evidence.filter((row) => passesSource(row[3]));
const passesQuote = (quote) => passesSource(quote.evidence[3]);

function passesPart(part) {
  return !state.statuses.has(part.status) && (!state.predicate || part.predicate === state.predicate) && rowsOf(part).length > 0;
}

function passesLine(line) {
  if (!state.layers[line.kind]) return false;
  if (line.kind === "speech") {
    if (state.predicate || state.stances.has(stanceOf(line))) return false;
    return line.quotes.some((number) => passesQuote(DATA.quotes[number]));
  }
  return line.parts.some((part) => passesPart({ ...part, predicate: line.predicate, status: line.status }));
}

const otherEnd = (line, id) => (line.from === id ? line.to : line.from);

function neighbours(id) {
  const found = new Set([id]);
  for (const line of near.get(id)) if (passesLine(line)) found.add(otherEnd(line, id));
  return found;
}

function shownNodes() {
  const inFocus = state.focus ? neighbours(state.focus) : null;
  const ids = [];
  for (const node of nodes.values()) {
    const chosen = inFocus ? inFocus.has(node.id) : state.all || node.rank < limit;
    if (chosen && (!state.types.has(node.type) || node.id === state.focus)) ids.push(node.id);
  }
  return new Set(ids);
}

// Places: the picture of the main nodes, the picture of all, or a ring around the node in focus.
function places(shown) {
  if (state.focus) return ring(state.focus, shown);
  return new Map([...shown].map((id) => {
    const node = nodes.get(id);
    return [id, (!state.all && (small ? node.tall : node.near)) || [node.x, node.y]];
  }));
}

function ring(middle, shown) {
  const order = Object.keys(DATA.looks.nodes);
  const around = [...shown].filter((id) => id !== middle).map((id) => nodes.get(id));
  around.sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type) || one.rank - other.rank);
  const found = new Map([[middle, [0, 0]]]);
  let far = Math.max(190, around.length > 14 ? 230 : 0);
  let from = 0;
  while (from < around.length) {
    const room = Math.floor((2 * Math.PI * far * 1.15) / 120);
    const part = around.slice(from, from + room);
    part.forEach((node, place) => {
      const turn = (2 * Math.PI * (place + (far % 2 ? 0.5 : 0))) / part.length - Math.PI / 2;
      found.set(node.id, [Math.round((small ? 0.8 : 1.4) * far * Math.cos(turn)), Math.round((small ? 1.3 : 1) * far * Math.sin(turn))]);
    });
    from += part.length;
    far += 111;
  }
  return found;
}
