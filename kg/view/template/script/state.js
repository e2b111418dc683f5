// What the reader has chosen, what follows from it for the picture, and the address that restores it.

const state = {
  focus: null, depth: 1, trail: [], picked: null, link: null, path: null, pathFrom: null, opened: new Set(),
  hiddenKinds: new Set(), hiddenPredicates: new Set(), hiddenStatuses: new Set(["together"]), since: "", until: "",
  article: null, marked: null, table: false, lists: "kinds", detail: "card",
};

function factShown(fact) {
  return !state.hiddenPredicates.has(fact.p) && !state.hiddenStatuses.has(fact.status)
    && (!state.since || !fact.since || (fact.until || fact.since) >= state.since)
    && (!state.until || !fact.since || fact.since <= state.until);
}

function linkShown(link) {
  if (link.together) return !state.hiddenStatuses.has("together") && !state.hiddenPredicates.size;
  return link.facts.some(factShown);
}

function kindShown(id) {
  return !state.hiddenKinds.has(NODES[id].kind);
}

// Steps from `start` by node, over what the filters let through.
function distances(start, depth) {
  const steps = new Map([[start, 0]]);
  for (let queue = [start], step = 1; step <= depth && queue.length; step += 1) {
    const next = [];
    for (const id of queue) {
      for (const link of LINKS_OF[id]) {
        const other = otherEnd(link, id);
        if (steps.has(other) || !kindShown(other) || !linkShown(link)) continue;
        steps.set(other, step);
        next.push(other);
      }
    }
    queue = next;
  }
  return steps;
}

function filtersFacts() {
  return Boolean(state.hiddenPredicates.size || state.since || state.until
    || STATUSES.slice(0, 3).some((status) => state.hiddenStatuses.has(status)));
}

// The nodes and links of the picture: `{ nodes: Set of ids, links: array, hidden: number that filters take away }`.
function visible() {
  const candidates = state.focus === null
    ? NODES.map((_, id) => id).filter((id) => NODES[id].first || state.opened.has(id))
    : [...distances(state.focus, state.depth).keys()];
  const strict = filtersFacts();
  const kept = candidates.filter((id) => id === state.focus
    || (kindShown(id) && (!strict || FACTS_OF[id].some(factShown))));
  const nodes = new Set(kept);
  const links = LINKS.filter((link) => nodes.has(link.one) && nodes.has(link.other) && linkShown(link));
  return { nodes, links, hidden: candidates.length - kept.length };
}

// The shortest chain of links from one node to another, stated relations only: `null` where there is none.
function findPath(start, goal) {
  const before = new Map([[start, null]]);
  for (const id of before.keys()) {
    if (id === goal) break;
    for (const link of LINKS_OF[id]) {
      const other = otherEnd(link, id);
      if (!before.has(other) && link.facts.some(factShown) && kindShown(other)) before.set(other, link);
    }
  }
  if (!before.has(goal)) return null;
  const links = [];
  for (let id = goal; before.get(id); id = otherEnd(before.get(id), id)) links.unshift(before.get(id));
  return links;
}

const KEPT_SETS = { kinds: "hiddenKinds", relations: "hiddenPredicates", statuses: "hiddenStatuses" };

function addressOf() {
  const parts = [];
  const add = (name, value) => parts.push(name + "=" + encodeURIComponent(value));
  if (state.focus !== null) {
    add("node", NODES[state.focus].key);
    add("depth", state.depth);
    if (state.picked !== null && state.picked !== state.focus) add("at", NODES[state.picked].key);
  } else if (state.picked !== null) add("node", NODES[state.picked].key);
  if (state.link !== null) add("line", NODES[LINKS[state.link].one].key + "~" + NODES[LINKS[state.link].other].key);
  if (state.path && state.pathFrom !== null) add("to", NODES[state.path.goal].key);
  if (state.opened.size) add("open", [...state.opened].map((id) => NODES[id].key).join("~"));
  for (const [name, set] of Object.entries(KEPT_SETS)) {
    const values = [...state[set]].sort().join("~");
    if (values !== (name === "statuses" ? "together" : "")) add("without-" + name, values);
  }
  if (state.since) add("since", state.since);
  if (state.until) add("until", state.until);
  if (state.table) add("table", 1);
  return parts.length ? "#" + parts.join("&") : "";
}

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const idOf = (name) => BY_KEY.has(given.get(name)) ? BY_KEY.get(given.get(name)) : null;
  const node = idOf("node");
  const depth = Math.min(3, Math.max(0, Number(given.get("depth")) || 0));
  state.focus = depth ? node : null;
  state.depth = depth || 1;
  state.picked = idOf("at") ?? node;
  state.trail = state.focus === null ? [] : [state.focus];
  const [one, other] = (given.get("line") || "").split("~").map((key) => BY_KEY.get(key));
  const link = one === undefined ? undefined : LINKS_OF[one].find((each) => otherEnd(each, one) === other);
  state.link = link ? link.id : null;
  state.opened = new Set((given.get("open") || "").split("~").map((key) => BY_KEY.get(key)).filter((id) => id !== undefined));
  for (const [name, set] of Object.entries(KEPT_SETS)) {
    const values = given.get("without-" + name);
    state[set] = new Set(values === null ? (name === "statuses" ? ["together"] : []) : values.split("~").filter(Boolean));
  }
  state.since = given.get("since") || "";
  state.until = given.get("until") || "";
  state.table = given.has("table");
  state.pathFrom = null;
  state.path = null;
  const goal = idOf("to");
  if (goal !== null && node !== null) {
    state.pathFrom = node;
    state.path = { goal, links: findPath(node, goal) };
  }
}

function writeAddress(lasting) {
  const address = addressOf();
  if (address === location.hash) return;
  const whole = address || location.href.split("#")[0];
  try {
    history[lasting ? "pushState" : "replaceState"](null, "", whole);
  } catch {
    location.hash = address;
  }
}
