// Taking a view along: as an address, as SPARQL, CSV and Turtle, as a picture.

function fullIri(id) {
  return NODES[id].iri || VIEW.base + NODES[id].key;
}

function iriOf(id) {
  return "<" + fullIri(id) + ">";
}

// Literals as Turtle and SPARQL write them.
function literalText(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return '"' + text.replace(/[\\"\n\r\t]/g, (character) => escapes[character]) + '"';
}

function sharedFacts() {
  return FACTS.filter((fact) => factShown(fact) && fact.o !== undefined && picture.nodes.has(fact.s) && picture.nodes.has(fact.o));
}

function asSparql() {
  const used = new Set(sharedFacts().flatMap((fact) => [fact.s, fact.o]));
  const list = [...used].map(iriOf).join("\n    ");
  const predicates = [...new Set(sharedFacts().map((fact) => "pk:" + fact.p))].sort().join(" ");
  // Statements live in the graphs of their articles, the other facts in the default graph.
  return `PREFIX pk: <${VIEW.ontology}>\nSELECT DISTINCT ?subject ?predicate ?object WHERE {\n  VALUES ?predicate { ${predicates} }\n`
    + `  VALUES ?subject {\n    ${list}\n  }\n  { ?subject ?predicate ?object } UNION { GRAPH ?article { ?subject ?predicate ?object } }\n`
    + `  VALUES ?object {\n    ${list}\n  }\n}\nORDER BY ?subject ?predicate ?object\n`;
}

function asCsv() {
  // A cell that begins like a formula would run in a spreadsheet.
  const cell = (value) => '"' + String(value).replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""') + '"';
  const rows = sharedFacts().map((fact) => {
    const proof = fact.proofs[0];
    const article = proof ? ARTICLES[proof.article] : null;
    const quote = !proof ? "" : article.text === null ? proof.quote : flowing(article, proof.start, proof.end);
    return [NODES[fact.s].name, fact.p, NODES[fact.o].name, fact.status, fact.polarity, fact.since, fact.until, quote, article ? article.title : "", fullIri(fact.s), fullIri(fact.o)];
  });
  const head = ["subject", "predicate", "object", "status", "polarity", "since", "until", "quote", "article", "subject_iri", "object_iri"];
  return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function asTurtle() {
  const facts = sharedFacts().filter((fact) => fact.polarity === "affirmed");
  const used = [...new Set(facts.flatMap((fact) => [fact.s, fact.o]))].sort((one, other) => NODES[one].key < NODES[other].key ? -1 : 1);
  const blocks = used.map((id) => {
    const lines = [`a pk:${NODES[id].cls}`, `rdfs:label ${literalText(NODES[id].name)}@zh`,
      ...facts.filter((fact) => fact.s === id).map((fact) => `pk:${fact.p} ${iriOf(fact.o)}`)];
    return iriOf(id) + " " + lines.join(" ;\n    ") + " .\n";
  });
  return `@prefix pk: <${VIEW.ontology}> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n${blocks.join("\n")}`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(word("copied"));
}

function download(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  say(word("saved"));
}

function savePng() {
  const canvas = byId("canvas").querySelector("canvas");
  const copyOf = document.createElement("canvas");
  copyOf.width = canvas.width;
  copyOf.height = canvas.height;
  const context = copyOf.getContext("2d");
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, copyOf.width, copyOf.height);
  context.drawImage(canvas, 0, 0);
  copyOf.toBlob((blob) => download(blob, fileName("png")));
}

function fileName(ending) {
  const name = state.focus === null ? VIEW.title : NODES[state.focus].name;
  return name.replace(/[\s/\\:*?"<>|\u0000-\u001f]+/g, "-").slice(0, 40) + "." + ending;
}

// What is seen as an SVG drawing: the same lines, shapes and labels.
function asSvg() {
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  const scale = network.getScale();
  const at = (id) => network.canvasToDOM(placeOf(id));
  const lines = picture.links.map((link) => {
    const one = at(link.one), other = at(link.other), item = edgeItem(link);
    return svg("line", { x1: one.x.toFixed(1), y1: one.y.toFixed(1), x2: other.x.toFixed(1), y2: other.y.toFixed(1), stroke: item.color.color, "stroke-width": (item.width * scale).toFixed(2), ...(item.dashes ? { "stroke-dasharray": item.dashes.map((dash) => (dash * scale).toFixed(1)).join(" ") } : {}) });
  });
  const shapes = [...picture.nodes].map((id) => {
    const { x, y } = at(id), kind = KIND[NODES[id].kind];
    const shape = svg("path", { d: outline(kind.shape, RADIUS[id] * scale), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, fill: kind.colour, stroke: colours.ground });
    const title = svg("title", {});
    title.textContent = shown(NODES[id].name);
    shape.append(title);
    return shape;
  });
  const labels = drawnLabels.map(({ text, box }) => {
    const { x, y } = network.canvasToDOM({ x: box.left, y: (box.top + box.bottom) / 2 });
    const node = svg("text", { x: x.toFixed(1), y: y.toFixed(1), "dominant-baseline": "central", "font-size": LABEL_SIZE, fill: colours.ink, stroke: colours.ground, "stroke-width": 3, "paint-order": "stroke" });
    node.textContent = text;
    return node;
  });
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": getComputedStyle(document.body).fontFamily, lang: "zh-CN" },
    svg("rect", { width, height, fill: colours.ground }), ...lines, ...shapes, ...labels);
  return new XMLSerializer().serializeToString(root);
}

const SHARING = [
  ["copyLink", () => copy(location.href)], ["copySparql", () => copy(asSparql())], ["copyCsv", () => copy(asCsv())],
  ["copyTurtle", () => copy(asTurtle())], ["savePng", savePng], ["saveSvg", () => download(new Blob([asSvg()], { type: "image/svg+xml" }), fileName("svg"))],
];
