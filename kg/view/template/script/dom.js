// Elements made from data. Text only ever enters the page through textContent.

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// Text with its invisible direction marks made visible, so that nothing reads in another order than it is written.
function shown(text) {
  return String(text).replace(BIDI, (mark) => "⟨U+" + mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟩");
}

function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "")
    .map((child) => child instanceof Node ? child : shown(child)));
  return node;
}

function button(name, action, properties = {}) {
  return el("button", { type: "button", lang: interfaceLanguage(), onclick: action, ...properties }, word(name));
}

function byId(id) {
  return document.getElementById(id);
}

function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

function say(text) {
  byId("status").textContent = text;
  byId("status").classList.add("seen");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => byId("status").classList.remove("seen"), 2500);
}

// The outline of a kind's shape around the origin, as an SVG path: the same outlines that the canvas draws.
function outline(shape, r) {
  const point = (x, y) => x.toFixed(2) + " " + y.toFixed(2);
  const polygon = (points) => "M" + points.map(([x, y]) => point(x, y)).join("L") + "Z";
  const corners = (count, at) => polygon(Array.from({ length: count }, (_, i) => at(i)));
  if (shape === "square") return polygon([[-r, -r], [r, -r], [r, r], [-r, r]]);
  if (shape === "diamond") return polygon([[0, r], [r, 0], [0, -r], [-r, 0]]);
  if (shape === "hexagon") return corners(6, (i) => [r * Math.cos(i * Math.PI / 3), r * Math.sin(i * Math.PI / 3)]);
  if (shape === "triangle") {
    const side = 2.3 * r, drop = 0.275 * 1.15 * r, inner = side * Math.sqrt(3) / 6, height = side * Math.sqrt(3) / 2;
    return polygon([[0, drop - (height - inner)], [side / 2, drop + inner], [-side / 2, drop + inner]]);
  }
  if (shape === "star") {
    const s = 0.82 * r;
    return corners(10, (i) => {
      const reach = i % 2 ? s * 0.5 : s * 1.3;
      return [reach * Math.sin(i * Math.PI / 5), 0.1 * s - reach * Math.cos(i * Math.PI / 5)];
    });
  }
  return `M${point(-r, 0)}A${r} ${r} 0 1 0 ${point(r, 0)}A${r} ${r} 0 1 0 ${point(-r, 0)}Z`;
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function icon(kind, size = 14) {
  const half = size / 2;
  return svg("svg", { class: "icon", width: size, height: size, viewBox: `${-half} ${-half} ${size} ${size}`, "aria-hidden": "true" },
    svg("path", { d: outline(kind.shape, half * 0.76), fill: kind.colour, stroke: "currentColor", "stroke-width": 0.6 }));
}

function lineIcon(status) {
  return svg("svg", { class: "icon", width: 26, height: 10, viewBox: "0 0 26 10", "aria-hidden": "true" },
    svg("line", { class: "line " + status, x1: 1, y1: 5, x2: 25, y2: 5 }));
}

// A text that takes part in the page as a link to a node of the graph.
function nodeLink(id, properties = {}) {
  const node = NODES[id];
  return el("button", { type: "button", class: "node", lang: "zh-CN", title: labelOf(KIND[node.kind]), onclick: () => pickNode(id), ...properties },
    icon(KIND[node.kind]), el("span", {}, node.name));
}
