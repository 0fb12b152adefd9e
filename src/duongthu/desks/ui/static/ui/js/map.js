// Draws each [data-map] from the GeoJSON addresses in its data attributes and ties it to the list beside it.
import { drawShapes, layers, palette } from "./map-style.js";

const PADDING = 28;
const EMPTY = { type: "FeatureCollection", features: [] };

async function read(address) {
  if (!address) return EMPTY;
  const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function* positions(geometry) {
  if (typeof geometry[0] === "number") yield geometry;
  else for (const part of geometry) yield* positions(part);
}

function bounds(...collections) {
  const box = [180, 90, -180, -90];
  for (const feature of collections.flatMap(c => c.features)) {
    for (const [x, y] of positions(feature.geometry.coordinates)) {
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

class Board {
  constructor(place, library, areas, points, lines) {
    this.place = place;
    this.library = library;
    this.words = JSON.parse(place.dataset.words || "{}");
    this.chosen = "";
    this.data = { areas, points, lines };
    this.root = place.closest("[data-board]");
    this.map = new library.Map({
      container: place, bounds: bounds(areas.features.length ? areas : points), attributionControl: false,
      fitBoundsOptions: { padding: { top: PADDING, right: 2 * PADDING, bottom: 2 * PADDING, left: PADDING } }, locale: this.words, cooperativeGestures: false,
      style: this.style(), dragRotate: false, pitchWithRotate: false,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    this.map.getCanvas().setAttribute("aria-label", place.dataset.label);
    this.map.on("idle", () => { place.parentElement.dataset.state = "ready"; });
    this.map.on("style.load", () => drawShapes(this.map, palette(place)));
    this.listen();
  }

  style() {
    const source = data => ({ type: "geojson", data, promoteId: "id" });
    const sources = { areas: source(this.data.areas), lines: source(this.data.lines), points: source(this.data.points) };
    return { version: 8, sources, layers: layers(palette(this.place)) };
  }

  listen() {
    for (const layer of ["points", "trips"]) {
      this.map.on("click", layer, e => this.choose(String(e.features[0].properties.id)));
      this.map.on("mouseenter", layer, () => { this.map.getCanvas().style.cursor = "pointer"; });
      this.map.on("mouseleave", layer, () => { this.map.getCanvas().style.cursor = ""; });
    }
    this.root.addEventListener("click", e => {
      const button = e.target.closest("[data-feature]");
      if (button) this.choose(button.dataset.feature);
    });
    this.root.addEventListener("focusin", e => { if (e.target.dataset?.feature) this.light(e.target.dataset.feature); });
    this.root.addEventListener("mouseover", e => {
      const button = e.target.closest("[data-feature]");
      if (button) this.light(button.dataset.feature);
    });
    this.root.addEventListener("mouseout", () => this.light(this.chosen));
    document.addEventListener("theme", () => this.map.setStyle(this.style()));
  }

  feature(id) {
    return [...this.data.points.features, ...this.data.lines.features].find(f => String(f.properties.id) === id);
  }

  light(id) {
    this.map.setFilter("halo", ["==", ["to-string", ["get", "id"]], id]);
    this.map.setFilter("trip-halo", ["==", ["to-string", ["get", "id"]], id]);
  }

  choose(id) {
    this.chosen = id;
    const feature = this.feature(id);
    for (const button of this.root.querySelectorAll("[data-feature]")) {
      button.setAttribute("aria-pressed", String(button.dataset.feature === id));
      if (button.dataset.feature === id) button.scrollIntoView({ block: "nearest" });
    }
    if (!feature) return;
    this.light(id);
    const isPoint = feature.geometry.type === "Point";
    const way = [...positions(feature.geometry.coordinates)];
    const at = way[Math.floor((way.length - 1) / 2)];
    if (isPoint) this.map.easeTo({ center: at });
    else this.map.fitBounds(bounds({ features: [feature] }), { padding: 4 * PADDING, maxZoom: 11.5 });
    this.popup?.remove();
    this.popup = new this.library.Popup({ offset: 14, focusAfterOpen: false, maxWidth: "260px" })
      .setLngLat(at).setDOMContent(this.told(id, feature)).addTo(this.map);
  }

  told(id, feature) {
    const box = document.createElement("div"), name = document.createElement("b");
    const button = this.root.querySelector(`[data-feature="${CSS.escape(id)}"]`);
    name.textContent = feature.properties.name;
    box.append(name);
    for (const part of button?.querySelectorAll(".mark, .note") ?? []) {
      const line = document.createElement("p");
      line.append(part.cloneNode(true));
      box.append(line);
    }
    if (button?.dataset.href) {
      const link = document.createElement("a");
      link.href = button.dataset.href;
      link.textContent = this.words.open;
      box.append(link);
    }
    return box;
  }

  async refresh() {
    if (document.hidden) return;
    const { points, lines } = this.place.dataset;
    [this.data.points, this.data.lines] = await Promise.all([read(points), read(lines)]);
    this.map.getSource("points")?.setData(this.data.points);
    this.map.getSource("lines")?.setData(this.data.lines);
  }
}

async function start(place) {
  const { library, worker, areas, points, lines, refresh } = place.dataset;
  try {
    const [module, ...shapes] = await Promise.all([import(library), read(areas), read(points), read(lines)]);
    module.setWorkerUrl(worker);
    await document.fonts.ready;
    const board = new Board(place, module, ...shapes);
    if (Number(refresh)) setInterval(() => board.refresh().catch(error => console.warn("map", error.message)), Number(refresh) * 1000);
  } catch (error) {
    place.parentElement.dataset.state = "failed";
    console.warn("map", error.message);
  }
}

document.querySelectorAll("[data-map]").forEach(start);
