// Search by name or alias, without case and accents, with suggestions.
const index = [...nodes.values()].map((node) => ({
  node, names: [...new Set([node.name, ...node.aliases])].map((name) => ({ name, key: fold(name) })),
}));

function matches(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const found = [];
  for (const { node, names } of index) {
    let best = null;
    for (const { name, key } of names) {
      const where = ` ${key}`.indexOf(` ${wanted}`);
      const score = key === wanted ? 0 : where === 0 ? 1 : where > 0 ? 2 : key.includes(wanted) ? 3 : 9;
      if (score < 9 && (!best || score < best.score)) best = { node, name, score };
    }
    if (best) found.push(best);
  }
  found.sort((one, other) => one.score - other.score || one.node.rank - other.node.rank);
  return found.slice(0, 8);
}

// A field with a list of names below it; `choose` gets the node that was taken.
function suggester(box, list, choose) {
  let hits = [];
  let at = -1;
  const open = (yes) => {
    list.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
    if (yes && at >= 0) box.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const take = (place) => {
    if (!hits[place]) return;
    box.value = hits[place].node.name;
    open(false);
    choose(hits[place].node);
  };
  const item = ({ node, name }, place) => el("li", {
    role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === at),
    on: { mousedown: (event) => { event.preventDefault(); take(place); } },
  }, glyph(node.type), el("span", {}, node.name, name === node.name ? null : el("small", {}, ` ${name}`)), el("small", {}, t(`type.${node.type}`)));
  const suggest = () => {
    hits = matches(box.value);
    at = hits.length ? 0 : -1;
    list.replaceChildren(...hits.map(item));
    if (!hits.length && box.value.trim()) list.append(el("li", { class: "soft", role: "option", "aria-disabled": "true" }, t("ui.noMatch")));
    open(box.value.trim() !== "");
  };
  const keys = (event) => {
    if (event.key === "Enter") take(at);
    else if (event.key === "Escape") open(false);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!hits.length) return;
      at = (at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length;
      [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
      open(true);
    }
  };
  box.addEventListener("input", suggest);
  box.addEventListener("keydown", keys);
  box.addEventListener("blur", () => open(false));
}
