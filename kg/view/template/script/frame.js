// What stands around the picture: where the reader is, the tools, what is left out, the help.

function drawHead() {
  document.documentElement.dataset.shade = shade();
  byId("title").textContent = shown(VIEW.title);
  byId("title").title = shown(VIEW.title);
  byId("extent").textContent = word("extent", VIEW.whole);
  byId("extent").lang = interfaceLanguage();
  byId("language").textContent = word("otherLanguage");
  byId("language").lang = language === "zh" ? "en" : "zh-CN";
  byId("shade").textContent = word(shade() === "dark" ? "light" : "dark");
  byId("shade").lang = interfaceLanguage();
  byId("canvas").setAttribute("aria-label", word("canvasLabel"));
  relabel();
  byId("help-button").textContent = "?";
  byId("help-button").setAttribute("aria-label", word("help"));
  byId("help-button").title = word("help");
}

function shade() {
  return remembered.get("shade") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function drawTrail() {
  const crumbs = [button("overview", leaveFocus, { "aria-current": state.focus === null ? "page" : null, class: "crumb" })];
  state.trail.forEach((id, index) => crumbs.push(el("span", { "aria-hidden": "true" }, "›"),
    el("button", { type: "button", class: "crumb", lang: "zh-CN", "aria-current": index === state.trail.length - 1 ? "page" : null,
      onclick: () => { state.trail = state.trail.slice(0, index + 1); lookAround(id); } }, NODES[id].name)));
  if (state.focus !== null) crumbs.push(depthChoice());
  fill(byId("trail"), crumbs);
}

function depthChoice() {
  return el("select", { lang: interfaceLanguage(), "aria-label": word("steps"), onchange: (event) => setDepth(Number(event.target.value)) },
    [1, 2, 3].map((depth) => el("option", { value: depth, selected: depth === state.depth }, word("step" + depth))));
}

function drawTools() {
  const tool = (sign, name, action) => el("button", { type: "button", title: word(name), "aria-label": word(name), onclick: action }, sign);
  const menu = el("details", { class: "menu" }, el("summary", { lang: interfaceLanguage() }, word("share")),
    el("div", { class: "menu-items" }, SHARING.map(([name, action]) => button(name, () => { menu.open = false; action(); }))));
  fill(byId("picture-tools"),
    button(state.table ? "graph" : "table", () => setTable(!state.table), { "aria-pressed": null, id: "table-button" }),
    state.table ? null : [tool("−", "zoomOut", () => zoomBy(1 / 1.3)), tool("+", "zoomIn", () => zoomBy(1.3)), tool("⤢", "fit", () => fitPicture())], menu);
}

// What the picture shows and what it leaves out, always in words.
function drawNotice() {
  const waiting = NODES.filter((node, id) => !node.first && !state.opened.has(id)).length;
  const lost = { nodes: VIEW.whole.nodes - NODES.length, facts: VIEW.whole.facts - FACTS.length };
  byId("notice").lang = interfaceLanguage();
  const text = [
    word("shown", { nodes: picture.nodes.size, links: picture.links.length }),
    picture.hidden ? word("filtered", { n: picture.hidden }) : "",
    waiting && state.focus === null ? word("leftOutFile", { n: waiting }) : "",
    lost.nodes > 0 || lost.facts > 0 ? word("leftOutGraph", { nodes: Math.max(0, lost.nodes), facts: Math.max(0, lost.facts) }) : "",
  ].filter(Boolean).join(" ");
  const chosen = state.picked !== null || state.link !== null;
  fill(byId("notice"), el("span", {}, text), chosen ? button("openCard", () => showPane("detail"), { class: "link" }) : null);
}

function drawPanes() {
  fill(byId("panes"), [["lists", "lists"], ["picture", "graph"], ["detail", "detail"]].map(([name, label]) =>
    button(label, () => showPane(name), { "aria-pressed": String(document.body.dataset.pane === name) })));
}

function drawHelp() {
  const row = (keys, name) => el("tr", {}, el("td", {}, keys.map((key) => el("kbd", {}, key))), el("td", {}, word(name)));
  const dialog = byId("help");
  dialog.lang = interfaceLanguage();
  dialog.setAttribute("aria-label", word("help"));
  fill(dialog, heading(word("welcomeTitle"), "h2"), el("p", {}, word("welcome")), heading(word("helpKeys")),
    el("table", {}, el("tbody", {}, row(["/"], "helpSearch"), row(["←", "↑", "→", "↓"], "helpArrows"), row(["Enter"], "helpEnter"), row(["Esc"], "helpEscape"),
      row(["1", "2", "3"], "helpDepth"), row(["e"], "helpExpand"), row(["+", "−", "0"], "helpZoom"), row(["t"], "helpTable"))),
    heading(word("lines")), el("ul", { class: "lines" }, STATUSES.map((status) => el("li", {}, lineIcon(status), word(status)))),
    el("div", { class: "actions" }, button("close", () => dialog.close())));
}

const KEYS = {
  "/": () => { showPane("lists"); byId("search").focus(); },
  Escape: back, "?": () => { drawHelp(); byId("help").showModal(); },
  ArrowUp: () => stepTowards(0, -1), ArrowDown: () => stepTowards(0, 1), ArrowLeft: () => stepTowards(-1, 0), ArrowRight: () => stepTowards(1, 0),
  Enter: () => { if (state.picked !== null) lookAround(state.picked); },
  1: () => setDepth(1), 2: () => setDepth(2), 3: () => setDepth(3),
  e: () => { if (state.picked !== null) openNeighbours(state.picked); },
  "+": () => zoomBy(1.3), "=": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), 0: () => fitPicture(), t: () => setTable(!state.table),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const inField = event.target.closest("input, select, textarea, [role=tab]");
  const onControl = event.target.closest("button, summary, a, #list-panel, #detail-panel, #main-table");
  if (inField && event.key !== "Escape") return;
  if (onControl && (event.key === "Enter" || event.key.startsWith("Arrow"))) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}
