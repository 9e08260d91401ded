// The shortest way between two names, along lines that pass the filters, each with its sentences.
function wayBetween(start, end) {
  const from = new Map([[start, null]]);
  let edge = [start];
  while (edge.length && !from.has(end)) {
    const next = [];
    for (const id of edge) {
      const lines = near.get(id).filter((line) => passing.has(line.id)).sort((one, other) => weight(other) - weight(one));
      for (const other of lines.map((line) => otherEnd(line, id))) {
        if (from.has(other) || state.hidden.has(other) || state.types.has(nodes.get(other).type)) continue;
        from.set(other, id);
        next.push(other);
      }
    }
    edge = next;
  }
  if (!from.has(end)) return null;
  const way = [end];
  while (way[0] !== start) way.unshift(from.get(way[0]));
  return way;
}

// Asks for the other end, below the buttons of a card.
function askTowards(id) {
  const box = byId("towards");
  const field = el("input", { type: "search", id: "towards-name", autocomplete: "off", spellcheck: "false", role: "combobox",
    "aria-expanded": "false", "aria-controls": "towards-hits", "aria-autocomplete": "list", placeholder: t("ui.pathTo"), "aria-label": t("ui.pathTo") });
  const list = el("ul", { id: "towards-hits", class: "hits", role: "listbox", hidden: true, "aria-label": t("ui.pathTo") });
  box.replaceChildren(el("div", { class: "finder" }, field, list));
  suggester(field, list, (node) => openPath(id, node.id));
  field.focus();
}

function openPath(start, end) {
  const way = start === end ? null : wayBetween(start, end);
  if (!way) {
    byId("towards")?.append(el("p", { class: "soft", role: "status" }, t("ui.noPath", { one: nodes.get(start).name, other: nodes.get(end).name })));
    return;
  }
  Object.assign(state, { path: way, focus: null, group: null, node: null, line: null, quote: null });
  if (state.view !== "graph") showView("graph");
  panel(pathCard(way));
  refresh({ fit: true });
  remember({ step: true });
}

function pathCard(way) {
  const [start, end] = [way[0], way.at(-1)].map((id) => nodes.get(id).name);
  const steps = way.slice(1).flatMap((id, place) => {
    const lines = near.get(id).filter((line) => otherEnd(line, id) === way[place] && passing.has(line.id));
    return [el("li", { class: "step" }, lines.flatMap(stepLines)), el("li", {}, nodeButton(id))];
  });
  const leave = button("×", () => { state.path = null; refresh({ fit: true }); panel(overview()); remember(); }, { class: "close", "aria-label": t("ui.close") });
  return [
    el("header", { class: "card" }, leave, el("h2", {}, t("path.title", { one: start, other: end })),
      el("p", { class: "soft" }, t("path.length", { n: way.length - 1 }))),
    el("ol", { class: "path" }, el("li", {}, nodeButton(way[0])), steps),
  ];
}

// What joins two names of a path: one entry for each status and reporter.
function stepLines(line) {
  const [from, to] = [nodes.get(line.from).name, nodes.get(line.to).name];
  if (line.kind === "speech") {
    return [opening(line.quotes.map((number) => DATA.quotes[number]).filter(passesQuote).map((quote) => quote.evidence),
      { line: line.id }, `${from} ${t("is.says")} ${to} `, line.stance ? el("span", { class: `chip stance ${line.stance}` }, t(`stance.${line.stance}`)) : null)];
  }
  return line.parts.filter((part) => rowsOf(part).length).map((part) => opening(rowsOf(part), { sure: part.confidence, line: line.id },
    `${from} ${t(`is.${line.predicate}`)} ${to} `, statusChip(line.status, part)));
}
