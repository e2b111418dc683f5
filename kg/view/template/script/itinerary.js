// Who went where, when: the places of `visited` facts in the order of the text, for the cards of a person and of a tour.
// A stop is a place visited by what one article says; its day stands on the proofs of the visit.

const TOURS = NODES.map((_, id) => id).filter((id) => NODES[id].cls === "Visit");
const WITH_YEAR = /^\d/;

function itineraryOf(id) {
  const stops = NODES[id].kind === "people" ? stopsOfPerson(id) : NODES[id].cls === "Visit" ? stopsOfTour(id) : [];
  if (!stops.length) return null;
  return [heading(word("itinerary")), el("ol", { class: "itinerary" }, [...byDay(stops)].map(([day, places]) =>
    el("li", {}, el("h4", { lang: interfaceLanguage() }, day), el("ol", { class: "stops" }, [...places.values()].map(stopLine)))))];
}

function stopLine(stop) {
  const { toggle, details } = evidenceToggle(stop.proofs.length, () => cut(stop.proofs, SHOWN_PROOFS, proofLine));
  return el("li", {}, el("div", { class: "fact-line" }, stop.part ? el("span", { class: "part", lang: interfaceLanguage() }, word(stop.part)) : null,
    nodeLink(stop.place), toggle), details);
}

// The stops under the day of each, every place once a day; both in the order in which they come.
function byDay(stops) {
  const days = new Map();
  for (const stop of stops) {
    const day = stop.date ? dayText(stop.date) : stop.tour === undefined ? word("noDate") : dayOf(stop.tour);
    if (!days.has(day)) days.set(day, new Map());
    const before = days.get(day).get(stop.place);
    days.get(day).set(stop.place, before ? { ...before, proofs: [...before.proofs, ...stop.proofs] } : stop);
  }
  return days;
}

function visitsOf(person) {
  return FACTS_OF[person].filter((fact) => fact.s === person && fact.p === "visited" && fact.polarity === "affirmed" && factShown(fact));
}

// The stops of a person, article by article; those without a day belong to the days of the tour that the article reports.
function stopsOfPerson(person) {
  const tours = TOURS.filter((tour) => travellersOf(tour).includes(person));
  return inOrder(visitsOf(person).flatMap(stopsOf)).map((stop) => ({ ...stop, tour: tours.find((tour) => articlesOf(tour).has(stop.article)) }));
}

// The stops of those who made the tour, as its articles tell them, on its days.
function stopsOfTour(tour) {
  const [start] = valuesOf(tour, "startDate"), end = valuesOf(tour, "endDate")[0] || start;
  const articles = articlesOf(tour);
  const outside = (day) => WITH_YEAR.test(day) && WITH_YEAR.test(start) && (day < start || day > end);
  return inOrder(travellersOf(tour).flatMap(visitsOf).flatMap(stopsOf))
    .filter((stop) => articles.has(stop.article) && !outside(stop.date))
    .map((stop) => ({ ...stop, tour }));
}

function proofsAbout(event) {
  return FACTS_OF[event].filter((fact) => fact.s === event).flatMap((fact) => fact.proofs);
}

function articlesOf(event) {
  return new Set(proofsAbout(event).map((proof) => proof.article));
}

// Who made a tour: whoever takes part in it and, by the words that tell of it, visited where it took place.
function travellersOf(tour) {
  const told = FACTS_OF[tour].filter((fact) => fact.s === tour && fact.p === "tookPlaceIn");
  const visitors = told.flatMap((fact) => FACTS_OF[fact.o].filter((visit) => visit.p === "visited" && visit.o === fact.o
    && visit.proofs.some((one) => fact.proofs.some((other) => overlap(one, other))))).map((visit) => visit.s);
  return [...new Set([...["participatedIn", "attended"].flatMap((way) => subjectsOf(tour, way)), ...visitors])];
}

function overlap(one, other) {
  return one.article === other.article && one.start < other.end && other.start < one.end;
}

// A fact of a visit as stops, one for each article that supports it: each stands where the text gives its day, else where
// the text first speaks of it. (What sums a tour up may name its places in any order, what dates them goes along.)
function stopsOf(fact) {
  const articles = [...new Set(fact.proofs.map((proof) => proof.article))];
  return articles.map((article) => {
    const proofs = fact.proofs.filter((proof) => proof.article === article).sort((one, other) => one.start - other.start);
    const told = proofs.find((proof) => proof.date) || proofs[0];
    return { place: fact.o, article, proofs, start: told.start, named: namedIn(fact.o, told), date: told.date || "", part: told.date ? told.part : "" };
  });
}

// Where a proof names the node; where the proof begins if it does not, or the page has no text to tell.
function namedIn(id, proof) {
  const within = MENTIONS_OF[id].filter((each) => overlap(each, proof)).map((each) => each.start);
  return within.length ? Math.min(...within) : proof.start;
}

function inOrder(stops) {
  const published = (stop) => ARTICLES[stop.article].date || "9999";
  return stops.sort((one, other) => (published(one) < published(other) ? -1 : published(one) > published(other) ? 1 : 0)
    || one.article - other.article || one.start - other.start || one.named - other.named);
}
