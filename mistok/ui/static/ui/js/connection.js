// Tells whether we are connected. Other modules say how much waits to be sent:
// document.dispatchEvent(new CustomEvent("mistok:waiting", { detail: 3 }))
const place = document.querySelector("[data-connection]");
let waiting = 0;

function show() {
  const offline = !navigator.onLine;
  place.classList.toggle("is-offline", offline);
  place.classList.toggle("is-waiting", !offline && waiting > 0);
  const { online, offline: away, waiting: queued } = place.dataset;
  const count = waiting ? `${queued} ${waiting}` : "";
  const text = offline ? [away, count].filter(Boolean).join(" · ") : count || online;
  if (place.textContent !== text) place.textContent = text;
}

if (place) {
  for (const name of ["online", "offline"]) window.addEventListener(name, show);
  document.addEventListener("mistok:waiting", ({ detail }) => {
    waiting = Number(detail) || 0;
    show();
  });
  show();
}
