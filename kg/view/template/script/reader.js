// The article's text with its mentions marked, linked both ways with the graph.

// The characters of a stretch of text without the line wraps of its source.
function flowing(article, start, end) {
  const parts = [];
  let at = start;
  for (const [from, to] of gapsWithin(article, start, end)) {
    parts.push(slice(article.text, at, Math.max(at, from)));
    at = Math.max(at, to);
  }
  return parts.join("") + slice(article.text, at, Math.max(at, end));
}

function gapsWithin(article, start, end) {
  return article.gaps.filter(([from, to]) => from < end && to > start).map(([from, to]) => [Math.max(from, start), Math.min(to, end)]);
}

function openText(number, span) {
  state.article = number;
  state.marked = span;
  state.detail = "text";
  showPane("detail");
  drawDetail();
}

function drawReader(panel) {
  const article = ARTICLES[state.article ?? firstArticle()];
  if (!article) return fill(panel, el("p", { lang: interfaceLanguage() }, word("noArticle")));
  fill(panel, el("h2", { lang: "zh-CN" }, article.title),
    el("p", { class: "muted" }, [article.publisher, article.date].filter(Boolean).join(" · "), article.url ? [" · ", el("span", { class: "url" }, article.url)] : ""),
    factsOfArticle(article),
    article.text === null ? el("p", { class: "muted", lang: interfaceLanguage() }, word("noText")) : textOf(article));
  const target = panel.querySelector(".here");
  if (target) target.scrollIntoView({ block: "center" });
  else panel.scrollTop = 0;
  return undefined;
}

// What is said of the article as a whole, such as its themes: closed, so that the text comes first.
function factsOfArticle(article) {
  const facts = article.facts.filter(factShown);
  if (!facts.length) return null;
  const groups = counted(facts, (fact) => fact.p);
  return el("details", { class: "article-facts" }, el("summary", { lang: interfaceLanguage() }, `${word("facts")} (${facts.length})`),
    [...groups.keys()].map((name) => factGroup(predicateLabel(name), facts.filter((fact) => fact.p === name), undefined)));
}

function firstArticle() {
  const mention = state.picked !== null && MENTIONS_OF[state.picked].find((each) => ARTICLES[each.article].text !== null);
  if (mention) return mention.article;
  return ARTICLES.length === 1 ? 0 : null;
}

// Paragraphs of pieces: the text cut wherever a mention, the marked evidence or a gap begins or ends.
function textOf(article) {
  const length = Array.from(article.text).length;
  const marked = state.marked && state.marked.article === article.number ? state.marked : null;
  const cuts = new Set([0, length]);
  for (const [start, end] of [...article.markings, ...article.gaps, ...(marked ? [[marked.start, marked.end]] : [])]) cuts.add(start).add(end);
  const edges = [...cuts].sort((one, other) => one - other);
  const pieces = edges.slice(0, -1).map((start, index) => ({ start, end: edges[index + 1] }));
  const paragraphs = [el("p", {})];
  const innermost = innermostMarkings(article, pieces);
  let here = false;
  for (const piece of pieces) {
    if (article.gaps.some(([start, end]) => start <= piece.start && piece.end <= end)) continue;
    const inside = marked && marked.start <= piece.start && piece.end <= marked.end;
    slice(article.text, piece.start, piece.end).split("\n").forEach((text, index) => {
      if (index) paragraphs.push(el("p", {}));
      if (!text) return;
      const node = pieceNode(text, innermost.get(piece.start));
      if (inside) node.classList.add("evidence");
      if (inside && !here) node.classList.add("here");
      here = here || inside;
      paragraphs.at(-1).append(node);
    });
  }
  return el("article", { class: "text", lang: "zh-CN" }, paragraphs.filter((paragraph) => paragraph.childNodes.length));
}

// For each piece the shortest mention that covers it: 国务院 inside 国务院总理 stays reachable.
function innermostMarkings(article, pieces) {
  const found = new Map();
  const sorted = [...article.markings].sort((one, other) => (other[1] - other[0]) - (one[1] - one[0]));
  for (const marking of sorted) {
    for (const piece of pieces) if (marking[0] <= piece.start && piece.end <= marking[1]) found.set(piece.start, marking);
  }
  return found;
}

function pieceNode(text, marking) {
  if (!marking) return el("span", {}, text);
  const id = marking[2];
  // A link, not a button: a browser never breaks a button over two lines.
  const node = el("a", { href: "#node=" + encodeURIComponent(NODES[id].key), class: "mention" + (state.picked === id ? " picked" : ""),
    title: labelOf(KIND[NODES[id].kind]) + " · " + shown(NODES[id].name), onclick: (event) => { event.preventDefault(); pickFromText(id); } }, text);
  node.dataset.node = id;
  node.style.setProperty("--kind", KIND[NODES[id].kind].colour);
  return node;
}

function pickFromText(id) {
  reveal(id);
  state.picked = id;
  state.link = null;
  state.path = null;
  changed({ keepDetail: true });
  for (const node of byId("detail-panel").querySelectorAll(".mention")) {
    node.classList.toggle("picked", Number(node.dataset.node) === id);
  }
  bringIntoSight(id);
}
