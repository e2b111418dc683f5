// Labels of one size at every scale, as many as find room, the heaviest first: they never run into each other.

// The heaviest nodes get a label even where it covers lighter ones.
const SURE_LABELS = 14, MOST_LABELS = 90, LABEL_SIZE = 12, LABEL_HEIGHT = 15, HALO = 3, LABEL_CHARACTERS = 14;
// A label is the same at every scale: it is drawn once with its halo, which is slow, and then copied.
const labelPictures = new Map(), MOST_LABEL_PICTURES = 800;
let fontFamily = "sans-serif";
let drawnLabels = [];

function shortened(text) {
  const characters = Array.from(shown(text));
  return characters.length > LABEL_CHARACTERS ? characters.slice(0, LABEL_CHARACTERS - 1).join("") + "…" : characters.join("");
}

// The order in which labels get their room: what is chosen, then by weight; what is said has none until zoomed in.
function labelOrder(chosen, scale) {
  const alone = chosen && washes();
  const rank = (id) => id === state.picked || (hovered && hovered.node === id) ? 0 : chosen && chosen.nodes.has(id) ? 1 : 2;
  return [...picture.nodes]
    .filter((id) => (rank(id) < 2 || !alone) && (NODES[id].kind !== "statements" || scale > 1.3 || rank(id) === 0))
    .sort((one, other) => rank(one) - rank(other) || one - other);
}

// Boxes already taken, in a grid, so that looking for room costs the same in a picture of any size.
function makeRoom(side) {
  const cells = new Map();
  const keys = (box) => {
    const found = [];
    for (let x = Math.floor(box.left / side); x <= Math.floor(box.right / side); x += 1) {
      for (let y = Math.floor(box.top / side); y <= Math.floor(box.bottom / side); y += 1) found.push(x * 100003 + y);
    }
    return found;
  };
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    take: (box) => keys(box).forEach((key) => cells.has(key) ? cells.get(key).push(box) : cells.set(key, [box])),
    free: (box, owner, overLighter) => !keys(box).some((key) => (cells.get(key) || []).some((other) =>
      other.owner !== owner && !(overLighter && other.node && other.owner > owner) && meets(box, other))),
  };
}

const labelWidths = new Map();

function labelWidth(context, text) {
  if (!labelWidths.has(text)) {
    context.font = `${LABEL_SIZE}px ${fontFamily}`;
    labelWidths.set(text, Math.ceil(context.measureText(text).width));
  }
  return labelWidths.get(text);
}

function labelPicture(text) {
  if (labelPictures.has(text)) return labelPictures.get(text);
  if (labelPictures.size > MOST_LABEL_PICTURES) labelPictures.clear();
  const ratio = window.devicePixelRatio || 1;
  const canvas = new OffscreenCanvas((labelWidths.get(text) + 2 * HALO) * ratio, (LABEL_HEIGHT + 2 * HALO) * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  Object.assign(pen, { lang: "zh-CN", font: `${LABEL_SIZE}px ${fontFamily}`, textBaseline: "middle", lineJoin: "round", lineWidth: HALO + 0.5, strokeStyle: colours.ground, fillStyle: colours.ink });
  pen.strokeText(text, HALO, LABEL_HEIGHT / 2 + HALO);
  pen.fillText(text, HALO, LABEL_HEIGHT / 2 + HALO);
  labelPictures.set(text, canvas.transferToImageBitmap());
  return labelPictures.get(text);
}

function drawLabels(context, chosen, scale) {
  const { from, to } = sight();
  const room = makeRoom(80 / scale);
  const order = labelOrder(chosen, scale).filter((id) => {
    const { x, y } = placeOf(id);
    return x > from.x && x < to.x && y > from.y && y < to.y;
  });
  for (const id of order) {
    const { x, y } = placeOf(id), r = RADIUS[id];
    if (r * scale > 3) room.take({ left: x - r, right: x + r, top: y - r, bottom: y + r, owner: id, node: true });
  }
  const ratio = window.devicePixelRatio || 1;
  drawnLabels = [];
  context.save();
  for (const [rank, id] of order.entries()) {
    const text = shortened(NODES[id].name);
    const size = { width: labelWidth(context, text) / scale, height: LABEL_HEIGHT / scale, pad: (scale < 0.8 ? 6 : 2) / scale };
    const isFree = (box, overLighter) => box.left > from.x && box.right < to.x && box.top > from.y && box.bottom < to.y
      && room.free({ ...box, left: box.left - size.pad, right: box.right + size.pad }, id, overLighter);
    const boxes = labelBoxes(id, size, scale);
    const box = boxes.find((each) => isFree(each, false)) || (rank < SURE_LABELS && boxes.find((each) => isFree(each, true)));
    if (!box) continue;
    if (drawnLabels.length >= MOST_LABELS) break;
    room.take(box);
    drawnLabels.push({ text, box });
    const at = network.canvasToDOM({ x: box.left, y: box.top });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(labelPicture(text), Math.round((at.x - HALO) * ratio), Math.round((at.y - HALO) * ratio));
  }
  context.restore();
  context.save();
  Object.assign(context, { textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 / scale, strokeStyle: colours.ground });
  drawLineLabels(context, chosen, scale, room);
  context.restore();
}

// Four places for a node's label, the best one first; at the rim that is the one that points outwards.
function labelBoxes(id, { width, height }, scale) {
  const { x, y } = placeOf(id), r = RADIUS[id] + 2 / scale;
  const below = [x - width / 2, y + r], above = [x - width / 2, y - r - height];
  const right = [x + r, y - height / 2], left = [x - r - width, y - height / 2];
  const rim = RIM_KINDS.includes(NODES[id].kind) || focusPlaces;
  const order = rim && Math.abs(x) > Math.abs(y) * 0.5 ? (x > 0 ? [right, below, above, left] : [left, below, above, right])
    : rim && y < 0 ? [above, right, left, below] : [below, right, left, above];
  return order.map(([boxLeft, boxTop]) => ({ left: boxLeft, top: boxTop, right: boxLeft + width, bottom: boxTop + height, owner: id }));
}

// Names of relations, on demand: on the lines of what is chosen.
function drawLineLabels(context, chosen, scale, room) {
  if (!chosen || chosen.links.length > MOST_CHOSEN) return;
  context.font = `${(LABEL_SIZE - 1) / scale}px ${fontFamily}`;
  context.fillStyle = colours.accent;
  for (const link of chosen.links) {
    const text = link.together ? word("togetherShort") : [...new Set(link.facts.filter(factShown).map((fact) => predicateLabel(fact.p)))].slice(0, 2).join(" · ");
    const one = placeOf(link.one), other = placeOf(link.other);
    const width = context.measureText(text).width, height = (LABEL_SIZE + 2) / scale;
    const x = one.x * 0.45 + other.x * 0.55, y = one.y * 0.45 + other.y * 0.55;
    const box = { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2, owner: null };
    if (Math.hypot(one.x - other.x, one.y - other.y) < width * 0.8 || !room.free(box, undefined)) continue;
    room.take(box);
    context.strokeText(text, box.left, y);
    context.fillText(text, box.left, y);
  }
}
