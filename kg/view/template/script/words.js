// The interface in two languages. `word("facts")` is the text in the language chosen; content stays as it is.
// In a text `{n}` is a value, `{n|line|lines}` the form of a word that goes with it.

const remembered = {
  get(name) {
    try { return localStorage.getItem("policy-kg." + name); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem("policy-kg." + name, value); } catch { /* A page opened from disk may have no storage. */ }
  },
};

let language = remembered.get("language") || (navigator.language.startsWith("zh") ? "zh" : "en");

function word(name, values = {}) {
  const text = (DATA.words[name] || [name, name])[language === "zh" ? 1 : 0];
  return text.replace(/\{(\w+)\|([^|]*)\|([^}]*)\}/g, (_, key, one, many) => values[key] === 1 ? one : many).replace(/\{(\w+)\}/g, (_, key) => typeof values[key] === "number" ? values[key].toLocaleString("en") : values[key]);
}

// The label of something that carries both languages: a kind, a predicate, a class.
function labelOf(thing) {
  return language === "zh" ? thing.zh : thing.en;
}

function relabel() {
  for (const node of document.querySelectorAll("[data-word]")) {
    node.textContent = word(node.dataset.word);
    node.lang = interfaceLanguage();
  }
  for (const node of document.querySelectorAll("[data-name]")) node.setAttribute("aria-label", word(node.dataset.name));
  for (const node of document.querySelectorAll("[data-hint]")) {
    node.placeholder = word(node.dataset.hint);
    node.setAttribute("aria-label", word(node.dataset.hint));
  }
}

function interfaceLanguage() {
  return language === "zh" ? "zh-CN" : "en";
}
