// Which sentences, quotes and lines the filters let pass.
const stanceOf = (line) => line.stance || "neutral";

function passesSource(number) {
  const [outlet, date] = DATA.sources[number];
  if (state.outlet && outlet !== state.outlet) return false;
  if (state.since && (!date || date < state.since)) return false;
  return !(state.until && (!date || date.slice(0, 10) > state.until));
}

const passesCheck = (check = "") => !state.check || check === (state.check === "none" ? "" : state.check);
const passesRow = (row) => passesSource(row[3]) && passesCheck(row[4]);
const rowsOf = (part) => (state.speaker && part.reporter !== state.speaker ? [] : part.evidence.filter(passesRow));

function passesQuote(quote) {
  return passesRow(quote.evidence) && !state.stances.has(quote.stance) && (!state.speaker || quote.speaker === state.speaker);
}

function passesPart(part) {
  return !state.statuses.has(part.status) && (!state.predicate || part.predicate === state.predicate) && rowsOf(part).length > 0;
}

// How many sentences or quotes that pass a line rests on.
function weight(line) {
  if (line.kind === "speech") return line.quotes.filter((number) => passesQuote(DATA.quotes[number])).length;
  return line.parts.reduce((sum, part) => sum + rowsOf(part).length, 0);
}

function passesLine(line) {
  if (!state.layers[line.kind]) return false;
  if (line.kind === "speech") {
    if (state.predicate || state.stances.has(stanceOf(line))) return false;
  } else {
    if (state.statuses.has(line.status) || (state.predicate && line.predicate !== state.predicate)) return false;
    // What a person found wrong is in the cards, with that mark; it is drawn only when asked for.
    if (line.wrong && state.check !== "wrong") return false;
  }
  return weight(line) >= Math.max(1, state.least);
}

// The lines that pass: worked out once for each change of the filters.
let passing = new Set();
function sift() {
  passing = new Set(DATA.edges.filter(passesLine).map((line) => line.id));
}
