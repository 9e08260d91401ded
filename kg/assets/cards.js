// The panel: what a node or a line rests on, or an overview.
const section = (id, title, count, ...content) =>
  el("section", { id }, el("h3", {}, title, count === null ? null : el("small", {}, ` ${count}`)), ...content);

function openNode(id, { move = false } = {}) {
  if (!nodes.has(id)) return;
  if (state.view === "table") showView("graph");
  if (state.path && !state.path.includes(id)) state.path = null;
  if (!shownNodes().has(id)) reveal(id);
  Object.assign(state, { node: id, line: null, quote: null });
  panel(nodeCard(nodes.get(id)));
  refresh({ fit: state.focus === id });
  network.selectNodes([id], false);
  if (state.view === "graph" && state.focus !== id && (move || hiddenBySheet(id))) centre(id);
  remember({ step: true });
}

// A name that is not on the picture is shown with its neighbours.
function reveal(id) {
  state.hidden.delete(id);
  state.types.delete(nodes.get(id).type);
  if (!shownNodes().has(id)) state.focus = id;
}

// On a phone the sheet may cover what was just touched.
function hiddenBySheet(id) {
  if (!small) return false;
  const { y } = network.canvasToDOM(network.getPositions([id])[id]);
  return y > byId("stage").clientHeight - margins().lower - 40;
}

function openLine(id) {
  Object.assign(state, { node: null, line: id, quote: null });
  refresh();
  if (!crowded()) network.selectEdges([id]);
  panel(lineCard(links.get(id)));
  remember();
}

function openQuote(number) {
  Object.assign(state, { node: null, line: null, quote: number });
  panel(quoteCard(DATA.quotes[number]));
  remember({ step: true });
}

function closeCard() {
  if (!state.node && !state.line && state.quote === null) return;
  Object.assign(state, { node: null, line: null, quote: null });
  network.unselectAll();
  refresh();
  panel(state.path ? pathCard(state.path) : overview());
  byId("panel").classList.remove("open");
  remember({ step: true });
}

function focusOn(id) {
  state.focus = state.focus === id ? null : id;
  Object.assign(state, { node: id, path: null, added: new Set() });
  if (state.view !== "graph") showView("graph");
  refresh({ fit: true });
  panel(nodeCard(nodes.get(id)));
  remember();
}

// Neighbours join the picture, beside what is there.
function expand(id) {
  const before = shown.size;
  for (const other of neighbours(id)) if (!shown.has(other)) state.added.add(other);
  refresh({ fit: shownNodes().size > before });
  panel(nodeCard(nodes.get(id)));
  remember();
}

function hide(id) {
  state.hidden.add(id);
  state.added.delete(id);
  if (state.focus === id) state.focus = null;
  closeCard();
}

function release(id) {
  moved.delete(id);
  keepPlaces();
  refresh();
  panel(nodeCard(nodes.get(id)));
}

function panel(content) {
  const box = byId("panel");
  box.replaceChildren(...content);
  box.scrollTop = 0;
  box.classList.toggle("open", Boolean(state.node || state.line || state.quote !== null || state.path));
}

const closer = () => button("×", closeCard, { class: "close", "aria-label": t("ui.close") });

function nodeCard(node) {
  const said = DATA.quotes.filter((quote) => quote.speaker === node.id && passesQuote(quote));
  const about = DATA.quotes.filter((quote) => quote.about.includes(node.id) && passesQuote(quote));
  const facts = node.facts.filter((fact) => passesPart(fact));
  const relations = relationGroups(node);
  const parts = [
    facts.length ? section("card-facts", t("card.facts"), facts.length, facts.map(factEntry)) : null,
    said.length ? section("card-said", t("card.said"), said.length,
      longList(foldedQuotes(said).map((one) => () => quoteEntry(one, { showSpeaker: false })), 4)) : null,
    about.length ? section("card-about", t("card.about"), about.length,
      longList(foldedQuotes(about).map((one) => () => quoteEntry(one, { except: node.id })), 4)) : null,
    relations.length ? section("card-relations", t("card.relations"), relations.reduce((sum, [, items]) => sum + items.length, 0),
      relations.map(([title, items]) => el("div", { class: "group" }, el("h4", {}, title), items.map((make) => make())))) : null,
  ].filter(Boolean);
  return [nodeHead(node), parts.length > 1 ? jumps(parts) : null, ...parts,
    parts.length ? null : el("p", { class: "soft" }, t("card.nothing"))].filter(Boolean);
}

function nodeHead(node) {
  const names = node.aliases.filter((alias) => alias !== node.name);
  return el("header", { class: "card" }, closer(),
    el("p", { class: "kind" }, glyph(node.type), t(`type.${node.type}`), " · ",
      t(node.articles === 1 ? "card.article" : "card.articles", { n: node.articles })),
    el("h2", {}, node.name),
    names.length ? el("p", { class: "soft" }, t("card.aliases", { names: names.join(", ") })) : null,
    names.length && node.reason.length ? el("p", { class: "soft" }, t("card.why", { reason: node.reason.map(reasonText).join(" ; ") })) : null,
    el("p", { class: "tools" }, nodeTools(node)), el("div", { class: "tools", id: "towards" }));
}

