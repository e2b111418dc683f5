// What a reader can do: every action changes the state, then everything that depends on it is drawn again.

function changed({ fit = false, rebuild = false, lasting = false, keepDetail = false } = {}) {
  if (rebuild) redraw(fit);
  else network.redraw();
  writeAddress(lasting);
  drawTrail();
  drawNotice();
  if (!keepDetail) drawDetail();
  if (state.table) drawTable();
}

// Takes a node into the picture where the opening picture left it out.
function reveal(id) {
  if (picture.nodes.has(id)) return;
  if (state.focus !== null) {
    state.focus = null;
    state.trail = [];
  }
  state.hiddenKinds.delete(NODES[id].kind);
  if (!NODES[id].first) {
    const shownNeighbour = LINKS_OF[id].map((link) => otherEnd(link, id)).find((other) => HOME.has(other));
    placeBeside(shownNeighbour ?? 0, [id]);
    state.opened.add(id);
  }
  redraw(false);
  drawLists();
}

function pickNode(id) {
  if (state.pathFrom !== null && !state.path) return endPath(id);
  reveal(id);
  Object.assign(state, { picked: id, link: null, path: null, pathFrom: null, detail: "card" });
  changed();
  bringIntoSight(id);
  showPane("detail", true);
  return undefined;
}

function pickLink(id) {
  Object.assign(state, { link: id, path: null, pathFrom: null, detail: "card" });
  changed();
  showPane("detail", true);
}

function pickNothing() {
  Object.assign(state, { picked: null, link: null, path: null, pathFrom: null });
  changed();
}

function lookAround(id, depth = state.depth) {
  state.trail = state.trail.filter((each) => each !== id).concat(id);
  Object.assign(state, { focus: id, depth, picked: id, link: null, path: null, pathFrom: null, detail: "card" });
  changed({ rebuild: true, fit: true, lasting: true });
}

function leaveFocus() {
  if (state.picked !== null) placeOpened(state.picked);
  Object.assign(state, { focus: null, trail: [], link: null });
  changed({ rebuild: true, fit: true, lasting: true });
}

// A node that only the focus showed gets a place in the overview.
function placeOpened(id) {
  if (HOME.has(id)) return;
  placeBeside(state.trail[0] ?? 0, [id]);
  state.opened.add(id);
}

function back() {
  if (!byId("suggestions").hidden) return closeSuggestions();
  if (state.path || state.pathFrom !== null) return endPath();
  if (state.link !== null) { state.link = null; return changed(); }
  if (state.focus !== null && state.trail.length > 1) {
    state.trail.pop();
    return lookAround(state.trail.at(-1));
  }
  if (state.focus !== null) return leaveFocus();
  return pickNothing();
}

function waitingNeighbours(id) {
  return [...new Set(LINKS_OF[id].filter((link) => link.facts.some(factShown)).map((link) => otherEnd(link, id)))]
    .filter((other) => !NODES[other].first && !state.opened.has(other) && kindShown(other));
}

function openNeighbours(id) {
  const waiting = waitingNeighbours(id).sort((one, other) => one - other);
  placeBeside(id, waiting);
  for (const other of waiting) state.opened.add(other);
  changed({ rebuild: true });
}

function startPath(id) {
  Object.assign(state, { pathFrom: id, path: null });
  byId("search").focus();
  byId("search").value = "";
  say(word("pathHint"));
}

function endPath(goal = null) {
  const start = state.pathFrom;
  if (goal === null || goal === start) Object.assign(state, { path: null, pathFrom: null });
  else {
    const links = findPath(start, goal);
    state.path = { goal, links };
    state.picked = start;
    for (const id of [start, goal, ...(links || []).flatMap((link) => [link.one, link.other])]) reveal(id);
  }
  state.link = null;
  state.detail = "card";
  changed();
  if (state.path && state.path.links) fitPicture(new Set(state.path.links.flatMap((link) => [link.one, link.other])));
}

function setDepth(depth) {
  if (state.focus === null) return;
  state.depth = depth;
  changed({ rebuild: true, fit: true });
}

// The neighbour that lies most nearly in a direction of the picture.
function stepTowards(x, y) {
  if (state.picked === null) {
    const [heaviest] = [...picture.nodes].sort((one, other) => one - other);
    if (heaviest !== undefined) pickNode(heaviest);
    return;
  }
  const from = placeOf(state.picked);
  let best = null, bestScore = 0.3;
  for (const link of picture.links.filter((each) => each.one === state.picked || each.other === state.picked)) {
    const to = placeOf(otherEnd(link, state.picked));
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const score = ((to.x - from.x) * x + (to.y - from.y) * y) / length - length / 5000;
    if (score > bestScore) [best, bestScore] = [otherEnd(link, state.picked), score];
  }
  if (best !== null) pickNode(best);
}

// On narrow screens one pane is seen at a time; `gently` leaves the reader in the picture.
function showPane(name, gently = false) {
  if (gently && document.body.dataset.pane === "picture") return;
  document.body.dataset.pane = name;
  drawPanes();
  if (name === "picture") requestAnimationFrame(() => { network.redraw(); });
}
