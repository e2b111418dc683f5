// The picture: vis-network draws nodes and lines; what stands out, arrowheads and labels are drawn over them.

const ARROW_SCALE = 1.5, ARROW_LINKS = 300, WASH = 0.78, MARGIN = 70, MOST_DASHED = 4000, MOST_SCALE = 1.25, MOST_CHOSEN = 40;
// vis-network would draw labels of one size that run into each other: it gets none.
const ITEMS = DATA.network.nodes.map((node) => ({ ...node, label: undefined }));
let network = null, nodeItems = null, edgeItems = null, picture = { nodes: new Set(), links: [], hidden: 0 };
let hovered = null, colours = {}, firstDraw = null;

function readColours() {
  const style = getComputedStyle(document.documentElement);
  labelPictures.clear();
  fontFamily = getComputedStyle(document.body).fontFamily;
  for (const name of ["ground", "ink", "muted", "edge", "edge-soft", "accent"]) colours[name] = style.getPropertyValue("--" + name).trim();
}

function nodeItem(id) {
  const kind = KIND[NODES[id].kind];
  return { ...ITEMS[id], ...placeOf(id), color: { background: kind.colour, border: colours.ground, highlight: { background: kind.colour, border: colours.ink } } };
}

function edgeItem(link) {
  const status = statusesOf(link)[0];
  const soft = status !== "reported" || [link.one, link.other].some((id) => NODES[id].kind === "statements") || link.facts.every((fact) => fact.polarity !== "affirmed");
  const dashes = { derived: [7, 4], background: [2, 4], together: [1, 7] }[status] || (link.facts.some((fact) => fact.polarity === "affirmed") ? false : [10, 4]);
  return { id: link.id, from: link.one, to: link.other, width: DATA.network.edges[link.id].width, dashes: LINKS.length > MOST_DASHED ? false : dashes,
    color: { color: soft ? colours["edge-soft"] : colours.edge, highlight: colours.accent } };
}

function startCanvas() {
  readColours();
  nodeItems = new vis.DataSet();
  edgeItems = new vis.DataSet();
  picture = visible();
  focusPlaces = state.focus === null ? null : ringPlaces(state.focus, distances(state.focus, state.depth));
  nodeItems.add([...picture.nodes].map(nodeItem));
  edgeItems.add(picture.links.map(edgeItem));
  network = new vis.Network(byId("canvas"), { nodes: nodeItems, edges: edgeItems }, DATA.network.options);
  network.on("afterDrawing", drawOver);
  network.on("click", onClick);
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) lookAround(nodes[0]); });
  network.on("dragEnd", keepPlaces);
  byId("canvas").addEventListener("mousemove", onHover);
  byId("canvas").addEventListener("mouseleave", () => hover(null));
  fitPicture();
  network.once("afterDrawing", () => { firstDraw = performance.now(); });
}

// Brings the picture in line with the state; `fit` where it shows something else than before.
function redraw(fit) {
  const before = picture;
  const hadFocus = focusPlaces;
  picture = visible();
  focusPlaces = state.focus === null ? null : ringPlaces(state.focus, distances(state.focus, state.depth));
  const moved = hadFocus !== focusPlaces;
  edgeItems.clear();
  const gone = [...before.nodes].filter((id) => !picture.nodes.has(id));
  const fresh = [...picture.nodes].filter((id) => moved || !before.nodes.has(id));
  nodeItems.remove(gone);
  nodeItems.update(fresh.map(nodeItem));
  if (moved) for (const id of fresh) network.moveNode(id, placeOf(id).x, placeOf(id).y);
  edgeItems.add(picture.links.map(edgeItem));
  if (fit) fitPicture();
  network.redraw();
}

function recolour() {
  readColours();
  nodeItems.update([...picture.nodes].map((id) => ({ id, color: nodeItem(id).color })));
  edgeItems.update(picture.links.map((link) => ({ id: link.id, color: edgeItem(link).color })));
}

