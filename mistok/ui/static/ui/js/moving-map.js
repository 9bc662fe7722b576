// A map that moves, on demand: Leaflet and the data are loaded by the button, which exists only where a
// script can run. Tiles come only from a server that the settings name; without one borders and dots are drawn.
const button = document.querySelector("[data-moving]");

const loaded = (element) =>
  new Promise((done, failed) => {
    element.onload = done;
    element.onerror = () => failed(new Error(element.src || element.href));
    document.head.append(element);
  });

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const style = (address) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
const script = (address) => loaded(Object.assign(document.createElement("script"), { src: address }));

// Names come from registers: they are set as text, never as markup.
function words({ n, u, t }) {
  const box = document.createElement("div");
  const link = Object.assign(document.createElement("a"), { href: u, textContent: n });
  box.append(link);
  if (t) box.append(Object.assign(document.createElement("p"), { textContent: t }));
  return box;
}

function marker(feature, at) {
  const { n, c, s, t } = feature.properties;
  const kind = c === undefined ? `moving-dot ${s}` : "moving-count";
  const mark = document.createElement("span");
  mark.textContent = c ?? "";
  const size = c === undefined ? 24 : 30;
  const icon = L.divIcon({ className: kind, html: mark, iconSize: [size, size] });
  return L.marker(at, { icon, title: t ? `${n}. ${t}` : n, alt: n, keyboard: true });
}

function draw(place, data) {
  Object.assign(place.style, { background: "var(--mist)", font: "inherit" }); // Leaflet’s own sheet is in no layer
  const map = L.map(place, {
    zoomControl: false,
    attributionControl: Boolean(button.dataset.tiles),
    scrollWheelZoom: false, // the page scrolls, not the map
    maxZoom: 18,
    zoomSnap: 0.25, // a country fills even a narrow screen
  });
  L.control.zoom({ zoomInTitle: button.dataset.near, zoomOutTitle: button.dataset.far }).addTo(map);
  if (button.dataset.tiles) {
    const thanks = document.createElement("span");
    thanks.textContent = button.dataset.attribution;
    L.tileLayer(button.dataset.tiles, { attribution: thanks.innerHTML, maxZoom: 18 }).addTo(map);
  }
  const drawn = L.geoJSON(data, {
    style: { color: colour("--blue"), weight: 2, fillOpacity: button.dataset.tiles ? 0.05 : 0.15 },
    pointToLayer: marker,
    onEachFeature(feature, layer) {
      if (feature.properties.u) layer.bindPopup(() => words(feature.properties));
    },
  }).addTo(map);
  map.fitBounds(drawn.getBounds().pad(0.02), { maxZoom: 14, animate: false });
}

async function show() {
  button.disabled = true;
  const figure = button.closest("[data-map]").querySelector("figure");
  try {
    const [answer] = await Promise.all([
      fetch(button.dataset.moving),
      style(button.dataset.style),
      script(button.dataset.script),
    ]);
    if (!answer.ok) throw new Error(answer.status);
    const data = await answer.json();
    const place = Object.assign(document.createElement("div"), { className: "moving" });
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", figure.querySelector("title").textContent);
    figure.replaceWith(place);
    draw(place, data);
    button.parentElement.remove();
    place.tabIndex = 0;
    place.focus();
  } catch {
    const said = Object.assign(document.createElement("p"), { className: "notice warning", textContent: button.dataset.failed });
    said.setAttribute("role", "status");
    button.replaceWith(said);
  }
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", show, { once: true });
}
