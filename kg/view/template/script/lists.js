// The left pane: filters with counts, the entities by kind, the timeline, the articles.

const LONG_LIST = 60;
const DAY_PARTS = ["morning", "afternoon", "evening"];

function drawLists() {
  const tabs = [["kinds", "kinds"], ["entities", "entities"], ["timeline", "timeline"], ["articles", "articles"]];
  drawTabs(byId("list-tabs"), tabs, state.lists, (name) => { state.lists = name; drawLists(); });
  const draw = { kinds: filterPanel, entities: entityPanel, timeline: timelinePanel, articles: articlePanel }[state.lists];
  fill(byId("list-panel"), draw());
}

function refilter() {
  changed({ rebuild: true });
  drawLists();
}

function toggled(set, value) {
  if (set.has(value)) set.delete(value);
  else set.add(value);
  refilter();
}

function choice(set, value, count, mark, text) {
  const box = el("input", { type: "checkbox", checked: !set.has(value), onchange: () => toggled(set, value) });
  box.dataset.choice = value;
  return el("li", {}, el("label", { class: "choice" }, box, mark, el("span", { class: "grow", lang: interfaceLanguage() }, text), el("span", { class: "number" }, count.toLocaleString("en"))));
}

function counted(items, name) {
  const counts = new Map();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) || 0) + 1);
  return counts;
}

function filterPanel() {
  const kinds = counted(NODES, (node) => node.kind);
  const predicates = counted(FACTS.filter((fact) => fact.o !== undefined), (fact) => fact.p);
  const statuses = counted(FACTS, (fact) => fact.status).set("together", VIEW.together.length);
  const group = (name, items, set, values) => el("section", { class: "filter" },
    el("div", { class: "filter-head" }, heading(word(name), "h2"), set ? [
      button("all", () => { set.clear(); refilter(); }, { class: "quiet" }),
      button("none", () => { values.forEach((value) => set.add(value)); refilter(); }, { class: "quiet" })] : null),
    el("ul", { class: "plain" }, items));
  const shownKinds = VIEW.kinds.filter((kind) => kinds.has(kind.name));
  const sorted = [...predicates].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  return [
    group("kindsOfEntity", shownKinds.map((kind) => choice(state.hiddenKinds, kind.name, kinds.get(kind.name), icon(kind, 16), labelOf(kind))), state.hiddenKinds, shownKinds.map((kind) => kind.name)),
    group("howKnown", STATUSES.filter((status) => statuses.get(status)).map((status) => choice(state.hiddenStatuses, status, statuses.get(status), lineIcon(status), word(status)))),
    dateFilter(),
    group("relations", sorted.map(([name, count]) => choice(state.hiddenPredicates, name, count, null, predicateLabel(name))), state.hiddenPredicates, sorted.map(([name]) => name)),
    button("reset", resetFilters),
  ];
}

function resetFilters() {
  Object.assign(state, { hiddenKinds: new Set(), hiddenPredicates: new Set(), hiddenStatuses: new Set(["together"]), since: "", until: "" });
  refilter();
}

function dateFilter() {
  const dates = FACTS.map((fact) => fact.since).filter(Boolean).sort();
  if (!dates.length) return null;
  const field = (name, label) => el("label", { class: "date", lang: interfaceLanguage() }, word(label),
    el("input", { type: "date", value: state[name], min: dates[0], max: dates.at(-1), onchange: (event) => { state[name] = event.target.value; refilter(); } }));
  return el("section", { class: "filter" }, heading(word("when"), "h2"), el("div", { class: "dates" }, field("since", "from"), field("until", "to")));
}

function entityPanel() {
  const byKind = (kind) => NODES.map((_, id) => id).filter((id) => NODES[id].kind === kind.name);
  return VIEW.kinds.map((kind) => [kind, byKind(kind)]).filter(([, ids]) => ids.length).map(([kind, ids], index) =>
    el("details", { open: index === 0 }, el("summary", {}, icon(kind), el("span", { class: "grow", lang: interfaceLanguage() }, labelOf(kind)), el("span", { class: "number" }, ids.length)),
      cut(ids, LONG_LIST, (id) => el("li", {}, nodeLink(id), el("span", { class: "number" }, FACTS_OF[id].length)))));
}

// Events in the order in which they took place: by day, part of the day, then by their place in the text.
function chronological(ids) {
  const firstMention = (id) => Math.min(...FACTS_OF[id].filter((fact) => fact.s === id).flatMap((fact) => fact.proofs.map((proof) => proof.start)), 1e9);
  const key = (id) => [valuesOf(id, "startDate")[0] || "9999", DAY_PARTS.indexOf(valuesOf(id, "dayPart")[0]), firstMention(id)];
  return ids.map((id) => [key(id), id]).sort(([a], [b]) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1] || a[2] - b[2]).map(([, id]) => id);
}

function timelinePanel() {
  const events = chronological(NODES.map((_, id) => id).filter((id) => NODES[id].kind === "events" && !objectsOf(id, "partOfEvent").some((whole) => NODES[whole])));
  if (!events.length) return el("p", { class: "muted" }, word("nothing"));
  const days = new Map();
  for (const id of events) {
    const day = dayOf(id);
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(id);
  }
  return cut([...days], 40, ([day, ids]) => el("li", { class: "day" }, el("h2", {}, day),
    el("ol", { class: "events" }, ids.map((id) => eventLine(id)))));
}

function dayOf(id) {
  const start = valuesOf(id, "startDate")[0], end = valuesOf(id, "endDate")[0];
  if (!start) return word("noDate");
  if (start.startsWith("--")) return dayText(end && end !== start ? start + " – " + end.slice(2) : start);
  return end && end !== start ? start + " – " + end : start;
}

function eventLine(id) {
  const parts = chronological(subjectsOf(id, "partOfEvent"));
  const part = valuesOf(id, "dayPart")[0];
  const where = objectsOf(id, "tookPlaceIn");
  return el("li", {}, part ? el("span", { class: "part", lang: interfaceLanguage() }, word(part)) : null, nodeLink(id),
    where.length ? el("span", { class: "where", lang: "zh-CN" }, " " + where.map((place) => NODES[place].name).join("、")) : null,
    parts.length ? el("ol", { class: "stops" }, parts.map(eventLine)) : null);
}

function articlePanel() {
  const order = ARTICLES.map((_, number) => number).sort((one, other) => ARTICLES[one].date < ARTICLES[other].date ? 1 : ARTICLES[one].date > ARTICLES[other].date ? -1 : one - other);
  return cut(order, LONG_LIST, (number) => el("li", { class: "article" },
    el("button", { type: "button", class: "link", lang: "zh-CN", onclick: () => openText(number, null) }, ARTICLES[number].title),
    el("p", { class: "muted" }, [ARTICLES[number].date || word("noDate"), ARTICLES[number].publisher].filter(Boolean).join(" · "))));
}
