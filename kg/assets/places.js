// Where names stand: as computed, as a person moved them, around one of them, or along a path.
const STORED = `quidit-places-${DATA.id}`;
const moved = new Map(Object.entries(attempt(() => JSON.parse(localStorage.getItem(STORED)), null) ?? {})
  .filter(([id, place]) => nodes.has(id) && Array.isArray(place) && place.length === 2 && place.every(Number.isFinite)));

function keepPlaces() {
  attempt(() => localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(moved))), null);
}

function places(shown) {
  if (state.path) return chain(state.path);
  if (state.focus) return ring(state.focus, shown);
  const found = new Map();
  const loose = [];
  for (const id of shown) {
    const place = moved.get(id) ?? homeOf(nodes.get(id));
    if (place) found.set(id, place);
    else loose.push(id);
  }
  loose.forEach((id) => found.set(id, beside(id, found)));
  return found;
}

function homeOf(node) {
  if (state.group !== null) return node.home ?? null;
  if (state.all) return [node.x, node.y];
  return small ? node.tall : node.near;
}

// A free place near a neighbour, on a spiral outwards.
function beside(id, taken) {
  const anchor = near.get(id).map((line) => otherEnd(line, id)).find((other) => taken.has(other));
  const [x, y] = taken.get(anchor) ?? [0, 0];
  const all = [...taken.values()];
  for (let step = 4; step < 4000; step += 1) {
    const far = 42 * Math.sqrt(step);
    const place = [Math.round(x + far * Math.cos(step * 2.399963)), Math.round(y + far * Math.sin(step * 2.399963))];
    if (all.every(([left, upper]) => Math.abs(left - place[0]) > 125 || Math.abs(upper - place[1]) > 62)) return place;
  }
  return [x, y];
}

function chain(ids) {
  return new Map(ids.map((id, place) => [id, small ? [place % 2 ? 40 : -40, place * 130] : [place * 210, place % 2 ? 50 : -50]]));
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

// As `kg view --positions` reads it.
function savePlaces() {
  const place = network.getPositions([...shown]);
  const positions = Object.fromEntries(Object.entries(place).map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
  save(fileName("positions.json"), new Blob([`${JSON.stringify({ positions }, null, 1)}\n`], { type: "application/json" }));
}
