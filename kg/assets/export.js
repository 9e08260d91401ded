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

// The canvas as it is seen, with title, note and paper.
function savePng() {
  const canvas = byId("graph").querySelector("canvas");
  const scale = canvas.width / canvas.clientWidth;
  const picture = el("canvas", { width: canvas.width, height: canvas.height + 84 * scale });
  const pen = picture.getContext("2d");
  pen.fillStyle = style("--canvas");
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(canvas, 0, 52 * scale);
  pen.fillStyle = style("--ink");
  pen.font = `600 ${20 * scale}px ${FACE}`;
  pen.fillText(DATA.title, 20 * scale, 34 * scale);
  pen.fillStyle = style("--soft");
  pen.font = `${12 * scale}px ${FACE}`;
  pen.fillText(DATA.note[lang], 20 * scale, picture.height - 12 * scale);
  picture.toBlob((blob) => save(fileName("png"), blob));
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
  const width = Math.max(...all.map(({ x }) => x)) + 90 - left;
  const height = Math.max(...all.map(({ y }) => y)) + 110 - upper;
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
  image.append(words(left + 20, upper + height - 16, DATA.note[lang], { "font-size": 12 }));
  return image;
}

function stillLine(line, from, to) {
  const x = (from.x + to.x) / 2 - (to.y - from.y) * line.bend;
  const y = (from.y + to.y) / 2 + (to.x - from.x) * line.bend;
  const look = { d: `M${from.x} ${from.y}Q${x} ${y} ${to.x} ${to.y}`, fill: "none" };
  if (line.kind === "speech") {
    return vector("path", { ...look, stroke: DATA.looks.stances[line.stance], "stroke-width": 1.2, "stroke-opacity": 0.55 });
  }
  const [dashes, opacity] = DATA.looks.statuses[line.status];
  return vector("path", { ...look, stroke: "#6B727B", "stroke-width": 1.6, "stroke-opacity": opacity, ...(dashes.length ? { "stroke-dasharray": dashes.join(" ") } : {}) });
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
