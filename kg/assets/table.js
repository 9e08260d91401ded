// The tables: rows that the filters and the words typed above them leave, each with the newest sentence that passes.
function narrow() {
  const wanted = fold(byId("narrow").value);
  for (const row of document.querySelectorAll("#tables tbody tr")) {
    row.hidden = !rowPasses(row) || (wanted !== "" && !fold(row.textContent).includes(wanted));
  }
  for (const name of ["quotes", "statements"]) {
    const rows = [...byId(name).tBodies[0].rows];
    const left = rows.filter((row) => !row.hidden).length;
    byId(`${name}-number`).textContent = left === rows.length ? String(left) : t("table.left", { n: left, m: rows.length });
  }
}

function rowPasses(row) {
  const { quote, status, predicate, part } = row.dataset;
  if (quote) return passesQuote(DATA.quotes[quote]);
  if (state.statuses.has(status) || (state.predicate && predicate !== state.predicate)) return false;
  const [, kind, number, place] = /^([ln])(\d+)\.(\d+)$/.exec(part);
  const told = kind === "l" ? links.get(`l${number}`).parts[place] : DATA.nodes[number].facts[place];
  const rows = rowsOf(told);
  if (rows.length && (rows.length < told.evidence.length || row.dataset.told)) tellNewest(row, rows, rows.length < told.evidence.length);
  return rows.length > 0;
}

// The page comes with the newest sentence of all in each row.
function tellNewest(row, rows, some) {
  const [newest] = [...rows].sort(byDate);
  const [, exact, , source, check] = newest;
  const [, date, , url] = DATA.sources[source];
  const link = safeLink(url);
  if (some) row.dataset.told = "some";
  else delete row.dataset.told;
  row.querySelector(".said").replaceChildren(exact, ...(rows.length > 1 ? [el("small", {}, ` (+ ${rows.length - 1})`)] : []));
  row.lastElementChild.replaceChildren(...(check ? [el("span", { class: `check ${check}` }, t(`check.${check}`)), " "] : []), outletOf(source),
    ...(date ? [", ", el("time", { datetime: date }, date.slice(0, 10).split("-").reverse().join("/"))] : []),
    ...(link ? [" · ", el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, t("ui.read"))] : []));
}
