// Search over names and aliases: what begins with the words comes first, then what contains them, heavier nodes first.

const MOST_SUGGESTIONS = 12;
let suggestions = [], chosenSuggestion = -1;

const NAMES = NODES.map((node) => [node.name, ...node.aliases].map(folded));

function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

function findNodes(words) {
  const wanted = folded(words);
  if (!wanted) return [];
  const found = [];
  NAMES.forEach((names, id) => {
    const hits = names.map((name, index) => ({ index, rank: name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9 }));
    const best = hits.reduce((one, other) => other.rank < one.rank ? other : one);
    if (best.rank < 9) found.push({ id, rank: best.rank + (best.index ? 0.5 : 0) + (NODES[id].kind === "statements" ? 3 : 0), alias: best.index ? NODES[id].aliases[best.index - 1] : null });
  });
  return found.sort((one, other) => one.rank - other.rank || one.id - other.id).slice(0, MOST_SUGGESTIONS);
}

function suggest() {
  const input = byId("search");
  suggestions = findNodes(input.value);
  chosenSuggestion = suggestions.length ? 0 : -1;
  const list = byId("suggestions");
  fill(list, suggestions.length ? suggestions.map(suggestionLine) : el("li", { class: "muted", lang: interfaceLanguage() }, word("nothing")));
  list.hidden = !input.value.trim();
  input.setAttribute("aria-expanded", String(!list.hidden));
  markSuggestion();
}

function suggestionLine({ id, alias }, index) {
  return el("li", { role: "option", id: "suggestion-" + index, onmousedown: (event) => { event.preventDefault(); takeSuggestion(index); } },
    icon(KIND[NODES[id].kind]), el("span", { class: "grow", lang: "zh-CN" }, NODES[id].name, alias ? el("small", {}, " = " + alias) : null),
    el("small", { class: "muted", lang: interfaceLanguage() }, labelOf(KIND[NODES[id].kind])));
}

function markSuggestion() {
  [...byId("suggestions").children].forEach((line, index) => line.setAttribute("aria-selected", String(index === chosenSuggestion)));
  if (chosenSuggestion >= 0) byId("search").setAttribute("aria-activedescendant", "suggestion-" + chosenSuggestion);
  else byId("search").removeAttribute("aria-activedescendant");
}

function closeSuggestions() {
  byId("suggestions").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
}

function takeSuggestion(index) {
  const { id } = suggestions[index];
  closeSuggestions();
  byId("search").value = "";
  showPane("picture");
  pickNode(id);
  byId("canvas").focus({ preventScroll: true });
}

function onSearchKey(event) {
  const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (turn && suggestions.length) {
    chosenSuggestion = (chosenSuggestion + turn + suggestions.length) % suggestions.length;
    markSuggestion();
    event.preventDefault();
  } else if (event.key === "Enter" && chosenSuggestion >= 0 && !byId("suggestions").hidden) {
    event.preventDefault();
    takeSuggestion(chosenSuggestion);
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (byId("suggestions").hidden && !byId("search").value) byId("canvas").focus({ preventScroll: true });
    byId("search").value = "";
    closeSuggestions();
    if (state.pathFrom !== null && !state.path) endPath();
  }
  event.stopPropagation();
}
