// The view as it was written into the page, with the indexes the interface needs. Nothing here changes after loading.

const DATA = JSON.parse(document.getElementById("data").textContent);
const VIEW = DATA.view;
const NODES = VIEW.nodes;
const FACTS = VIEW.facts;
const ARTICLES = VIEW.articles;
const STATUSES = ["reported", "derived", "background", "together"];
const KIND = Object.fromEntries(VIEW.kinds.map((kind) => [kind.name, kind]));
const BY_KEY = new Map(NODES.map((node, id) => [node.key, id]));

// A link is one drawn line: all facts between two nodes, or the observation that sentences name them together.
const LINKS = DATA.network.edges.map((edge) => ({ id: edge.id, one: edge.from, other: edge.to, facts: [], together: null }));
const FACTS_OF = NODES.map(() => []);
const LINKS_OF = NODES.map(() => []);
const MENTIONS_OF = NODES.map(() => []);

FACTS.forEach((fact, number) => {
  fact.number = number;
  FACTS_OF[fact.s].push(fact);
  if (fact.o !== undefined && fact.o !== fact.s) FACTS_OF[fact.o].push(fact);
  if (fact.link !== undefined) LINKS[fact.link].facts.push(fact);
});
VIEW.together.forEach((pair) => { if (!LINKS[pair.link].facts.length) LINKS[pair.link].together = pair; });
LINKS.forEach((link) => {
  LINKS_OF[link.one].push(link);
  LINKS_OF[link.other].push(link);
});
ARTICLES.forEach((article, number) => {
  article.number = number;
  for (const [start, end, id] of article.markings) MENTIONS_OF[id].push({ article: number, start, end });
});

function otherEnd(link, id) {
  return link.one === id ? link.other : link.one;
}

function predicateLabel(name) {
  return labelOf(VIEW.predicates[name] || { zh: name, en: name });
}

function className(node) {
  return labelOf(VIEW.classes[node.cls] || KIND[node.kind]);
}

function statusesOf(link) {
  return link.facts.length ? [...new Set(link.facts.map((fact) => fact.status))] : ["together"];
}

// The literals of a node by predicate: `valuesOf(id, "startDate")`.
function valuesOf(id, predicate) {
  return FACTS_OF[id].filter((fact) => fact.s === id && fact.p === predicate && fact.o === undefined).map((fact) => fact.value);
}

function objectsOf(id, predicate) {
  return FACTS_OF[id].filter((fact) => fact.s === id && fact.p === predicate && fact.o !== undefined).map((fact) => fact.o);
}

function subjectsOf(id, predicate) {
  return FACTS_OF[id].filter((fact) => fact.o === id && fact.p === predicate).map((fact) => fact.s);
}

// Offsets count Unicode characters, strings count UTF-16 units: they differ only in texts with rare characters.
function slice(text, start, end) {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(start, end).join("") : text.slice(start, end);
}
