// What is shown: the selection, the filters, and which nodes stand on the picture.
const nodes = new Map(DATA.nodes.map((node, rank) => [node.id, { ...node, rank }]));
const links = new Map(DATA.edges.map((line) => [line.id, line]));
const near = new Map(DATA.nodes.map((node) => [node.id, []]));
for (const line of DATA.edges) {
  near.get(line.from).push(line);
  near.get(line.to).push(line);
}
DATA.quotes.forEach((quote, number) => { quote.number = number; });

const LAYERS = ["relation", "speech"];
const VIEWS = ["graph", "speech", "quotes", "time", "table"];
const initial = () => ({
  view: "graph", node: null, line: null, quote: null,
  types: new Set(), statuses: new Set(), stances: new Set(), layers: { relation: true, speech: true },
  outlet: "", speaker: "", predicate: "", check: "", since: "", until: "", least: 1,
  all: false, focus: null, group: null, path: null, added: new Set(), hidden: new Set(),
});
let state = initial();

// A phone has room for fewer names, and is higher than wide: it has a picture of its own.
const small = innerWidth <= 760;
const limit = small ? DATA.small : DATA.limit;
// More than this is never drawn at once: a tab that freezes shows nothing.
const MOST = 5000;

const otherEnd = (line, id) => (line.from === id ? line.to : line.from);

function neighbours(id) {
  const found = new Set([id]);
  for (const line of near.get(id)) if (passing.has(line.id)) found.add(otherEnd(line, id));
  return found;
}

// Filters that single out lines also leave out the names that no line is left to.
const narrowed = () => Boolean(state.outlet || state.speaker || state.predicate || state.check || state.since || state.until
  || state.least > 1);

function touched() {
  const ends = new Set();
  for (const id of passing) ends.add(links.get(id).from).add(links.get(id).to);
  return ends;
}

function candidates() {
  if (state.path) return state.path;
  if (state.focus) return [...neighbours(state.focus), ...state.added];
  const touch = narrowed() ? touched() : null;
  const room = state.all ? MOST : limit;
  const main = [];
  for (const node of nodes.values()) {
    if (main.length >= room) break;
    if (state.hidden.has(node.id) || (state.group !== null && node.group !== state.group)) continue;
    if (!touch || touch.has(node.id)) main.push(node.id);
  }
  return [...main, ...state.added];
}

function shownNodes() {
  const kept = candidates().filter((id) => (!state.types.has(nodes.get(id).type) && !state.hidden.has(id)) || id === state.focus
    || state.path);
  return new Set(kept);
}
