// Words and elements: the only ways in which text reaches the page are textContent and attributes set here.
const DATA = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

// Sandboxed frames refuse storage and history: the page then works without them.
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

let lang = attempt(() => localStorage.getItem("quidit-lang"), null);
if (!(lang in DATA.strings)) lang = DATA.lang;

function t(key, values = {}) {
  const text = DATA.strings[lang][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") Object.entries(value).forEach(([event, action]) => node.addEventListener(event, action));
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function vector(tag, options = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(options).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}

function button(text, action, options = {}) {
  return el("button", { type: "button", on: { click: action }, ...options }, text);
}

// For comparing names: no case, no accents, single spaces.
function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  if (!year || !month) return iso;
  const format = new Intl.DateTimeFormat(lang, { ...(date ? { day: "numeric" } : {}), month: "short", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(Date.UTC(year, month - 1, date || 1)));
}

function safeLink(url) {
  return /^https?:\/\//i.test(url) ? url : null;
}

function translate() {
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-t]")) {
    node.textContent = t(node.dataset.t, node.dataset.v ? JSON.parse(node.dataset.v) : {});
  }
  for (const node of document.querySelectorAll("[data-l]")) node.setAttribute("aria-label", t(node.dataset.l));
  for (const node of document.querySelectorAll("[data-p]")) {
    node.setAttribute("placeholder", t(node.dataset.p));
    node.setAttribute("aria-label", t(node.dataset.p));
  }
  for (const node of document.querySelectorAll("[data-note]")) node.textContent = DATA.note[lang];
}

async function copy(text, from) {
  const done = await attempt(async () => navigator.clipboard.writeText(text).then(() => true, () => false), false);
  if (!done) {
    const field = el("textarea", { class: "away", readonly: true });
    field.value = text;
    document.body.append(field);
    field.select();
    attempt(() => document.execCommand("copy"), false);
    field.remove();
  }
  const before = from.textContent;
  from.textContent = t("ui.copied");
  setTimeout(() => { from.textContent = before; }, 1200);
}
