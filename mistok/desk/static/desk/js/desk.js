// The desk. Every save is written on this device first and sent from there, so a connection is needed neither to
// record nor to find; the plain forms of the page remain for browsers that cannot do it.
import { Cards } from "./cards.js";
import { Clock } from "./clock.js";
import { keys } from "./keys.js";
import { lasting } from "./lasting.js";
import { mendings } from "./mending.js";
import { notes } from "./notes.js";
import { Outbox } from "./outbox.js";
import { Pack } from "./pack.js";
import { turnToDay } from "./past.js";
import { problems, settleTakenBack } from "./problems.js";
import { results } from "./found.js";
import { saving } from "./saving.js";
import { Sender } from "./sender.js";
import { Slip } from "./slip.js";
import { Slips } from "./slips.js";
import { State } from "./state.js";
import { steppers } from "./stepper.js";
import { Today } from "./today.js";
import { Strangers, vault } from "./vault.js";

const PAGES = "mistok-desk-pages";
const desk = document.querySelector("[data-desk]");
const words = JSON.parse(document.getElementById("desk-words").textContent);
turnToDay(desk, words);
const { point, user, past, sync, key, pack: packAddress, worker, scope, part } = desk.dataset;
let outbox;

// Nobody is in the middle of a visitor, and nothing is on its way to the disk.
const isIdle = () => !document.querySelector("[data-box]").value && !desk.querySelector("[data-category]:checked")
  && !document.querySelector("dialog[open]") && !outbox?.writing;

let later;
function beginAnew(isTime) {
  clearTimeout(later);
  if (isTime()) location.reload();
  else later = setTimeout(beginAnew, 3000, isTime);
}

async function begin() {
  const pack = new Pack(packAddress);
  const slip = new Slip(desk, words);
  const cards = new Cards(desk, { pack, words });
  const clock = new Clock();
  const state = new State(desk, { words, clock });
  const found = results(desk, { pack, cards, state, words });
  notes(words);
  const packed = pack.load().catch(() => { /* the server opens the cards */ });

  const opened = await vault(user, key);
  await clock.begin(document.getElementById("today").dataset.asOf);
  const parts = { words, point, past, clock, slip, cards, found, pack, vault: opened, address: part };
  const mark = await lasting(desk, words);
  const told = [];
  outbox = parts.outbox = new Outbox({
    vault: opened, clock, changed: () => { for (const each of told) each(); }, away,
    forgot: () => today.renew(true).catch(() => { /* at the next sending */ }),
  });
  const today = parts.today = new Today(desk, parts);
  const sender = parts.sender = new Sender({ outbox, clock, address: sync, told: async (news) => {
    state.heard(news);
    if (news.strange) beginAnew(isIdle); // somebody else is signed in by now
    if (news.online && !news.signedOut) {
      await settleTakenBack(outbox);
      await today.renew().catch(() => { /* the strip has all of it anyway */ });
    }
  } });
  const mending = parts.mending = mendings(desk, parts);
  const slips = parts.slips = new Slips(desk, parts);
  const list = problems(desk, parts);
  told.push(() => state.show(outbox), () => today.show(), () => list.show(), () => mark(outbox));

  await older(today);
  await outbox.refresh();
  const { same, toast } = saving(desk, parts);
  for (const [news, title] of [["mistok:mended", words.updated], ["mistok:withdrawn", words.taken_back]]) {
    document.addEventListener(news, ({ detail }) => {
      toast(title, detail);
      same();
      found.home();
    });
  }
  await packed;
  await slips.restore();
  same();
  desk.dataset.ready = "1";
  sender.now();
  opened.checked.then(() => outbox.announce(), (error) => { if (error instanceof Strangers) location.reload(); });
  keep().catch(() => { /* without it the desk works while it stays open */ });
}

// Another tab was signed out of, or in by somebody else: what is open here is not for the next person. Not the
// door of the desk: the session may end a moment later than we are told.
function away(other) {
  if (document.querySelector("[data-forgotten]")) return; // it is this page that signs out
  if (outbox.writing) setTimeout(away, 50, other);
  else if (other) location.reload();
  else location.replace("/");
}

// A page out of the store may be older than the day taken from the server after it.
async function older(today) {
  if (past || !window.caches) return;
  const kept = await (await caches.open(PAGES)).match(part).catch(() => null);
  const place = kept && new DOMParser().parseFromString(await kept.text(), "text/html").getElementById("today");
  if (place && place.dataset.asOf > today.place.dataset.asOf) today.take(place);
}

// From here on the page opens without a connection.
async function keep() {
  if (!navigator.serviceWorker) return;
  const isFirst = !navigator.serviceWorker.controller;
  let hasBegun = !isFirst;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // A newer desk has come in. What was just recorded may still be taken back first.
    if (hasBegun) beginAnew(() => isIdle() && !document.querySelector(".toast"));
    hasBegun = true;
  });
  await navigator.serviceWorker.register(worker, { scope });
  if (!isFirst || past) return;
  const pages = await caches.open(PAGES);
  await Promise.all([location.pathname, packAddress].map(async (address) => {
    const response = await fetch(address, { credentials: "same-origin", cache: "force-cache" }); // it came a moment ago
    if (response.ok && !response.redirected) await pages.put(address, response);
  }));
}

// No storage, no secure connection, a locked-down browser: the forms of the page do the work, with a connection.
function plainly(reason) {
  console.warn("desk without storage:", reason);
  document.querySelector("[data-state-line]").textContent = words.plain;
}

steppers(desk);
keys(desk);
if (window.isSecureContext && window.indexedDB && navigator.locks && window.BroadcastChannel && crypto.subtle) {
  begin().catch(plainly);
} else {
  plainly("not supported");
}
