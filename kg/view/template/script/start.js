// The page comes to life: state from the address, everything drawn once, then the listeners.

function drawAll() {
  drawHead();
  drawTrail();
  drawTools();
  drawPanes();
  drawLists();
  drawNotice();
  drawDetail();
  if (state.table) drawTable();
}

function restore() {
  readAddress();
  for (const id of state.opened) placeBeside(LINKS_OF[id].map((link) => otherEnd(link, id)).find((other) => HOME.has(other)) ?? 0, [id]);
  if (state.picked !== null && state.focus === null && !NODES[state.picked].first && !state.opened.has(state.picked)) {
    state.opened.add(state.picked);
    placeBeside(LINKS_OF[state.picked].map((link) => otherEnd(link, state.picked)).find((other) => HOME.has(other)) ?? 0, [state.picked]);
  }
}

function onAddress() {
  restore();
  redraw(true);
  setTable(state.table);
  drawAll();
}

function start() {
  document.documentElement.dataset.shade = shade();
  state.focus = VIEW.focus;
  state.depth = VIEW.depth;
  if (VIEW.focus !== null) Object.assign(state, { picked: VIEW.focus, trail: [VIEW.focus] });
  if (location.hash) restore();
  startCanvas();
  drawAll();
  if (state.table) setTable(true);
  byId("language").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    remembered.set("language", language);
    drawAll();
    network.redraw();
  });
  byId("shade").addEventListener("click", () => {
    remembered.set("shade", shade() === "dark" ? "light" : "dark");
    drawHead();
    recolour();
  });
  byId("help-button").addEventListener("click", KEYS["?"]);
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); setTable(true); byId("main-table").focus(); });
  byId("search").addEventListener("input", suggest);
  byId("search").addEventListener("keydown", onSearchKey);
  byId("search").addEventListener("blur", closeSuggestions);
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", onAddress);
}

start();

// For tests and for whoever looks under the bonnet: what is drawn, without a way to change it.
window.policyKg = Object.freeze({
  firstDraw: () => firstDraw,
  shownNodes: () => [...picture.nodes].map((id) => NODES[id].key),
  shownLinks: () => picture.links.map((link) => [NODES[link.one].key, NODES[link.other].key]),
  labels: () => drawnLabels.map(({ text, box }) => ({ text, ...box })),
  placeInPage: (key) => {
    const at = network.canvasToDOM(placeOf(BY_KEY.get(key)));
    const box = byId("canvas").getBoundingClientRect();
    return { x: at.x + box.left, y: at.y + box.top };
  },
  scale: () => network.getScale(),
  sparql: asSparql, csv: asCsv, turtle: asTurtle, svg: asSvg,
});
