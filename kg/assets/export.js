// Pictures and tables of what is shown, made here and saved as files.
function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const fileName = (ending) => `${fold(DATA.title).replace(/ /g, "-").slice(0, 60) || "graphe"}.${ending}`;

// The picture as saved as SVG, twice as fine; of very many names, the canvas as it is seen.
async function pngPicture() {
  const image = shown.size > 250 ? null : new Image();
  if (!image) return canvasPicture();
  const drawing = stillPicture();
  const [width, height] = ["width", "height"].map((name) => Number(drawing.getAttribute(name)));
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const picture = el("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  picture.getContext("2d").drawImage(image, 0, 0, picture.width, picture.height);
  return new Promise((done) => { picture.toBlob(done); });
}

function canvasPicture() {
  const canvas = byId("graph").querySelector("canvas");
  const scale = canvas.width / canvas.clientWidth;
  const picture = el("canvas", { width: canvas.width, height: canvas.height + 84 * scale });
  const pen = picture.getContext("2d");
  pen.fillStyle = paints.canvas;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(canvas, 0, 52 * scale);
  pen.fillStyle = paints.ink;
  pen.font = `600 ${20 * scale}px ${FACE}`;
  pen.fillText(DATA.title, 20 * scale, 34 * scale);
  pen.fillStyle = paints.soft;
  pen.font = `${12 * scale}px ${FACE}`;
  pen.fillText(DATA.note[lang], 20 * scale, picture.height - 12 * scale);
  return new Promise((done) => { picture.toBlob(done); });
}

const savePng = async () => save(fileName("png"), await pngPicture());

// Ready to paste into a document; where the browser refuses, as in closed frames, it is saved instead.
async function copyPicture() {
  const done = await attempt(() => navigator.clipboard.write([new ClipboardItem({ "image/png": pngPicture() })]).then(() => true, () => false), false);
  if (!done) { await savePng(); return; }
  const mark = byId("export").querySelector("summary");
  mark.textContent = t("ui.copied");
  setTimeout(() => { mark.textContent = t("ui.export"); }, 1200);
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(stillPicture());
  save(fileName("svg"), new Blob([text], { type: "image/svg+xml" }));
}

// The visible part in light colours, as one drawing.
function stillPicture() {
  const place = network.getPositions([...shown]);
  const all = Object.values(place);
  const left = Math.min(...all.map(({ x }) => x)) - 90;
  const upper = Math.min(...all.map(({ y }) => y)) - 110;
  const width = Math.max(760, Math.max(...all.map(({ x }) => x)) + 90 - left);
  const height = Math.max(...all.map(({ y }) => y)) + 170 - upper;
  const image = vector("svg", { viewBox: `${left} ${upper} ${width} ${height}`, width, height, "font-family": FACE });
  const words = (x, y, text, options) => vector("text", { x, y, fill: "#1F2328", ...options }, text);
  image.append(vector("rect", { x: left, y: upper, width, height, fill: "#fff" }));
  for (const line of DATA.edges) {
    if (drawnLine(line)) image.append(stillLine(line, place[line.from], place[line.to]));
  }
  for (const id of shown) {
    const node = nodes.get(id);
    const { x, y } = place[id];
    const [shape, fill, edge] = DATA.looks.nodes[node.type];
    image.append(drawn(shape, x, y, node.size * 0.95, { fill, stroke: edge }));
    node.label.split("\n").forEach((row, number) => image.append(words(x, y + node.size + 17 + 17 * number, row, {
      "font-size": 14, "text-anchor": "middle", stroke: "#fff", "stroke-width": 4, "paint-order": "stroke", "stroke-linejoin": "round",
    })));
  }
  image.append(words(left + 20, upper + 34, DATA.title, { "font-size": 22, "font-weight": 600 }));
  image.append(...stillLegend(left + 20, upper + height - 84, words));
  image.append(words(left + 20, upper + height - 16, DATA.note[lang], { "font-size": 12 }));
  return image;
}

function stillLine(line, from, to) {
  const towards = pull(line, from, to);
  const colour = line.kind === "speech" ? DATA.looks.stances[line.stance] : "#6B727B";
  const [dashes, opacity] = DATA.looks.statuses[line.status] ?? [[], 0.55];
  const curve = vector("path", { d: `M${from.x} ${from.y}Q${towards.x} ${towards.y} ${to.x} ${to.y}`, fill: "none", stroke: colour, "stroke-opacity": opacity,
    "stroke-width": line.kind === "speech" ? 1.2 : 1.6, ...(dashes.length ? { "stroke-dasharray": dashes.join(" ") } : {}) });
  const corners = tipOf(to, towards, nodes.get(line.to).size + 1);
  const tip = SYMMETRIC.has(line.predicate) ? [] : [vector("polygon", {
    points: corners.map((point) => point.map((one) => one.toFixed(1)).join(",")).join(" "), fill: colour, "fill-opacity": 0.85 })];
  return vector("g", {}, curve, ...tip, ...stillMark(line.status, line.stance, middleOf(from, towards, to), Math.atan2(to.y - from.y, to.x - from.x)));
}

// A bar through what is denied, a dot for praise, a square for criticism.
function stillMark(status, stance, { x, y }, turn) {
  const fill = DATA.looks.stances[stance];
  if (status === "denied") {
    const [dx, dy] = [-7 * Math.sin(turn), 7 * Math.cos(turn)];
    return [vector("path", { d: `M${x - dx} ${y - dy}L${x + dx} ${y + dy}`, stroke: "#6B727B", "stroke-width": 2 })];
  }
  if (stance === "positive") return [vector("circle", { cx: x, cy: y, r: 3, fill })];
  return stance === "negative" ? [vector("rect", { x: x - 3, y: y - 3, width: 6, height: 6, fill })] : [];
}

function stillLegend(left, upper, words) {
  const parts = [];
  let x = left;
  const types = new Set([...shown].map((id) => nodes.get(id).type));
  const put = (mark, wide, text, y) => {
    parts.push(...mark, words(x + wide, y, text, { "font-size": 13 }));
    x += wide + 20 + 7.4 * text.length;
  };
  for (const [type, [shape, fill, edge]] of Object.entries(DATA.looks.nodes)) {
    if (types.has(type)) put([drawn(shape, x + 8, upper - 5, 8, { fill, stroke: edge })], 22, t(`types.${type}`), upper);
  }
  const rows = [[Object.keys(DATA.looks.statuses), (name) => [name, undefined, t(`status.${name}`)]],
    [["positive", "negative", "neutral"], (name) => [undefined, name, t(`stance.${name}`)]]];
  rows.forEach(([names, look], row) => {
    x = left;
    const y = upper + 24 * (row + 1);
    for (const [status, stance, text] of names.map(look)) {
      const [dashes, opacity] = DATA.looks.statuses[status] ?? [[], 0.7];
      put([vector("path", { d: `M${x} ${y - 5}h34`, fill: "none", stroke: stance ? DATA.looks.stances[stance] : "#6B727B", "stroke-width": 1.6,
        "stroke-opacity": opacity, ...(dashes.length ? { "stroke-dasharray": dashes.join(" ") } : {}) }), ...stillMark(status, stance, { x: x + 17, y: y - 5 }, 0)], 42, text, y);
    }
    if (row) parts.push(words(x, y, t("ui.stances"), { "font-size": 12, fill: "#5B626B" }));
  });
  return parts;
}

// What a cell holds, its parts apart; a link to another page is given with its address.
function cellText(node) {
  if (node.nodeName === "BR") return " · ";
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const words = [...node.childNodes].map(cellText).join("");
  if (node.nodeName === "A" && node.target) return node.getAttribute("href");
  const apart = node.nodeName === "SMALL" && !words.startsWith("(") && node.previousSibling?.nodeName !== "BR";
  return apart ? `· ${words}` : words;
}

// Both tables, filtered as shown. Spreadsheets run cells that begin with these signs: a quote mark keeps them text.
function saveCsv() {
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
  const rows = [...document.querySelectorAll("#tables table")].flatMap((table) => [...table.rows].filter((row) => !row.hidden)
    .map((row) => [...row.cells].map((one) => cell(cellText(one).trim().replace(/\s+/g, " "))).join(";")).concat(""));
  save(fileName("csv"), new Blob(["\ufeff", rows.join("\r\n")], { type: "text/csv" }));
}

// What is shown, with every sentence, for other programs.
function saveJson() {
  const source = (row) => {
    const [outlet, date, title, url] = DATA.sources[row[3]];
    return { before: row[0], exact: row[1], after: row[2], outlet, date, title, url, ...(row[4] ? { check: row[4], checked: row[5] } : {}) };
  };
  const names = [...shown].map((id) => nodes.get(id)).map(({ id, name, type, aliases }) => ({ id, name, type, aliases }));
  const statements = DATA.edges.filter((line) => line.kind === "relation" && drawnLine(line)).flatMap((line) => line.parts.map((part) => ({
    subject: line.from, predicate: line.predicate, object: line.to, status: line.status, reporter: part.reporter || part.reporter_text,
    sentences: rowsOf(part).map(source) }))).filter(({ sentences }) => sentences.length);
  const quotes = DATA.quotes.filter((quote) => passesQuote(quote) && [quote.speaker, ...quote.about].some((id) => shown.has(id)))
    .map(({ speaker, speaker_text, role, about, stance, mode, said_on, evidence }) => ({ speaker, speaker_text, role, about, stance, mode, said_on, ...source(evidence) }));
  const text = JSON.stringify({ title: DATA.title, note: DATA.note[lang], names, statements, quotes }, null, 1);
  save(fileName("json"), new Blob([`${text}\n`], { type: "application/json" }));
}

// The lines to paste into another page.
function showFrame() {
  const named = /^https?:$/.test(location.protocol) ? location.href : (location.pathname.split("/").pop() || "graph.html") + location.hash;
  const safe = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const code = `<iframe sandbox="allow-scripts allow-downloads allow-popups" loading="lazy" title="${safe(DATA.title)}" `
    + `src="${safe(named)}" style="width:100%;height:640px;border:0"></iframe>`;
  const field = el("textarea", { readonly: true, rows: 6, id: "frame-code", "aria-label": t("ui.frame"), spellcheck: "false" });
  field.value = code;
  Object.assign(state, { node: null, line: null, quote: null });
  panel([el("header", { class: "card" }, button("×", () => { panel(overview()); byId("panel").classList.remove("open"); }, { class: "close", "aria-label": t("ui.close") }),
    el("h2", {}, t("ui.frame")), el("p", { class: "soft" }, t("frame.how")), field,
    el("p", { class: "tools" }, button(t("ui.copyCode"), (event) => copy(code, event.target))))]);
  byId("panel").classList.add("open");
}
