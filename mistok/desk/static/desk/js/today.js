// The strip of today: what the server counted, with what waits on this device on top of it. One visit is one line,
// however often it was added to, corrected or taken back before it was sent.
import { count, zero } from "./figures.js";
import { DISCARDED, SENT, WAITING, NEEDS_CARE } from "./rows.js";

const LATEST = 6;
export const KYIV = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Kyiv" });
const HOUR = new Intl.DateTimeFormat("uk", { timeZone: "Europe/Kyiv", hour: "2-digit", minute: "2-digit" });
export const hour = (at) => HOUR.format(at);

// Whether the panel beside the desk can set the visit right: one thing, all of which is known here.
export const canMend = ({ items, local }) => items.length === 1 && !local?.facts.same;

export class Today {
  visits = new Map();

  constructor(desk, { words, point, address, past, clock, outbox }) {
    Object.assign(this, { desk, words, point, address, past, clock, outbox });
    this.plurals = new Intl.PluralRules(document.documentElement.lang);
    this.numbers = new Intl.NumberFormat(document.documentElement.lang);
    this.#base(this.place);
  }

  get place() { return document.getElementById("today"); }
  get held() { return document.activeElement?.closest("#today [data-uuid]")?.dataset.uuid; }

  // The day that is written for: the chosen past one, or today by the clock set right.
  get day() { return this.past || KYIV.format(this.clock.now()); }

