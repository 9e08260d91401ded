// The strip of dates: how much was published when; a stretch of it is a filter.
const DAY = 86400000;
const dates = DATA.sources.map(([, date]) => date.slice(0, 10)).filter((date) => /^\d{4}-\d\d-\d\d$/.test(date)).sort();
const time = (iso) => Date.parse(`${iso}T00:00:00Z`);
const isoDay = (when) => new Date(when).toISOString().slice(0, 10);
const span = dates.length ? Math.round((time(dates.at(-1)) - time(dates[0])) / DAY) + 1 : 0;
const stepDays = Math.max(1, Math.ceil(span / 72));
const bins = Math.ceil(span / stepDays);
const binOf = (iso) => Math.min(bins - 1, Math.max(0, Math.floor((time(iso) - time(dates[0])) / DAY / stepDays)));

function heights() {
  const counts = Array(bins).fill(0);
  const count = (row) => { const date = DATA.sources[row[3]][1]; if (date) counts[binOf(date.slice(0, 10))] += 1; };
  DATA.quotes.forEach((quote) => count(quote.evidence));
  DATA.edges.forEach((line) => line.parts.forEach((part) => part.evidence.forEach(count)));
  DATA.nodes.forEach((node) => node.facts.forEach((fact) => fact.evidence.forEach(count)));
  return counts;
}
const bars = bins > 1 ? heights() : [];

function brushed() {
  return [state.since && time(state.since) > time(dates[0]) ? binOf(state.since) : 0, state.until && state.until < dates.at(-1) ? binOf(state.until) : bins - 1];
}

function drawBrush() {
  byId("brush").hidden = bins < 2;
  if (bins < 2) return;
  const chart = byId("bars");
  const most = Math.max(...bars);
  chart.setAttribute("viewBox", `0 0 ${bins * 10} 40`);
  chart.replaceChildren(...bars.map((number, place) => {
    const high = number ? 4 + (34 * number) / most : 1;
    return vector("rect", { x: place * 10 + 1, y: 40 - high, width: 8, height: high, rx: 1.5, "data-bin": place });
  }));
  for (const name of ["since", "until"]) {
    const slider = byId(`slide-${name}`);
    slider.max = bins - 1;
    slider.addEventListener("input", () => slide(Number(byId("slide-since").value), Number(byId("slide-until").value), name));
  }
  byId("brush-clear").addEventListener("click", () => { Object.assign(state, { since: "", until: "" }); changed(); });
  sweep(byId("bars"));
  brush();
}

function slide(from, to, held) {
  const [first, last] = from <= to ? [from, to] : held === "since" ? [to, to] : [from, from];
  choose(first, last);
}

function choose(first, last) {
  state.since = first <= 0 ? "" : isoDay(time(dates[0]) + first * stepDays * DAY);
  state.until = last >= bins - 1 ? "" : isoDay(time(dates[0]) + ((last + 1) * stepDays - 1) * DAY);
  changed();
}

// Drag over the bars with mouse or finger.
function sweep(chart) {
  let from = null;
  const at = (event) => {
    const box = chart.getBoundingClientRect();
    return Math.min(bins - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bins)));
  };
  chart.addEventListener("pointerdown", (event) => { from = at(event); chart.setPointerCapture(event.pointerId); });
  chart.addEventListener("pointermove", (event) => {
    if (from !== null) mark(Math.min(from, at(event)), Math.max(from, at(event)));
  });
  chart.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const to = at(event);
    choose(Math.min(from, to), Math.max(from, to));
    from = null;
  });
}

function mark(first, last) {
  for (const bar of byId("bars").children) bar.setAttribute("class", bar.dataset.bin >= first && bar.dataset.bin <= last ? "in" : "out");
}

// Show which stretch is chosen.
function brush() {
  if (bins < 2) return;
  const [first, last] = brushed();
  mark(first, last);
  const all = !state.since && !state.until;
  byId("brush-clear").hidden = all;
  byId("brush-from").textContent = day(state.since || dates[0]);
  byId("brush-to").textContent = day(state.until || dates.at(-1));
  for (const [name, value] of [["since", first], ["until", last]]) {
    const slider = byId(`slide-${name}`);
    slider.value = value;
    slider.setAttribute("aria-label", t(`ui.${name}`));
    slider.setAttribute("aria-valuetext", day(state[name] || (name === "since" ? dates[0] : dates.at(-1))));
  }
}
