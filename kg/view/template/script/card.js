// The right pane: a card for what is chosen - a node, a line, a path - with the sentences behind every fact.

const SHOWN_MENTIONS = 12, SHOWN_PROOFS = 6, SHOWN_FACTS = 8;

function drawDetail() {
  const tabs = [["card", "card"], ["text", "text"]];
  drawTabs(byId("detail-tabs"), tabs, state.detail, (name) => { state.detail = name; drawDetail(); });
  const panel = byId("detail-panel");
  if (state.detail === "text") return drawReader(panel);
  if (state.path) fill(panel, pathCard());
  else if (state.link !== null) fill(panel, linkCard(LINKS[state.link]));
  else if (state.picked !== null) fill(panel, nodeCard(state.picked));
  else fill(panel, welcomeCard());
  panel.scrollTop = 0;
  return undefined;
}

function drawTabs(bar, tabs, chosen, choose) {
  fill(bar, tabs.map(([name, label]) => button(label, () => choose(name), {
    role: "tab", "aria-selected": String(name === chosen), tabIndex: name === chosen ? 0 : -1,
    onkeydown: (event) => {
      const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!turn) return;
      event.preventDefault();
      event.stopPropagation();
      const next = tabs[(tabs.findIndex(([each]) => each === name) + turn + tabs.length) % tabs.length][0];
      choose(next);
      bar.querySelector("[aria-selected=true]").focus();
    },
  })));
}

function heading(text, level = "h3") {
  return el(level, { lang: interfaceLanguage() }, text);
}

function welcomeCard() {
  const heavy = NODES.map((_, id) => id).filter((id) => picture.nodes.has(id) && NODES[id].kind !== "statements").slice(0, 10);
  return [heading(word("welcomeTitle"), "h2"), el("p", { lang: interfaceLanguage() }, word("welcome")),
    heading(word("lines")), el("ul", { class: "lines" }, STATUSES.map((status) => el("li", { lang: interfaceLanguage() }, lineIcon(status), word(status)))),
    heading(word("mostImportant")), el("ul", { class: "plain" }, heavy.map((id) => el("li", {}, nodeLink(id)))),
    el("p", { class: "muted", lang: interfaceLanguage() }, word("dragHint"))];
}

function nodeCard(id) {
  const node = NODES[id];
  const waiting = waitingNeighbours(id).length;
  return [
    el("p", { class: "kind" }, icon(KIND[node.kind], 16), el("span", { lang: interfaceLanguage() }, className(node)),
      valuesOf(id, "candidate").includes("true") ? el("span", { class: "badge", lang: interfaceLanguage() }, word("candidate")) : null),
    el("h2", { lang: "zh-CN" }, node.name),
    node.aliases.length ? el("p", { class: "aliases", lang: "zh-CN" }, node.aliases.join(" · ")) : null,
    el("div", { class: "actions" },
      state.focus === id ? button("leaveFocus", leaveFocus) : button("focusHere", () => lookAround(id)),
      button("pathTo", () => startPath(id)),
      waiting && state.focus === null ? el("button", { type: "button", lang: interfaceLanguage(), onclick: () => openNeighbours(id) }, word("expand", { n: waiting })) : null),
    itineraryOf(id), factsOfNode(id), mentionsOf(id),
  ];
}

function factsOfNode(id) {
  const groups = new Map();
  for (const fact of FACTS_OF[id].filter(factShown)) {
    if (fact.o === undefined && fact.p === "candidate") continue;
    const name = (fact.s === id ? "" : "← ") + predicateLabel(fact.p);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(fact);
  }
  if (!groups.size) return null;
  return [heading(`${word("facts")} (${FACTS_OF[id].filter(factShown).length})`),
    [...groups].sort(([, one], [, other]) => groupRank(one[0], id) - groupRank(other[0], id)).map(([name, facts]) => factGroup(name, facts, id))];
}

function factGroup(name, facts, id) {
  return el("section", { class: "group" }, el("h4", { lang: interfaceLanguage() }, name), cut(facts, SHOWN_FACTS, (fact) => factLine(fact, id)));
}

// Dates first, then whoever and whatever acts in the order of the kinds, what is said last.
function groupRank(fact, id) {
  return fact.o === undefined ? -1 : VIEW.kinds.findIndex((kind) => kind.name === NODES[fact.s === id ? fact.o : fact.s].kind);
}

// A list that shows its first entries and the others on demand.
function cut(items, most, draw) {
  const list = el("ul", { class: "plain" }, items.slice(0, most).map(draw));
  if (items.length <= most) return list;
  const rest = el("button", { type: "button", class: "quiet", lang: interfaceLanguage(), onclick: () => {
    rest.remove();
    list.append(...items.slice(most).map(draw));
  } }, word("more", { n: items.length - most }));
  return [list, rest];
}

