// Small helps; every page works without them, but for the state of a job, which then needs reloading.
"use strict";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (target) => /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.isContentEditable;

async function json(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Names to choose from while typing.
let waiting = 0;
function suggest(event) {
  const wanted = event.target.value.trim();
  clearTimeout(waiting);
  if (wanted.length < 2) return;
  waiting = setTimeout(async () => {
    const found = await json(`/api/entities?limit=12&q=${encodeURIComponent(wanted)}`).catch(() => ({ items: [] }));
    document.getElementById("names").replaceChildren(...found.items.map((one) => {
      const option = document.createElement("option");
      option.value = one.name;
      return option;
    }));
  }, 150);
}

// A filter that is changed applies at once.
function auto(form) {
  for (const field of all("select", form)) field.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", () => {
    for (const field of all("input, select", form)) field.disabled = field.value === "";
  });
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = document.body.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 1500);
}

function drop(area) {
  const input = area.querySelector("input"), told = area.querySelector("output");
  const tell = () => { told.textContent = [...input.files].map((one) => one.name).join(", "); };
  const over = (on) => (event) => { event.preventDefault(); area.classList.toggle("over", on); };
  area.addEventListener("dragover", over(true));
  area.addEventListener("dragleave", over(false));
  area.addEventListener("drop", (event) => {
    over(false)(event);
    input.files = event.dataTransfer.files;
    tell();
  });
  input.addEventListener("change", tell);
}

async function follow(box) {
  const job = await json(`/api/jobs/${box.dataset.job}`).catch(() => null);
  if (!job || job.state === "done" || job.state === "failed") {
    location.reload();
    return;
  }
  const bar = box.querySelector("progress");
  if (job.of) { bar.max = job.of; bar.value = job.done; }
  setTimeout(() => follow(box), 700);
}

// Says when something newer can be seen.
async function look() {
  if (document.hidden) return;
  const state = await json("/api/state").catch(() => null);
  if (!state) return;
  const building = document.getElementById("building");
  building.textContent = state.building ? `· ${building.dataset.text}` : "";
  document.getElementById("newer").hidden = `${state.generation}-${state.decisions}` === document.body.dataset.generation;
}

// Review by keyboard: j, k move; 1, 2, 3 judge.
let place = -1;
function reviewKeys(event) {
  const items = all("[data-review] [data-item]");
  if (event.key === "j" || event.key === "k") {
    items[place]?.classList.remove("here");
    place = Math.max(0, Math.min(items.length - 1, place + (event.key === "j" ? 1 : -1)));
    items[place]?.classList.add("here");
    items[place]?.scrollIntoView({ block: "center" });
  } else if (/^[123]$/.test(event.key)) {
    items[place]?.querySelector(`[data-key="${event.key}"]`)?.click();
  }
}

addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search").focus();
  } else reviewKeys(event);
});
addEventListener("input", (event) => { if (event.target.matches("[data-names]")) suggest(event); });
addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
for (const one of all("nav [aria-current]")) {
  const bar = one.closest("ul");
  if (bar) bar.scrollLeft = one.offsetLeft - bar.offsetLeft - bar.clientWidth / 3;
}
all("[data-auto]").forEach(auto);
all("[data-drop]").forEach(drop);
all("[data-job]").forEach(follow);
try {
  for (const field of all("[data-who]")) {
    field.value = localStorage.getItem("kg-who") ?? "";
    field.addEventListener("change", () => localStorage.setItem("kg-who", field.value));
  }
} catch { /* storage is refused: then the name is typed */ }
setInterval(look, 5000);

// A decision that does not show yet shows as soon as it can.
async function shown(number) {
  const state = await json("/api/state").catch(() => null);
  if (state && state.decisions >= number) location.reload();
  else setTimeout(shown, 1000, number);
}
const noted = document.querySelector("[data-wait]");
if (noted) shown(Number(noted.dataset.wait));
