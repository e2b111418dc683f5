// The facts of the picture as a table: for screen readers, and for whoever would rather read than look.

const TABLE_ROWS = 200;

function tableFacts() {
  return FACTS.filter((fact) => factShown(fact) && picture.nodes.has(fact.s) && (fact.o === undefined || picture.nodes.has(fact.o)));
}

function drawTable() {
  const facts = tableFacts();
  const head = ["subject", "predicate", "object", "status", "date", "proofs"];
  const body = el("tbody", {}, facts.slice(0, TABLE_ROWS).map(tableRow));
  const table = el("table", {}, el("caption", { lang: interfaceLanguage() }, `${word("facts")} (${facts.length.toLocaleString("en")})`),
    el("thead", {}, el("tr", { lang: interfaceLanguage() }, head.map((name) => el("th", { scope: "col" }, word(name))))), body);
  fill(byId("main-table"), table, facts.length > TABLE_ROWS ? moreRows(facts, body) : null);
}

function moreRows(facts, body) {
  const more = el("button", { type: "button", lang: interfaceLanguage() }, word("more", { n: facts.length - TABLE_ROWS }));
  more.addEventListener("click", () => {
    body.append(...facts.slice(body.rows.length, body.rows.length + 5 * TABLE_ROWS).map(tableRow));
    const rest = facts.length - body.rows.length;
    more.hidden = !rest;
    more.textContent = word("more", { n: rest });
  });
  return more;
}

function tableRow(fact) {
  const open = fact.link === undefined ? null : () => pickLink(fact.link);
  return el("tr", {}, el("th", { scope: "row" }, nodeLink(fact.s)), el("td", { lang: interfaceLanguage() }, predicateLabel(fact.p)),
    el("td", { lang: "zh-CN" }, fact.o === undefined ? valueText(fact) : nodeLink(fact.o)),
    el("td", { lang: interfaceLanguage() }, word(fact.status + "Short"), fact.polarity === "affirmed" ? null : " · " + word(fact.polarity)),
    el("td", {}, fact.since), el("td", {}, open ? el("button", { type: "button", class: "link", onclick: open, title: word("evidence") }, "❝ " + (fact.proofs.length + fact.unshown)) : String(fact.proofs.length + fact.unshown)));
}

function setTable(on) {
  state.table = on;
  byId("canvas").hidden = on;
  byId("main-table").hidden = !on;
  if (on) drawTable();
  else network.redraw();
  drawTools();
  writeAddress();
}
