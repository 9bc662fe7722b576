// A form that loses nothing: what is typed survives a reload, what is saved without a connection waits on this
// device (kept-queue.js); the page itself opens without one too. Without this script it is an ordinary form.
import { uuid7 } from "../../ui/js/desk-uuid.js";
import { KeptQueue, read, write } from "./kept-queue.js";
import { locker } from "./locker.js";

const form = document.querySelector("[data-kept]");
const said = form.querySelector("[data-kept-state]");
const anew = form.querySelector("[data-kept-anew]");
const DRAFT = `mistok-draft-${form.dataset.kept}`;
const locked = locker(form.dataset.person, form.dataset.keys);
const queue = new KeptQueue(`mistok-queue-${form.dataset.kept}`, {
  locker: locked,
  token: () => form.elements.csrfmiddlewaretoken.value,
  async refused(pairs) {
    await drafted;
    if (read(DRAFT, null)) return false; // something else is being written: first that
    refused = true;
    fill(pairs);
    return keep();
  },
});
let drafted = Promise.resolve(); // what is being written down, one after the other
let touched = false;
let refused = false;
let full = false; // the device had no room for what was just saved: it stands in the form

const fields = () => [...new FormData(form)].filter(([key]) => key !== "csrfmiddlewaretoken");

function fill(pairs) {
  const given = new Map();
  for (const [key, value] of pairs) given.set(key, [...(given.get(key) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken") continue;
    const values = given.get(control.name) ?? [];
    if (control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

function show() {
  const waiting = queue.waiting.length;
  document.dispatchEvent(new CustomEvent("mistok:waiting", { detail: waiting }));
  said.hidden = !waiting && !refused && !full;
  if (full) said.textContent = said.dataset.full;
  else if (refused) said.textContent = said.dataset.refused;
  else if (waiting) said.textContent = queue.ended ? said.dataset.ended : `${said.dataset.waiting} ${waiting}`;
}

const deliver = () => queue.deliver().finally(show);

// What stands in the form now, or nothing.
function keep(pairs = fields()) {
  touched = true;
  drafted = drafted.then(async () => { write(DRAFT, pairs && await locked.lock(DRAFT, pairs)); })
    .catch(() => { /* what is typed stands in the form all the same */ });
  return drafted;
}

// A page kept by the device would give the key, the day and the hour of when it was kept.
function begin() {
  form.elements.uuid.value = uuid7();
  if (new URLSearchParams(location.search).has("day")) return;
  // The Swedish way of writing a moment is 2026-11-21 18:24:05; clocks of Kyiv, wherever the device thinks it is.
  const [day, time] = new Date().toLocaleString("sv-SE", { timeZone: "Europe/Kyiv" }).split(" ");
  form.elements.day.value = day;
  if (form.elements.hour) form.elements.hour.value = String(Number(time.slice(0, 2)));
}

function renew() {
  form.reset();
  anew.hidden = true;
  begin();
  return keep(null);
}

for (const news of ["input", "kept:changed"]) form.addEventListener(news, () => keep());
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  const pairs = fields();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  // Without a connection nothing became of it.
  const { became, response } = await queue.send(pairs).catch(() => ({}));
  if (became === "taken") {
    await keep(null);
    location.assign(response.url);
    return;
  }
  if (became === "refused") {
    form.submit(); // the server tells on a page of its own what is wrong; nothing was written
    return;
  }
  full = !await queue.put(pairs).catch(() => false);
  if (!full) await renew();
  show();
  button.disabled = false;
});

if (!form.querySelector("[data-errors]")) {
  begin();
  locked.unlock(read(DRAFT, null)).then((draft) => {
    if (touched || !draft) return;
    fill(draft);
    anew.hidden = false;
  });
}
anew.querySelector("button").addEventListener("click", renew);
show();
deliver();
window.addEventListener("online", deliver);
setInterval(deliver, 60_000);

if (form.dataset.worker) {
  navigator.serviceWorker?.register(form.dataset.worker, { scope: form.dataset.scope }).then(async (registration) => {
    const worker = registration.active ?? await new Promise((resolve) => {
      const coming = registration.installing ?? registration.waiting;
      coming.addEventListener("statechange", () => coming.state === "activated" && resolve(coming));
    });
    const files = performance.getEntriesByType("resource").map((each) => each.name);
    worker.postMessage({ page: location.href.split(/[?#]/)[0], files: files.filter((name) => /\/(static|assets)\//.test(name)) });
  }).catch(() => { /* without it the page works while it stays open */ });
}