function reasonText({ code, type, other, ...values }) {
  return t(`why.${code}`, { ...values, type: type && t(`type.${type}`), other: other && t(`type.${other}`) });
}

function nodeTools(node) {
  const more = [...neighbours(node.id)].filter((id) => !shown.has(id) && !state.hidden.has(id)).length;
  const shareable = /^(https?|file):$/.test(location.protocol);
  return [
    button(t(state.focus === node.id ? "ui.unfocus" : "ui.focus"), () => focusOn(node.id), { id: "do-focus" }),
    more ? button(t(more === 1 ? "ui.expandOne" : "ui.expand", { n: more }), () => expand(node.id), { id: "do-expand" }) : null,
    button(t("ui.path"), () => askTowards(node.id), { id: "do-path" }),
    button(t("ui.hide"), () => hide(node.id), { id: "do-hide" }),
    moved.has(node.id) ? button(t("ui.release"), () => release(node.id), { id: "do-release" }) : null,
    shareable ? button(t("ui.link"), (event) => copy(location.href, event.target), { id: "do-link" }) : null,
  ];
}

function jumps(parts) {
  return el("nav", { class: "jumps" }, parts.map((part) => button(part.querySelector("h3").textContent,
    () => part.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" }), { class: "plain" })));
}

function count(rows) {
  const number = folded(rows).length;
  return number === 1 ? t("ui.sentence") : t("ui.sentences", { n: number });
}

// A line that opens on its sentences, which are only made then.
function opening(rows, about, ...summary) {
  const toggle = button(count(rows), () => {
    const open = toggle.getAttribute("aria-expanded") === "false";
    toggle.setAttribute("aria-expanded", String(open));
    if (open) box.append(sentences(rows, about));
    else box.lastChild.remove();
  }, { class: "toggle", "aria-expanded": "false" });
  const line = el("div", { class: "line", on: { click: (event) => { if (!event.target.closest("button")) toggle.click(); } } },
    el("span", {}, ...summary), toggle);
  const box = el("div", { class: "opening" }, line);
  return box;
}

function factEntry(fact) {
  return opening(rowsOf(fact), { sure: fact.confidence }, `${t(`is.${fact.predicate}`)} `, el("b", {}, fact.value), " ", statusChip(fact.status, fact));
}

function relationGroups(node) {
  const groups = new Map();
  const lines = near.get(node.id).filter((line) => line.kind === "relation" && !state.statuses.has(line.status));
  for (const predicate of DATA.looks.predicates) {
    for (const line of lines) {
      if (line.predicate !== predicate || (state.predicate && predicate !== state.predicate)) continue;
      const title = t(`${line.from === node.id ? "is" : "of"}.${predicate}`);
      for (const part of line.parts) {
        const rows = rowsOf(part);
        if (!rows.length) continue;
        if (!groups.has(title)) groups.set(title, []);
        groups.get(title).push(() => opening(rows, { sure: part.confidence, line: line.id }, nodeButton(otherEnd(line, node.id)), " ",
          qualified(part, "", " "), statusChip(line.status, part)));
      }
    }
  }
  return [...groups];
}

function qualified(part, before, after) {
  const said = [part.quantity, part.time].filter(Boolean).join(", ");
  return said ? el("small", {}, `${before}(${said})${after}`) : null;
}

function lineCard(line) {
  const same = near.get(line.from).filter((other) => other !== line && otherEnd(other, line.from) === otherEnd(line, line.from)
    && passesLine(other));
  return [
    el("header", { class: "card" }, closer(),
      el("h2", { class: "pair" }, nodeButton(line.from), el("b", {}, t(`is.${line.predicate}`)), nodeButton(line.to))),
    ...lineBody(line),
    same.length ? section("card-also", t("card.also"), same.length, same.map((other) => button(
      `${nodes.get(other.from).name} ${t(`is.${other.predicate}`)} ${nodes.get(other.to).name}`,
      () => openLine(other.id), { class: "plain row" }))) : null,
  ].filter(Boolean);
}

function lineBody(line) {
  if (line.kind === "speech") {
    const quotes = line.quotes.map((number) => DATA.quotes[number]).filter(passesQuote);
    return [longList(foldedQuotes(quotes).map((one) => () => quoteEntry(one)), 8)];
  }
  return line.parts.filter((part) => rowsOf(part).length).map((part) => el("div", { class: "group" },
    el("p", {}, statusChip(line.status, part), qualified(part, " ", "")), sentences(rowsOf(part), { sure: part.confidence, line: line.id })));
}

function quoteCard(quote) {
  const [one] = foldedQuotes(DATA.quotes.filter((other) => other.same === quote.same));
  return [el("header", { class: "card" }, closer(), el("h2", { class: "pair" }, speakerOf(quote))), quoteEntry(one, { showSpeaker: false })];
}
