// A form that loses nothing: what is typed survives a reload, what is saved without a connection waits on this
// device and goes under the same key when the connection is back; the page itself opens without one too.
// Without this script it is an ordinary form.
import { uuid7 } from "../../ui/js/desk-uuid.js";

const form = document.querySelector("[data-kept]");
const said = form.querySelector("[data-kept-state]");
const anew = form.querySelector("[data-kept-anew]");
const name = form.dataset.kept;
const DRAFT = `mistok-draft-${name}`;
const QUEUE = `mistok-queue-${name}`;
let ended = false;
let refused = false;

function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch { // full or forbidden
    return false;
  }
}

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
  const waiting = read(QUEUE, []).length;
  document.dispatchEvent(new CustomEvent("mistok:waiting", { detail: waiting }));
  said.hidden = !waiting && !refused;
  if (refused) said.textContent = said.dataset.refused;
  else if (waiting) said.textContent = ended ? said.dataset.ended : `${said.dataset.waiting} ${waiting}`;
}

const send = (pairs) => {
  const body = new URLSearchParams(pairs);
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return fetch(location.pathname, { method: "POST", body, redirect: "follow", credentials: "same-origin" });
};

// What became of it: taken (where it led), ended (signed out), refused (to be mended), silent (try later).
function fate(response) {
  // What is taken leads on within the desk; anything else is a door: sign-in, a second factor.
  if (response.redirected) return new URL(response.url).pathname.startsWith("/desk/") ? "taken" : "ended";
  if ([401, 403].includes(response.status)) return "ended";
  return response.status < 500 ? "refused" : "silent";
}

// One sender for all tabs of this device; the same record sent twice counts once.
function deliver() {
  const work = async () => {
    for (let queue = read(QUEUE, []); queue.length; queue = read(QUEUE, [])) {
      const became = fate(await send(queue[0]));
      ended = became === "ended";
      if (became === "taken") write(QUEUE, queue.slice(1));
      else if (became === "refused") {
        fill(queue[0]);
        keep();
        refused = true;
        write(QUEUE, queue.slice(1));
        return;
      } else return;
    }
  };
  const done = navigator.locks ? navigator.locks.request(QUEUE, work) : work();
  return done.catch(() => { /* no connection: tried again later */ }).finally(show);
}

function keep() {
  write(DRAFT, fields());
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
  write(DRAFT, null);
}

form.addEventListener("input", keep);
form.addEventListener("kept:changed", keep);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  const pairs = fields();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const response = await send(pairs);
    const became = fate(response);
    if (became === "taken") {
      write(DRAFT, null);
      location.assign(response.url);
      return;
    }
    if (became === "refused") {
      form.submit(); // the server tells on a page of its own what is wrong; nothing was written
      return;
    }
    if (became === "ended") ended = true;
    put(pairs);
  } catch {
    put(pairs);
  }
  button.disabled = false;
});

function put(pairs) {
  if (write(QUEUE, [...read(QUEUE, []), pairs])) renew();
  show();
}

const draft = read(DRAFT, null);
if (!form.querySelector("[data-errors]")) {
  if (draft) fill(draft);
  else begin();
  anew.hidden = !draft;
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
