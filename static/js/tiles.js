/* The background of a map of points, where this instance names a server of tiles: pictures, asked
   for without cookie or referrer. Without this file, or where they fail, the outlines remain. */

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 256; // pixels of a tile
const DEEPEST = 19;
const WORLD = 360; // width and height of the plane, in degrees
const MOST = 80; // tiles of one view

const drawing = document.querySelector("svg[data-tiles]");

class Background {
  constructor(svg) {
    this.svg = svg;
    this.scale = Number(svg.dataset.scale);
    this.left = (-WORLD / 2 - Number(svg.dataset.west)) * this.scale;
    this.top = (-WORLD / 2 - Number(svg.dataset.north)) * this.scale;
    this.layer = document.createElementNS(SVG, "g");
    this.layer.setAttribute("class", "tiles");
    this.layer.setAttribute("aria-hidden", "true");
    this.shown = new Map();
    svg.querySelector(".ground").before(this.layer);
    svg.classList.add("tiled");
    svg.addEventListener("moved", () => this.draw());
    this.draw();
  }

  draw() {
    const view = this.svg.viewBox.baseVal;
    const world = WORLD * this.scale;
    const wide = (world * this.svg.clientWidth) / view.width; // of the whole world, in pixels
    const zoom = Math.min(Math.max(Math.round(Math.log2(wide / SIDE)), 0), DEEPEST);
    const last = 2 ** zoom - 1;
    const side = world / 2 ** zoom;
    const within = (number) => Math.min(Math.max(Math.floor(number), 0), last);
    const [first, end] = [view.x, view.x + view.width].map((x) => within((x - this.left) / side));
    const [upper, lower] = [view.y, view.y + view.height].map((y) => within((y - this.top) / side));
    const kept = new Map();
    for (let column = first; column <= end; column += 1) {
      for (let row = upper; row <= lower && kept.size < MOST; row += 1) {
        const key = `${zoom}/${column}/${row}`;
        kept.set(key, this.shown.get(key) ?? this.tile(zoom, column, row, side));
      }
    }
    this.shown = kept;
    this.layer.replaceChildren(...kept.values());
  }

  tile(zoom, column, row, side) {
    const picture = document.createElementNS(SVG, "image");
    const numbers = { "{z}": zoom, "{x}": column, "{y}": row };
    const address = this.svg.dataset.tiles.replace(/\{[xyz]\}/g, (place) => numbers[place]);
    picture.setAttribute("x", this.left + column * side);
    picture.setAttribute("y", this.top + row * side);
    picture.setAttribute("width", side);
    picture.setAttribute("height", side);
    picture.setAttribute("href", address);
    picture.addEventListener("error", () => picture.remove());
    return picture;
  }
}

if (drawing) new Background(drawing);
