// Counting without a connection: each tap is kept on the device under a key of its own, and sent when it can be.
// The same record sent twice is one; what the server refuses stays on the screen with the reason.
import { uuid7 } from "../../ui/js/desk-uuid.js";
import { scanner } from "./stock-scanner.js";

const MEANING = { here: { found: true }, faulty: { found: true, state: "faulty" }, absent: { found: false } };
const BATCH = 100;
const form = document.querySelector("[data-stock-taking]");
const place = form.querySelector("[data-sending]");
const refused = form.querySelector("[data-refused]");
const number = form.querySelector("[data-number]");
const said = form.querySelector("[data-said]");
const store = `mistok-stock-taking-${form.dataset.stockTaking}`;
let queue = read();

function read() {
  try {
    return JSON.parse(localStorage.getItem(store)) || [];
  } catch {
    return [];
  }
}

function keep() {
  try {
    localStorage.setItem(store, JSON.stringify(queue));
  } catch { /* full or forbidden: the taps stay on this page */ }
  const waiting = queue.filter((each) => !each.reason);
  document.dispatchEvent(new CustomEvent("mistok:waiting", { detail: waiting.length }));
  place.hidden = false;
  if (!place.dataset.state) place.textContent = waiting.length ? `${place.dataset.waiting} ${waiting.length}` : place.dataset.sent;
  const bad = queue.filter((each) => each.reason);
  refused.hidden = !bad.length;
  refused.replaceChildren(...bad.map((each) => {
    const item = document.createElement("li");
    item.textContent = `${place.dataset.stopped} ${each.number} – ${each.reason}`;
    return item;
  }));
}

function count() {
  const rows = form.querySelectorAll("[data-thing]");
  form.parentElement.querySelector("[data-counted]").textContent = [...rows].filter((row) => row.querySelector(":checked")).length;
}

function note(record) {
  queue.push({ id: uuid7(), seen_at: new Date().toISOString(), ...record });
  keep();
  count();
  send();
}

// One sender for all tabs of this device.
function send() {
  const work = () => deliver().catch(() => { /* no connection: the next tap or minute tries again */ });
  return navigator.locks ? navigator.locks.request(store, work) : work();
}

async function deliver() {
  for (;;) {
    const batch = queue.filter((each) => !each.reason).slice(0, BATCH);
    if (!batch.length) break;
    const response = await fetch(form.dataset.send, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify(batch),
    });
    if (response.redirected || response.status === 403 || response.status === 404) {
      place.dataset.state = "ended";
      place.textContent = place.dataset.ended;
      return;
    }
    if (!response.ok) return;
    delete place.dataset.state;
    const { answers } = await response.json();
    const fate = new Map(answers.map((each) => [each.id, each]));
    queue = queue.filter((each) => !["created", "duplicate"].includes(fate.get(each.id)?.status));
    for (const each of queue) if (fate.get(each.id)?.status === "rejected") each.reason = fate.get(each.id).reason;
    keep();
    if (!answers.length) return;
  }
}

function look(text) {
  const wanted = text.trim();
  if (!wanted) return;
  const rows = [...form.querySelectorAll("[data-thing]")];
  const row = rows.find((each) => each.dataset.thing === wanted || each.dataset.inventory.toLowerCase() === wanted.toLowerCase());
  if (row) {
    const here = row.querySelector("[value=here]");
    if (!here.checked) {
      here.checked = true;
      here.dispatchEvent(new Event("change", { bubbles: true }));
    }
    said.textContent = `✓ ${row.querySelector("legend").textContent}`;
    row.scrollIntoView({ block: "center" });
  } else {
    const isKey = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(wanted);
    note(isKey ? { equipment: wanted, number: "", found: true } : { number: wanted, found: true });
    const item = document.createElement("li");
    item.textContent = wanted;
    form.querySelector("[data-extra]").append(item);
    said.textContent = `+ ${wanted}`;
  }
  number.value = "";
}

form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-thing]");
  if (row) note({ equipment: row.dataset.thing, number: row.dataset.inventory, ...MEANING[event.target.value] });
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (number.value) look(number.value);
});
form.querySelector("[data-plain]").hidden = true;
number.disabled = false;
const button = form.querySelector("[data-look]");
button.hidden = false;
button.addEventListener("click", () => look(number.value));
scanner(form, (text) => look(text.match(/equipment\/([0-9a-f-]{36})/i)?.[1] ?? text));
for (const record of queue) {
  const mark = Object.keys(MEANING).find((name) => MEANING[name].found === record.found && (MEANING[name].state ?? "") === (record.state ?? ""));
  const input = form.querySelector(`[data-thing="${CSS.escape(record.equipment ?? "")}"] [value="${mark}"]`);
  if (input) input.checked = true;
}
keep();
count();
send();
window.addEventListener("online", send);
setInterval(send, 60_000);
navigator.serviceWorker?.register(form.dataset.worker, { scope: "/equipment/" }).then(async () => {
  const worker = (await navigator.serviceWorker.ready).active;
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  worker.postMessage({ page: location.href, files: files.filter((name) => /\/(static|assets)\//.test(name)) });
}).catch(() => { /* without it the page works while it stays open */ });
