// Two lists over time: quotes alone, and everything day by day below a chart of who spoke when.
function drawQuotes() {
  const wanted = fold(byId("words").value);
  const all = foldedQuotes(DATA.quotes.filter((quote) => passesQuote(quote) && (!wanted || fold(quoteText(quote)).includes(wanted))));
  byId("quotes-count").textContent = t("quotes.shown", { n: all.length, m: DATA.quotes.length });
  byId("quotes-list").replaceChildren(all.length ? longList(all.map((one) => () => quoteEntry(one)), 30) : el("p", {}, t("card.nothing")));
}

const quoteText = (quote) => [quote.text, nodes.get(quote.speaker)?.name ?? quote.speaker_text, quote.role,
  ...quote.about.map((id) => nodes.get(id)?.name ?? "")].join(" ");

const whenSaid = (quote) => quote.said_on || DATA.sources[quote.evidence[3]][1];

function drawTime() {
  const quotes = foldedQuotes(DATA.quotes.filter(passesQuote));
  const days = new Map();
  const put = (date, make) => {
    const key = (date || "").slice(0, 10);
    if (!days.has(key)) days.set(key, []);
    days.get(key).push(make);
  };
  quotes.forEach((one) => put(whenSaid(one.quote), () => quoteEntry(one)));
  DATA.edges.filter((line) => line.kind === "relation" && passing.has(line.id)).forEach((line) => line.parts.forEach((part) => {
    for (const row of rowsOf(part)) put(DATA.sources[row[3]][1], () => relationEntry(line, part, row));
  }));
  const order = [...days].sort(([one], [other]) => other.localeCompare(one));
  byId("view-time").replaceChildren(el("h2", {}, t("ui.time")), chart(quotes.map(({ quote }) => quote)),
    order.length ? longList(order.map(([date, makers]) => () => el("section", { class: "day" },
      el("h3", {}, date ? day(date) : t("ui.undated"), el("small", {}, ` ${makers.length}`)), longList(makers, 6))), 12) : el("p", {}, t("card.nothing")));
}

function relationEntry(line, part, row) {
  return el("article", { class: "quote" }, el("div", { class: "who" }, nodeButton(line.from), el("span", {}, t(`is.${line.predicate}`)),
    nodeButton(line.to), statusChip(line.status, part)), sentence(row, { sure: part.confidence, tools: tellers(quotation(row), `l=${line.id}`) }));
}

// One row for each of those who speak most, one mark for each quote, its shape and colour by stance.
function chart(quotes) {
  const dated = quotes.filter((quote) => /^\d{4}-\d\d-\d\d/.test(whenSaid(quote)) && nodes.has(quote.speaker));
  if (dated.length < 2) return null;
  const when = (quote) => time(whenSaid(quote).slice(0, 10));
  const counts = tally(dated.map((quote) => quote.speaker));
  const rows = Object.entries(counts).sort((one, other) => other[1] - one[1] || nodes.get(one[0]).rank - nodes.get(other[0]).rank).slice(0, small ? 8 : 12);
  const width = Math.max(300, byId("view-time").clientWidth - 48);
  const left = Math.min(190, width * 0.36);
  const [first, last] = [Math.min(...dated.map(when)), Math.max(...dated.map(when))];
  const x = (moment) => left + 12 + ((width - left - 30) * (moment - first)) / Math.max(DAY, last - first);
  const high = rows.length * 26 + 30;
  const image = vector("svg", { width, height: high, viewBox: `0 0 ${width} ${high}`, role: "img", "aria-label": t("time.chart"), class: "chart" });
  for (const moment of ticks(first, last)) {
    image.append(vector("path", { d: `M${x(moment)} 0V${high - 22}`, class: "grid" }),
      vector("text", { x: x(moment), y: high - 6, "text-anchor": "middle" }, monthName(moment)));
  }
  rows.forEach(([id, number], place) => {
    const y = place * 26 + 14;
    image.append(vector("path", { d: `M${left} ${y}H${width}`, class: "grid" }),
      vector("text", { x: left - 8, y: y + 4, "text-anchor": "end" }, `${shorten(nodes.get(id).name, left / 8 - 4)} ${number}`));
    dated.filter((quote) => quote.speaker === id).forEach((quote) => image.append(moment(quote, x(when(quote)), y)));
  });
  return el("div", { class: "chartbox" }, image);
}

const shorten = (text, most) => (text.length > most ? `${text.slice(0, Math.max(3, most - 1))}…` : text);

function ticks(first, last) {
  const found = [];
  const date = new Date(first);
  date.setUTCDate(1);
  for (date.setUTCMonth(date.getUTCMonth() + 1); date.getTime() <= last; date.setUTCMonth(date.getUTCMonth() + 1)) found.push(date.getTime());
  const every = Math.ceil(found.length / (small ? 4 : 10));
  return found.filter((_, place) => place % every === 0);
}

const monthName = (moment) => new Intl.DateTimeFormat(lang, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(moment));

function moment(quote, x, y) {
  const look = { class: `dot fill-${quote.stance}` };
  const mark = quote.stance === "negative" ? vector("rect", { x: x - 5, y: y - 5, width: 10, height: 10, ...look })
    : vector("circle", { cx: x, cy: y, r: quote.stance === "positive" ? 5.5 : 4.5, ...look });
  mark.append(vector("title", {}, quote.text));
  mark.addEventListener("click", () => openQuote(quote.number));
  return mark;
}
