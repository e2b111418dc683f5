// Where nodes lie: the places computed beforehand, rings around a focus, free places beside an opened node.

const HOME = new Map(DATA.network.nodes.filter((node) => node.x !== undefined).map((node) => [node.id, { x: node.x, y: node.y }]));
const RADIUS = DATA.network.nodes.map((node) => node.size);
const FIRST_RING = 130, RING_GAP = 105, RING_STEP = 26, ROW_GAP = 44, CROWDED_RING = 36, FEW_AROUND = 24, AIR = 14;
const RIM_KINDS = ["statements", "themes"];
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
let focusPlaces = null;

function placeOf(id) {
  return (focusPlaces && focusPlaces.get(id)) || HOME.get(id);
}

function byKindThenWeight(one, other) {
  const order = (id) => VIEW.kinds.findIndex((kind) => kind.name === NODES[id].kind);
  return order(one) - order(other) || one - other;
}

// The rings around a focus, from the inner to the outer: of each step first whoever acts and where, then what is said.
function ringsOf(steps) {
  const rings = [];
  for (const step of [1, 2, 3]) {
    const ids = [...steps.keys()].filter((id) => steps.get(id) === step);
    const said = ids.filter((id) => RIM_KINDS.includes(NODES[id].kind));
    const parts = ids.length > FEW_AROUND ? [ids.filter((id) => !said.includes(id)), said] : [ids];
    rings.push(...parts.filter((part) => part.length).map((part) => ({ step, ids: part })));
  }
  return rings;
}

// Concentric rings around `centre`: each in the order of the angles of what it hangs on, two rows where crowded.
function ringPlaces(centre, steps) {
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  const angles = new Map([[centre, 0]]);
  let radius = 0;
  for (const { step, ids } of ringsOf(steps)) {
    const wish = new Map(ids.map((id) => {
      const inner = LINKS_OF[id].map((link) => otherEnd(link, id)).filter((other) => other !== centre && angles.has(other));
      const x = inner.reduce((sum, other) => sum + Math.cos(angles.get(other)), 0);
      const y = inner.reduce((sum, other) => sum + Math.sin(angles.get(other)), 0);
      return [id, inner.length ? Math.atan2(y, x) : 0];
    }));
    const ring = ids.sort((one, other) => wish.get(one) - wish.get(other) || byKindThenWeight(one, other));
    const rows = ring.length > CROWDED_RING ? 2 : 1;
    radius = Math.max(radius + (radius ? RING_GAP : FIRST_RING), ring.length * RING_STEP / (2 * Math.PI * rows));
    const turn = step === 1 ? -Math.PI / 2 : wish.get(ring[0]);
    ring.forEach((id, index) => {
      const angle = turn + 2 * Math.PI * index / ring.length;
      const reach = radius + (index % rows) * ROW_GAP;
      angles.set(id, angle);
      places.set(id, { x: Math.round(reach * Math.cos(angle)), y: Math.round(reach * Math.sin(angle)) });
    });
    radius += (rows - 1) * ROW_GAP;
  }
  return places;
}

// Gives every node of `ids` a place near `centre` that no shown node takes; nodes that have a place keep it.
function placeBeside(centre, ids) {
  const from = HOME.get(centre) || { x: 0, y: 0 };
  const taken = [...HOME].map(([id, place]) => ({ ...place, r: RADIUS[id] }));
  for (const id of ids) {
    if (HOME.has(id)) continue;
    for (let turn = 5; ; turn += 1) {
      const reach = 26 * Math.sqrt(turn);
      const spot = { x: Math.round(from.x + reach * Math.cos(turn * GOLDEN_ANGLE)), y: Math.round(from.y + reach * Math.sin(turn * GOLDEN_ANGLE)) };
      if (taken.some((other) => Math.hypot(other.x - spot.x, other.y - spot.y) < other.r + RADIUS[id] + AIR)) continue;
      HOME.set(id, spot);
      taken.push({ ...spot, r: RADIUS[id] });
      break;
    }
  }
}
