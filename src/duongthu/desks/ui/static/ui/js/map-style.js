// The map's look: colours from the page's own tokens, shapes drawn as on the marks, labels in the page's font.
const TOKENS = ["area", "area-line", "road", "ink", "soft", "card", "paper", "blue", "good", "bad", "hold", "yellow", "sunk"];
const TONES = { done: "good", going: "blue", hold: "hold", late: "bad", idle: "soft", void: "soft" };
const SIZE = 26; // pixels of the drawing; twice what is shown
const FONT = ["Inter"];

/** The tokens as colours of the theme in force where the element stands. */
export function palette(element) {
  const probe = document.createElement("i"), colours = {};
  element.append(probe);
  for (const token of TOKENS) {
    probe.style.color = `var(--${token})`;
    colours[token] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}

const SHAPES = {
  done: c => { c.beginPath(); c.arc(0, 0, 10, 0, 7); c.fill(); c.stroke(); },
  going: (c, card) => { c.beginPath(); c.arc(0, 0, 10, 0, 7); c.fill(); c.stroke(); c.fillStyle = card; c.beginPath(); c.arc(0, 0, 4.5, 0, 7); c.fill(); },
  hold: c => { c.beginPath(); c.rect(-9, -9, 18, 18); c.fill(); c.stroke(); },
  late: c => { c.beginPath(); c.moveTo(0, -12); c.lineTo(12, 0); c.lineTo(0, 12); c.lineTo(-12, 0); c.closePath(); c.fill(); c.stroke(); },
  idle: c => { c.beginPath(); c.rect(-9, -4, 18, 8); c.fill(); c.stroke(); },
  void: c => { c.beginPath(); c.rect(-9, -4, 18, 8); c.fill(); c.stroke(); },
};

/** Puts one picture per tone on the map. */
export function drawShapes(map, colours) {
  for (const [tone, token] of Object.entries(TONES)) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE + 4;
    const c = canvas.getContext("2d");
    c.translate((SIZE + 4) / 2, (SIZE + 4) / 2);
    Object.assign(c, { fillStyle: colours[token], strokeStyle: colours.card, lineWidth: 3 });
    SHAPES[tone](c, colours.card);
    const picture = c.getImageData(0, 0, canvas.width, canvas.height);
    if (map.hasImage(`tone-${tone}`)) map.removeImage(`tone-${tone}`);
    map.addImage(`tone-${tone}`, picture, { pixelRatio: 2 });
  }
}

const byTone = colours => ["match", ["get", "tone"], ...Object.entries(TONES).flatMap(([t, k]) => [t, colours[k]]), colours.blue];
const is = kind => ["==", ["get", "kind"], kind];
const round = { "line-join": "round", "line-cap": "round" };
const lettering = (colour, colours, width = 1.6) => ({ "text-color": colour, "text-halo-color": colours.card, "text-halo-width": width });

/** All layers, from the ground up. Without `glyphs` the labels are drawn from the page's own font. */
export function layers(colours) {
  return [...ground(colours), ...ways(colours), ...places(colours)];
}

function ground(colours) {
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.sunk } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": colours.area } },
    { id: "borders", type: "line", source: "areas", paint: { "line-color": colours["area-line"], "line-width": 1 } },
  ];
}

function ways(colours) {
  const none = ["==", "id", ""];
  return [
    { id: "roads", type: "line", source: "lines", filter: is("road"), layout: round, paint: { "line-color": colours.road, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1.2, 13, 5] } },
    { id: "area-names", type: "symbol", source: "areas", minzoom: 9.6, layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "text-max-width": 7, "text-padding": 6 }, paint: lettering(colours.soft, colours) },
    { id: "road-names", type: "symbol", source: "lines", filter: is("road"), minzoom: 9, layout: { "symbol-placement": "line", "symbol-spacing": 320, "text-field": ["get", "name"], "text-font": FONT, "text-size": 10.5 }, paint: lettering(colours.soft, colours) },
    { id: "trip-halo", type: "line", source: "lines", filter: none, layout: round, paint: { "line-color": colours.yellow, "line-width": 9 } },
    { id: "trips", type: "line", source: "lines", filter: is("trip"), layout: round, paint: { "line-color": byTone(colours), "line-width": 3 } },
  ];
}

function places(colours) {
  return [
    { id: "halo", type: "circle", source: "points", filter: ["==", "id", ""], paint: { "circle-radius": 12, "circle-color": colours.yellow, "circle-stroke-color": colours.ink, "circle-stroke-width": 1 } },
    { id: "points", type: "symbol", source: "points", layout: { "icon-image": ["concat", "tone-", ["get", "tone"]], "icon-size": ["interpolate", ["linear"], ["zoom"], 8, ["case", ["==", ["get", "rank"], 1], 0.9, 0.55], 12, 1.35], "icon-allow-overlap": true, "symbol-sort-key": ["-", 0, ["coalesce", ["get", "rank"], 0]] } },
    { id: "point-names", type: "symbol", source: "points", filter: [">=", ["+", ["zoom"], ["*", 3, ["coalesce", ["get", "rank"], 0]]], 12], layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12.5, "text-offset": [0, 0.9], "text-anchor": "top", "text-max-width": 9 }, paint: lettering(colours.ink, colours, 2) },
  ];
}