function keepPlaces({ nodes }) {
  for (const [id, place] of Object.entries(network.getPositions(nodes))) (focusPlaces || HOME).set(Number(id), place);
}

function bounds(ids) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const id of ids) {
    const { x, y } = placeOf(id);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

function fitPicture(ids = picture.nodes) {
  if (![...ids].length) return;
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  const box = bounds(ids);
  const scale = Math.min((width - 1.4 * MARGIN) / (box.right - box.left || 1), (height - MARGIN) / (box.bottom - box.top || 1), MOST_SCALE);
  network.moveTo({ position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, scale: Math.max(scale, 0.02), animation: false });
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
}

// Moves the picture so that the node is in sight, without changing the scale where it is in sight already.
function bringIntoSight(id) {
  if (!picture.nodes.has(id)) return;
  const at = network.canvasToDOM(placeOf(id));
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  if (at.x < 30 || at.y < 30 || at.x > width - 30 || at.y > height - 30) {
    network.moveTo({ position: placeOf(id), scale: Math.max(network.getScale(), 0.7), animation: false });
  }
}

function onClick({ nodes, edges }) {
  if (nodes.length) pickNode(nodes[0]);
  else if (edges.length) pickLink(edges[0]);
  else pickNothing();
}

function onHover(event) {
  if (onHover.waiting) return;
  onHover.waiting = true;
  requestAnimationFrame(() => {
    onHover.waiting = false;
    const box = byId("canvas").getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    const node = network.getNodeAt(at);
    if (node !== undefined) return hover({ node }, at);
    const edge = network.getEdgeAt(at);
    return hover(edge === undefined ? null : { link: edge }, at);
  });
}

function hover(what, at) {
  const tip = byId("tooltip");
  const changed = JSON.stringify(what) !== JSON.stringify(hovered);
  hovered = what;
  tip.hidden = !what;
  byId("canvas").style.cursor = what ? "pointer" : "default";
  if (!what) return;
  if (changed) fill(tip, what.node !== undefined ? tipOfNode(what.node) : tipOfLink(LINKS[what.link]));
  const width = byId("canvas").clientWidth;
  tip.style.left = Math.max(4, Math.min(at.x + 14, width - tip.offsetWidth - 6)) + "px";
  tip.style.top = at.y + 18 + "px";
}

function tipOfNode(id) {
  return [el("strong", { lang: "zh-CN" }, NODES[id].name), el("span", { class: "muted" }, className(NODES[id]))];
}

function tipOfLink(link) {
  if (link.together) return [el("span", {}, `${NODES[link.one].name} · ${NODES[link.other].name}`), el("span", { class: "muted" }, word("together"))];
  return link.facts.filter(factShown).slice(0, 6).map((fact) =>
    el("span", { lang: "zh-CN" }, `${NODES[fact.s].name} — ${predicateLabel(fact.p)} → ${NODES[fact.o].name}`));
}

// What stands out: the chosen node with its neighbours, the chosen line, or the path. `null` where nothing is chosen.
function highlighted() {
  if (state.path && state.path.links) {
    const links = state.path.links.filter((link) => picture.links.includes(link));
    return { nodes: new Set(state.path.links.flatMap((link) => [link.one, link.other])), links };
  }
  if (state.link !== null) return { nodes: new Set([LINKS[state.link].one, LINKS[state.link].other]), links: [LINKS[state.link]] };
  if (state.picked === null || !picture.nodes.has(state.picked)) return null;
  const links = picture.links.filter((link) => link.one === state.picked || link.other === state.picked);
  const nodes = new Set([state.picked, ...links.map((link) => otherEnd(link, state.picked))]);
  // Around a hub every line would stand out: then none does.
  return { nodes, links: state.picked === state.focus && links.length > MOST_CHOSEN ? [] : links };
}

function drawOver(context) {
  const scale = network.getScale();
  const chosen = highlighted();
  if (chosen) drawHighlight(context, chosen, scale);
  drawArrows(context, chosen, scale);
  drawLabels(context, chosen, scale);
}

// Whether everything but what stands out fades: not around a focus, where the neighbourhood is the picture.
function washes() {
  return state.focus === null || state.picked !== state.focus || state.link !== null || state.path !== null;
}

function drawHighlight(context, chosen, scale) {
  const { width, height } = byId("canvas").getBoundingClientRect();
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  context.save();
  if (washes()) {
    context.globalAlpha = WASH;
    context.fillStyle = colours.ground;
    context.fillRect(corner.x, corner.y, width / scale, height / scale);
    context.globalAlpha = 1;
  }
  context.strokeStyle = colours.accent;
  for (const link of chosen.links) {
    const { x, y } = placeOf(link.one), to = placeOf(link.other);
    context.lineWidth = (state.path || state.link !== null ? 3 : 1.3) / Math.min(scale, 1.5);
    context.globalAlpha = link.together || chosen.links.length > MOST_CHOSEN ? 0.45 : 0.75;
    context.setLineDash({ derived: [7, 4], background: [2, 4], together: [1, 6] }[statusesOf(link)[0]] || []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const id of chosen.nodes) drawNode(context, id, scale, id === state.picked);
  context.restore();
}

function drawNode(context, id, scale, picked) {
  const place = placeOf(id), kind = KIND[NODES[id].kind];
  context.save();
  context.translate(place.x, place.y);
  const path = new Path2D(outline(kind.shape, RADIUS[id]));
  context.fillStyle = kind.colour;
  context.fill(path);
  context.strokeStyle = picked ? colours.ink : colours.ground;
  context.lineWidth = picked ? 3 / scale : 1;
  context.stroke(path);
  context.restore();
}

// Arrowheads cost more than lines: only when zoomed in, or on what is chosen.
function drawArrows(context, chosen, scale) {
  const links = scale >= ARROW_SCALE ? inSight(picture.links).slice(0, ARROW_LINKS) : [];
  context.save();
  for (const link of new Set([...links, ...(chosen && chosen.links.length <= MOST_CHOSEN ? chosen.links : [])])) {
    context.fillStyle = chosen && chosen.links.includes(link) ? colours.accent : colours.muted;
    const shownFacts = link.facts.filter(factShown);
    if (shownFacts.some((fact) => fact.s === link.one)) drawArrow(context, link.one, link.other, scale);
    if (shownFacts.some((fact) => fact.s === link.other)) drawArrow(context, link.other, link.one, scale);
  }
  context.restore();
}

function drawArrow(context, from, to, scale) {
  const start = placeOf(from), end = placeOf(to);
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const size = 7 / Math.max(scale, 0.8), tip = length - RADIUS[to] - 2;
  if (tip < size + RADIUS[from]) return;
  const x = (end.x - start.x) / length, y = (end.y - start.y) / length;
  const at = { x: start.x + x * tip, y: start.y + y * tip };
  context.beginPath();
  context.moveTo(at.x, at.y);
  context.lineTo(at.x - size * x + size * 0.45 * y, at.y - size * y - size * 0.45 * x);
  context.lineTo(at.x - size * x - size * 0.45 * y, at.y - size * y + size * 0.45 * x);
  context.fill();
}

function sight() {
  const { clientWidth, clientHeight } = byId("canvas");
  return { from: network.DOMtoCanvas({ x: 0, y: 0 }), to: network.DOMtoCanvas({ x: clientWidth, y: clientHeight }) };
}

function inSight(links) {
  const { from, to } = sight();
  return links.filter((link) => {
    const one = placeOf(link.one), other = placeOf(link.other);
    return Math.max(one.x, other.x) > from.x && Math.min(one.x, other.x) < to.x
      && Math.max(one.y, other.y) > from.y && Math.min(one.y, other.y) < to.y;
  });
}
