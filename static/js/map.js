/* The map of points moved in place: drag, buttons, arrow keys; finer points are fetched from
   this register alone. Without this file the links under the map do the same. */

const SVG = "http://www.w3.org/2000/svg";
const MOST = 1024; // times closer than the page
const WAIT = 200; // milliseconds without a move before points are fetched
const SECTOR = { long: 17, half: 28 }; // of a camera's direction, in units and degrees

const drawing = document.querySelector("svg[data-points]");

function latitude(y) {
  return (2 * Math.atan(Math.exp((-y * Math.PI) / 180)) * 180) / Math.PI - 90;
}

function planeY(degrees) {
  return (-Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) * 180) / Math.PI;
}

function make(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

class Moving {
  constructor(svg) {
    const { width, height } = svg.viewBox.baseVal;
    this.svg = svg;
    this.whole = { x: 0, y: 0, width, height };
    this.view = { ...this.whole };
    this.west = Number(svg.dataset.west);
    this.north = Number(svg.dataset.north);
    this.scale = Number(svg.dataset.scale);
    this.marks = svg.querySelector(".marks");
    this.asked = null;
    this.said = document.createElement("p");
    this.said.className = "map-popup";
    this.said.setAttribute("role", "status");
    this.said.textContent = svg.dataset.help;
    this.prepare();
  }

  prepare() {
    const bar = this.svg.parentNode.querySelector(".map-moves") ?? document.createElement("nav");
    const buttons = [
      [this.svg.dataset.closer, () => this.zoom(0.5)],
      [this.svg.dataset.wider, () => this.zoom(2)],
      [this.svg.dataset.whole, () => this.show({ ...this.whole })],
    ].map(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    });
    bar.replaceChildren(...buttons);
    bar.after(this.said);
    this.svg.setAttribute("tabindex", "0");
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("pointerdown", (event) => this.grab(event));
    this.svg.addEventListener("focusin", (event) => this.say(event));
    this.svg.addEventListener("pointerover", (event) => this.say(event));
    this.svg.addEventListener("click", (event) => this.open(event));
  }

  say(event) {
    const link = event.target.closest?.("a");
    if (link) this.said.textContent = link.getAttribute("aria-label");
  }

  /* A cluster is opened in place; a record, a town or a list is followed as any link. */
  open(event) {
    const link = event.target.closest("a");
    if (this.dragged) {
      event.preventDefault();
    } else if (link?.getAttribute("href").includes("zoom=") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const dot = link.querySelector(".dot");
      this.zoom(0.4, Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy")));
    }
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { width, height } = this.view;
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (moves[event.key]) {
      const [right, down] = moves[event.key];
      this.show({ ...this.view, x: this.view.x + (right * width) / 4, y: this.view.y + (down * height) / 4 });
    } else if (event.key === "+" || event.key === "=") {
      this.zoom(0.5);
    } else if (event.key === "-") {
      this.zoom(2);
    } else {
      return;
    }
    event.preventDefault();
  }

  /* Touch keeps scrolling the page: a finger uses the buttons, a mouse or a pen drags. */
  grab(event) {
    this.dragged = false;
    if (event.pointerType === "touch" || event.button !== 0) return;
    const start = { ...this.view };
    const unit = start.width / this.svg.clientWidth;
    const move = (moved) => {
      const x = moved.clientX - event.clientX;
      const y = moved.clientY - event.clientY;
      if (Math.hypot(x, y) < 4 && !this.dragged) return;
      this.dragged = true;
      this.svg.classList.add("held");
      this.show({ ...start, x: start.x - x * unit, y: start.y - y * unit });
    };
    const stop = () => {
      this.svg.classList.remove("held");
      window.removeEventListener("pointermove", move);
    };
    event.preventDefault();
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop, { once: true });
  }

  zoom(factor, x = this.view.x + this.view.width / 2, y = this.view.y + this.view.height / 2) {
    const width = Math.min(Math.max(this.view.width * factor, this.whole.width / MOST), this.whole.width * 4);
    const height = (width * this.whole.height) / this.whole.width;
    this.show({ x: x - width / 2, y: y - height / 2, width, height });
  }

  show(view) {
    this.view = view;
    this.svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    this.resize();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), WAIT);
  }

  settle() {
    this.svg.dispatchEvent(new Event("moved")); // for a background (tiles.js)
    this.fetch();
  }

  get unit() {
    return this.view.width / this.whole.width;
  }

  /* Marks keep their size on the screen until the finer ones arrive. */
  resize() {
    for (const link of this.marks.children) {
      const dot = link.querySelector(".dot");
      const [x, y] = [dot.getAttribute("cx"), dot.getAttribute("cy")];
      link.setAttribute("transform", `translate(${x} ${y}) scale(${this.unit}) translate(${-x} ${-y})`);
    }
  }

  box() {
    const west = this.west + this.view.x / this.scale;
    const east = west + this.view.width / this.scale;
    const north = this.north + this.view.y / this.scale;
    const south = north + this.view.height / this.scale;
    const sides = [Math.max(west, -180), latitude(south), Math.min(east, 180), latitude(north)];
    return sides.map((side) => side.toFixed(5)).join(",");
  }

  async fetch() {
    this.asked?.abort();
    this.asked = new AbortController();
    const { points } = this.svg.dataset;
    const address = `${points}${points.endsWith("?") ? "" : "&"}box=${this.box()}`;
    try {
      const answer = await fetch(address, { signal: this.asked.signal, credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      this.draw((await answer.json()).features);
    } catch (problem) {
      if (problem.name !== "AbortError") this.said.textContent = this.svg.dataset.failed;
    }
  }

  draw(features) {
    const held = this.marks.contains(document.activeElement);
    this.marks.replaceChildren(...features.map((feature) => this.mark(feature)));
    this.resize();
    if (held) this.svg.focus({ preventScroll: true });
  }

  mark({ geometry, properties }) {
    const [longitude, degrees] = geometry.coordinates;
    const x = (longitude - this.west) * this.scale;
    const y = (planeY(degrees) - this.north) * this.scale;
    const link = make("a", { href: properties.url, "aria-label": properties.label });
    if (properties.direction !== null) {
      const ends = [-SECTOR.half, SECTOR.half].map((turn) => {
        const angle = ((properties.direction + turn) * Math.PI) / 180;
        return `${x + SECTOR.long * Math.sin(angle)} ${y - SECTOR.long * Math.cos(angle)}`;
      });
      link.append(make("path", { class: "wedge",
        d: `M${x} ${y}L${ends[0]}A${SECTOR.long} ${SECTOR.long} 0 0 1 ${ends[1]}z` }));
    }
    link.append(make("circle", { class: "reach", cx: x, cy: y, r: 16 }));
    const many = properties.count > 1;
    link.append(make("circle", { class: many ? "dot many" : "dot", cx: x, cy: y, r: properties.radius }));
    if (many) {
      const number = make("text", { x, y, dy: ".35em" });
      number.textContent = properties.count;
      link.append(number);
    }
    return link;
  }
}

if (drawing) new Moving(drawing);
