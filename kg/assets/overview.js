// What the page opens with: who says what about whom, the names that matter, groups, and how it was made.
const SIGNS = { positive: "+", negative: "−", neutral: "=" };

function overview() {
  const method = byId("method").cloneNode(true);
  method.removeAttribute("id");
  method.className = "method";
  return [
    el("header", { class: "card" }, el("h2", {}, t("panel.title")), el("p", { class: "soft" }, t("panel.intro"))), telling(),
    ranking("panel.speakers", "said", (quote, id) => quote.speaker === id && quote.about.length > 0),
    ranking("panel.targets", "about", (quote, id) => quote.about[0] === id), ranking("panel.connected", "relations"), groupList(), method,
  ].filter(Boolean);
}

// A few quotes that praise or criticise somebody else, one for each speaker: the most repeated ones, then those of the main names.
function telling() {
  const sure = (quote) => !quote.stance_confidence || quote.stance_confidence >= 0.6; // 0: nobody was asked
  const known = foldedQuotes(DATA.quotes.filter((quote) => quote.stance !== "neutral" && sure(quote) && quote.speaker !== quote.about[0]
    && nodes.has(quote.speaker) && nodes.has(quote.about[0]) && quote.evidence[4] !== "wrong"));
  const weight = ({ quote, others }) => [-others.length, Number(quote.mode === "indirect"), nodes.get(quote.speaker).rank + nodes.get(quote.about[0]).rank];
  const order = known.map((one) => [...weight(one), one.quote]).sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
  const seen = new Set();
  const first = order.map((one) => one[3]).filter(({ speaker }) => !seen.has(speaker) && seen.add(speaker));
  const both = ["negative", "positive"].map((stance) => first.find((quote) => quote.stance === stance)).filter(Boolean);
  const chosen = [...both, ...first.filter((quote) => !both.includes(quote))].slice(0, 3);
  if (!chosen.length) return null;
  const all = spoken().length;
  return section("telling", t("ui.speechView"), t("panel.guess"), ...chosen.map(brief),
    button(t("panel.allSpeech", { n: all }), () => { showView("speech"); remember({ step: true }); }, { class: "plain more", id: "all-speech" }));
}

function brief(quote) {
  const [who, whom] = [quote.speaker, quote.about[0]].map((id) => nodes.get(id).name);
  return el("button", { type: "button", class: `brief ${quote.stance}`, on: { click: () => openQuote(quote.number) } },
    el("span", { class: "ends-of" }, el("b", {}, who), el("span", { class: `tone ${quote.stance}` }, ` ${SIGNS[quote.stance]} ${t(`stance.${quote.stance}`)} → `), el("b", {}, whom)),
    el("span", { class: "words" }, quote.mode === "direct" ? t("quote.marks", { text: quote.text }) : quote.text));
}

// The first names by a count; a bar tells how their quotes are meant, or how they are spoken of.
function ranking(title, key, counts = null) {
  const ids = [...nodes.values()].filter((node) => node[key]).sort((one, other) => other[key] - one[key] || one.rank - other.rank).slice(0, 6);
  if (!ids.length) return null;
  return section(null, t(title), null, el("ol", { class: "ranking" }, ids.map((node) => el("li", {}, nodeButton(node.id),
    counts ? tones(DATA.quotes.filter((quote) => counts(quote, node.id))) : null, el("span", { class: "number" }, String(node[key]))))));
}

function tones(quotes) {
  const counts = tally(quotes.map((quote) => quote.stance));
  const kinds = Object.keys(SIGNS).filter((stance) => counts[stance]);
  if (!kinds.length) return null;
  const text = kinds.map((stance) => `${counts[stance]} ${t(`stance.${stance}`)}`).join(", ");
  return el("span", { class: "tones", role: "img", "aria-label": t("panel.tones", { text }), title: t("panel.tones", { text }) },
    kinds.map((stance) => el("i", { class: stance, style: `flex:${counts[stance]}` })));
}

// Names that hang together: the way into a graph that is too large to be read at once.
function groupList() {
  if (!DATA.groups.length) return null;
  const rows = DATA.groups.map(({ size, main }, number) => () => el("li", {}, button(
    main.map((id) => nodes.get(id).name).join(", "), () => openGroup(number), { class: "plain row", "aria-pressed": String(state.group === number) }),
  el("span", { class: "number" }, t("ui.names", { n: size }))));
  return section("card-groups", t("panel.groups"), DATA.groups.length, longList(rows, 6, "ol"));
}

function openGroup(number) {
  Object.assign(state, { group: state.group === number ? null : number, focus: null, path: null, all: false, added: new Set() });
  if (state.view !== "graph") showView("graph");
  refresh({ fit: true });
  panel(overview());
  remember();
}