  #base(place) {
    const figures = Object.fromEntries([...place.querySelectorAll("[data-figure]")].map((each) => [each.dataset.figure, Number(each.dataset.value)]));
    const rows = [...place.querySelectorAll("[data-record]")].map((each) => ({ ...JSON.parse(each.dataset.record), line: each }));
    const [counted, gone] = [place.dataset.counted, place.dataset.gone].map((each) => new Set(each?.split(" ")));
    this.base = { day: place.dataset.day, figures, rows, counted, gone };
  }

  // The visits as they stand when all that waits is taken in.
  #effective() {
    const fresh = this.base.day === this.day;
    const visits = new Map((fresh ? this.base.rows : []).map((row) => [row.uuid, row]));
    const sums = fresh ? { ...this.base.figures } : zero();
    // A record that was not taken in stands in the list, but is not counted before it is mended.
    const add = (visit, sign) => { if (!visit.uncounted) for (const [name, value] of Object.entries(count(visit))) sums[name] += sign * value; };
    const swap = (old, visit) => {
      if (old) { add(old, -1); visits.delete(old.uuid); }
      if (visit) { add(visit, 1); visits.set(visit.uuid, visit); }
    };
    const known = new Set(visits.keys());
    for (const { record, state, code, text } of this.outbox.rows) {
      // What the server has already is counted there, or not any more, though its answer may be on its way.
      const isAt = (list) => fresh && list.has(record.uuid.slice(-12));
      if (state === DISCARDED || record.point !== this.point || known.has(record.uuid) || isAt(this.base.gone)) continue;
      const { kind, facts, shown, day } = record;
      const old = visits.get(facts.encounter || facts.same);
      // A change that was not taken in changes nothing: the record stands as it stood.
      if (NEEDS_CARE.includes(state) && (kind !== "encounter" || old)) continue;
      const standing = { uuid: record.uuid, state, code, text, mine: true, local: record, uncounted: NEEDS_CARE.includes(state) };
      if (isAt(this.base.counted)) {
        // Here only to be changed.
        if (shown && !facts.same) visits.set(record.uuid, { ...shown, ...standing, time: record.time, at: record.occurred_at });
      } else if (kind === "void") {
        // What stood before an undone correction stands again, under the identifier of the undoing.
        const again = facts.reason === "undo" && old?.before;
        if (old) swap(old, again ? { ...again, uuid: record.uuid, line: null, state, local: record } : null);
      } else if (day !== this.day && !old) {
        continue;
      } else if (kind === "correction") {
        if (old) swap(old, { ...old, ...shown, ...standing, line: null, time: old.time, at: old.at, before: old });
      } else if (facts.same && old) {
        swap(old, { ...old, ...standing, items: [...old.items, ...shown.items], line: null, before: old });
      } else {
        swap(null, { ...shown, ...standing, ...(facts.same && { number: 0 }), time: record.time, at: record.occurred_at });
      }
    }
    return { visits, sums };
  }

  // The pencil that has the focus keeps it though its line is drawn anew.
  show(held = this.held) {
    const { visits, sums } = this.#effective();
    this.visits = visits;
    const { place, words } = this;
    for (const each of place.querySelectorAll("[data-figure]")) {
      const value = sums[each.dataset.figure] || 0;
      each.textContent = this.numbers.format(value);
      each.previousElementSibling.textContent = words.figures[each.dataset.figure][this.plurals.select(value)];
    }
    const local = [...visits.values()].filter((each) => each.local).reverse();
    const stays = [...visits.values()].filter((each) => !each.local);
    const lines = [...local, ...stays].slice(0, Math.max(LATEST, Math.min(local.length, LATEST * 2)));
    const list = place.querySelector("[data-list]");
    const drawn = lines.map((each) => each.line || this.#line(each));
    // What looks the same stays in its place: a line taken away under the finger would not hear the press.
    const isSame = drawn.length === list.children.length && drawn.every((line, at) => line.isEqualNode(list.children[at]));
    if (!isSame) list.replaceChildren(...drawn);
    list.hidden = !lines.length;
    place.querySelector("[data-empty]").hidden = lines.length > 0;
    if (held) place.querySelector(`[data-uuid="${held}"] [data-mend]`)?.focus();
  }

  #line(visit) {
    const item = document.querySelector("[data-line]").content.firstElementChild.cloneNode(true);
    const { words } = this;
    item.dataset.uuid = visit.uuid;
    item.querySelector("[data-time]").textContent = visit.time || "–";
    item.querySelector("[data-what]").textContent = this.what(visit);
    const number = visit.number === 1 ? "" : `${this.numbers.format(visit.number)} ${words.figures.people[this.plurals.select(visit.number)]}`;
    const outcomes = [...new Set(visit.items.map((each) => words.outcomes[each.outcome]))].join(", ");
    const waits = visit.state === WAITING ? words.waits : NEEDS_CARE.includes(visit.state) ? words.needs_care : "";
    item.querySelector("[data-about]").textContent = [visit.who, number, outcomes, waits].filter(Boolean).join(" · ");
    const pencil = item.querySelector("[data-mend]");
    item.querySelector("[data-mend-name]").textContent = `${words.correct_of} ${visit.time || this.what(visit)}`;
    if (visit.state === SENT) pencil.href = pencil.dataset.address.replace("00000000-0000-0000-0000-000000000000", visit.uuid);
    else if (!canMend(visit) || visit.local.kind === "void") pencil.remove();
    return item;
  }

  what({ items }) {
    return items.map((each) => (each.times > 1 ? `${this.numbers.format(each.times)} × ${each.name}` : each.name)).join(", ") || this.words.people_counted;
  }

  // Takes the day anew from the server, once it has taken in what was sent; then the sent rows are not needed.
  async renew(isDue = Boolean(this.place.dataset.unknown)) {
    const sent = this.outbox.in(SENT).map((row) => row.uuid);
    if (!(sent.length || isDue) || this.renewing) return;
    this.renewing = true;
    try {
      const response = await fetch(this.address, { credentials: "same-origin", signal: AbortSignal.timeout(10_000) });
      if (!response.ok || response.redirected) return;
      const copy = response.clone();
      const place = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("today");
      if (!place) return;
      this.take(place);
      // A reload without a connection begins from this day, not from an older one.
      if (window.caches && !this.past) await (await caches.open("mistok-desk-pages")).put(this.address, copy).catch(() => {});
      await this.outbox.forget(sent);
    } finally {
      this.renewing = false;
    }
  }

  take(place) {
    const { held } = this;
    this.place.replaceWith(place);
    this.#base(place);
    this.show(held);
  }
}
