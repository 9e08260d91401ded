// Who said what about whom: speakers on the left, what they said in the middle, of whom on the right.
const ROW = 58;
let speechRoom = 40;

const speakerKey = (quote) => (nodes.has(quote.speaker) ? quote.speaker : `~${fold(quote.speaker_text || "").replace(/ /g, "_")}`);

// Quotes about somebody, by speaker; who says most comes first.
function spoken() {
  const all = foldedQuotes(DATA.quotes.filter((quote) => passesQuote(quote) && quote.about.some((id) => nodes.has(id))));
  const counts = tally(all.map(({ quote }) => speakerKey(quote)));
  const order = (quote) => [counts[speakerKey(quote)], speakerKey(quote), quote.about[0]];
  return all.sort((one, other) => {
    const [[more, who, whom], [less, then, them]] = [order(one.quote), order(other.quote)];
    return less - more || (who < then ? -1 : who > then ? 1 : 0) || (whom < them ? -1 : whom > them ? 1 : 0);
  });
}

function drawSpeech() {
  const all = spoken();
  const rows = all.slice(0, speechRoom);
  const box = byId("view-speech");
  const more = all.length > rows.length ? button(t("ui.more", { n: Math.min(40, all.length - rows.length) }), () => {
    speechRoom += 40;
    drawSpeech();
  }, { id: "more-speech" }) : null;
  box.replaceChildren(el("h2", {}, t("ui.speechView")),
    el("p", { class: "soft" }, t("speech.shown", { n: rows.length, m: all.length }), " ", t("speech.how")),
    rows.length ? (box.clientWidth < 620 ? speechList(rows) : speechFlow(rows, box.clientWidth - 48)) : el("p", {}, t("card.nothing")));
  if (more) box.append(more);
}

const speechList = (rows) => el("div", { class: "list" }, rows.map((one) => quoteEntry(one)));

function speechFlow(rows, width) {
  const column = { speaker: 0.2 * width, said: [0.27 * width, 0.46 * width], target: 0.8 * width };
  const high = Math.max(rows.length * ROW, 120);
  const speakers = spots(rows, (quote) => [speakerKey(quote)], high);
  const targets = spots(rows, (quote) => quote.about.filter((id) => nodes.has(id)), high);
  const curves = vector("svg", { width, height: high, viewBox: `0 0 ${width} ${high}`, "aria-hidden": "true" });
  const flow = el("div", { class: "flow", style: `height:${high}px;width:${width}px` }, curves);
  const join = (x1, y1, x2, y2, stance, marks) => curves.append(vector("path", {
    d: `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`, class: `of-${stance}`, fill: "none", "data-of": marks,
  }));
  rows.forEach((one, number) => {
    const { quote } = one;
    const y = number * ROW + ROW / 2;
    const marks = ` s:${speakerKey(quote)} q:${number} `;
    join(column.speaker, speakers.get(speakerKey(quote)), column.said[0], y, quote.stance, marks);
    quote.about.filter((id) => nodes.has(id)).forEach((id, place) => join(column.said[0] + column.said[1], y, column.target,
      targets.get(id), place ? "neutral" : quote.stance, `${marks}t:${id} `));
    flow.append(statementBox(one, number, column.said, y));
  });
  for (const [id, y] of speakers) flow.append(endBox(id, y, "from", `s:${id}`, rows, `right:${width - column.speaker}px;max-width:${column.speaker}px`));
  for (const [id, y] of targets) flow.append(endBox(id, y, "to", `t:${id}`, rows, `left:${column.target}px;max-width:${width - column.target}px`));
  light(flow);
  return flow;
}

// One height for each name: the middle of its statements, moved apart where they would cover each other.
function spots(rows, names, high) {
  const wanted = new Map();
  rows.forEach(({ quote }, number) => names(quote).forEach((id) => {
    if (!wanted.has(id)) wanted.set(id, []);
    wanted.get(id).push(number * ROW + ROW / 2);
  }));
  const order = [...wanted].map(([id, all]) => [id, all.reduce((sum, y) => sum + y, 0) / all.length]).sort((one, other) => one[1] - other[1]);
  const room = Math.min(40, high / Math.max(1, order.length));
  let above = -Infinity;
  for (const one of order) above = one[1] = Math.max(one[1], above + room, room / 2);
  let below = high + room / 2;
  for (const one of [...order].reverse()) below = one[1] = Math.min(one[1], below - room);
  return new Map(order);
}

function statementBox({ quote, others }, number, [left, width], y) {
  const when = whenSaid(quote);
  return el("button", { type: "button", class: `said ${quote.stance}`, "data-of": ` s:${speakerKey(quote)} q:${number} ${quote.about.map((id) => `t:${id}`).join(" ")} `,
    style: `left:${left}px;width:${width}px;top:${y - ROW / 2 + 3}px;height:${ROW - 6}px`, on: { click: () => openQuote(quote.number) } },
  el("span", { class: "words" }, quote.mode === "direct" ? t("quote.marks", { text: quote.text }) : quote.text),
  el("small", {}, SIGNS[quote.stance], " ", t(`stance.${quote.stance}`), " · ", outletOf(quote.evidence[3]), " · ", when ? day(when) : t("ui.undated"),
    others.length ? ` · ${t("ui.sameText", { n: others.length + 1 })}` : ""));
}

function endBox(id, y, side, mark, rows, place) {
  const node = nodes.get(id);
  const count = rows.filter(({ quote }) => (side === "from" ? speakerKey(quote) === id : quote.about.includes(id))).length;
  const name = node?.name ?? rows.find(({ quote }) => speakerKey(quote) === id).quote.speaker_text ?? "";
  const text = [node ? glyph(node.type, 14) : null, el("span", {}, name || t("ui.unnamed")), el("span", { class: "number" }, String(count))];
  const look = { class: `end ${side}`, "data-of": ` ${mark} `, style: `top:${y - 16}px;${place}` };
  return node ? el("button", { type: "button", ...look, on: { click: () => openNode(id) } }, text) : el("span", look, text);
}

// What belongs to the thing under the pointer or focus stands out.
function light(flow) {
  const show = (event) => {
    const one = event.target.closest?.("[data-of]");
    const parts = one ? one.dataset.of.trim().split(" ") : [];
    const [wanted] = parts.filter((part) => part.startsWith("q:")).concat(parts);
    const lit = wanted ? new Set([...flow.querySelectorAll("[data-of]")].filter((each) => each.dataset.of.includes(` ${wanted} `))) : null;
    const around = lit && new Set([...lit].flatMap((each) => each.dataset.of.trim().split(" ")));
    flow.classList.toggle("lit", Boolean(lit));
    for (const each of flow.querySelectorAll("[data-of]")) {
      const end = each.classList.contains("end") && around?.has(each.dataset.of.trim());
      each.classList.toggle("on", Boolean(lit && (lit.has(each) || end)));
    }
  };
  for (const name of ["pointerover", "focusin"]) flow.addEventListener(name, show);
  for (const name of ["pointerleave", "focusout"]) flow.addEventListener(name, () => flow.classList.remove("lit"));
}