function factLine(fact, id) {
  const other = fact.o === undefined ? null : fact.s === id ? fact.o : fact.s;
  const { toggle, details } = evidenceToggle(fact.proofs.length + fact.unshown, () => proofsOf(fact));
  return el("li", { class: "fact" }, el("div", { class: "fact-line" },
    other === null ? el("span", { class: "value", lang: "zh-CN" }, valueText(fact)) : nodeLink(other),
    badges(fact), toggle), details);
}

// A button with the number of proofs, and the place where it shows them; no button where there are none.
function evidenceToggle(count, draw) {
  const details = el("div", { class: "proofs", hidden: true });
  const toggle = el("button", { type: "button", class: "count", "aria-expanded": "false", lang: interfaceLanguage(),
    title: word("evidence"), onclick: () => {
      details.hidden = !details.hidden;
      toggle.setAttribute("aria-expanded", String(!details.hidden));
      if (!details.childNodes.length) fill(details, draw());
    } }, "❝ " + count);
  return { toggle: count ? toggle : null, details };
}

function valueText(fact) {
  return fact.p === "dayPart" ? word(fact.value) : dayText(fact.value);
}

// A day as read: one whose year is open says so.
function dayText(day) {
  return day.startsWith("--") ? day.slice(2) + " (" + word("openDate") + ")" : day;
}

function badges(fact) {
  const badge = (name, cls) => el("span", { class: "badge " + cls, lang: interfaceLanguage() }, word(name));
  return [fact.status === "reported" ? null : badge(fact.status + "Short", fact.status),
    fact.polarity === "affirmed" ? null : badge(fact.polarity, "polarity")];
}

// The sentences behind a fact, each with its article, place, rule and confidence.
function proofsOf(fact) {
  return [cut(fact.proofs, SHOWN_PROOFS, proofLine),
    fact.unshown ? el("p", { class: "muted", lang: interfaceLanguage() }, word("unshown", { n: fact.unshown })) : null];
}

function proofLine(proof) {
  const article = ARTICLES[proof.article];
  return el("li", { class: "proof" },
    el("blockquote", { lang: "zh-CN" }, quoteIn(article, proof)),
    el("p", { class: "source" },
      el("button", { type: "button", class: "link", lang: "zh-CN", onclick: () => openText(proof.article, proof) }, article.title),
      el("span", {}, article.date || word("noDate"))),
    proof.date ? el("p", { class: "source when", lang: interfaceLanguage() },
      word("onDay", { day: [dayText(proof.date), proof.part ? word(proof.part) : ""].filter(Boolean).join(" ") })) : null,
    proof.rule ? el("p", { class: "source muted" }, `${word("rule")} ${proof.rule} · ${word("confidence")} ${proof.confidence} · `
      + word("characters", { a: String(proof.start), b: String(proof.end) })) : null);
}

function quoteIn(article, proof) {
  if (article.text === null) return el("mark", {}, proof.quote);
  const around = article.sentences.filter(([start, end]) => start < proof.end && end > proof.start);
  const start = Math.min(proof.start, ...around.map((span) => span[0])), end = Math.max(proof.end, ...around.map((span) => span[1]));
  return [flowing(article, start, proof.start), el("mark", {}, flowing(article, proof.start, proof.end)), flowing(article, proof.end, end)];
}

function mentionsOf(id) {
  const mentions = MENTIONS_OF[id];
  if (!mentions.length) return null;
  return [heading(`${word("mentions")} (${mentions.length})`), cut(mentions, SHOWN_MENTIONS, proofLine)];
}

function linkCard(link) {
  const head = el("p", { class: "ends" }, nodeLink(link.one), el("span", { "aria-hidden": "true" }, "—"), nodeLink(link.other));
  if (link.together) {
    return [el("p", { class: "kind" }, lineIcon("together"), word("together")), head,
      el("p", {}, word("sentences", { n: link.together.count })), cut(link.together.proofs, SHOWN_PROOFS, proofLine)];
  }
  return [el("p", { class: "kind" }, lineIcon(statusesOf(link)[0]), word("facts")), head, link.facts.filter(factShown).map(factBlock)];
}

function factBlock(fact) {
  return el("section", { class: "group" },
    el("h4", {}, el("span", { lang: "zh-CN" }, NODES[fact.s].name), " ", el("em", { lang: interfaceLanguage() }, predicateLabel(fact.p)), " ",
      el("span", { lang: "zh-CN" }, NODES[fact.o].name), " ", badges(fact)),
    proofsOf(fact));
}

function pathCard() {
  const { goal, links } = state.path;
  const close = el("div", { class: "actions" }, button("cancel", () => endPath()));
  const title = [heading(word("path"), "h2"), el("p", { class: "ends" }, nodeLink(state.pathFrom), el("span", { "aria-hidden": "true" }, "→"), nodeLink(goal)), close];
  if (!links) return [title, el("p", { lang: interfaceLanguage() }, word("noPath"))];
  return [title, links.map((link) => link.facts.filter(factShown).slice(0, 3).map(factBlock))];
}
