// Saves on their way. Every save lands here first, online too, and leaves only when the server has said «created»
// or «duplicate». A row tells in clear whose it is and how it stands; what was written is locked (vault.js).
import { uuid7 } from "../../ui/js/desk-uuid.js";
import { all, alter, put, within } from "./store.js";

export const WAITING = "waiting", SENT = "sent", DISCARDED = "discarded";
export const NEEDS_CARE = ["conflict", "rejected"];
const TRIES = 12; // a record that is to be tried again is shown to a person after so many
const KEEP_DISCARDED = 30 * 86_400_000;

export class Outbox {
  #vault;
  #opened = new Map(); // uuid → record, so that nothing is unlocked twice
  #news = new BroadcastChannel("mistok-desk");
  rows = []; // own rows in the order they were written
  foreign = 0; // rows of other people on this device
  shut = 0; // own rows that no key opens

  constructor(vault, changed) {
    this.#vault = vault;
    this.changed = changed;
    let soon;
    this.#news.onmessage = () => { // many at once are one
      clearTimeout(soon);
      soon = setTimeout(() => this.refresh(), 80);
    };
  }

  get user() { return this.#vault.user; }
  in(...states) { return this.rows.filter((row) => states.includes(row.state)); }

  // Reads everything anew, also what other tabs did.
  async refresh() {
    const found = await all("outbox");
    const own = found.filter((row) => row.user === this.user).sort((a, b) => a.order - b.order || (a.uuid < b.uuid ? -1 : 1));
    for (const row of own) {
      const known = this.#opened.get(row.uuid);
      row.record = known?.stamp === row.stamp ? known.record : await this.#vault.unlock(row.uuid, row);
      this.#opened.set(row.uuid, { stamp: row.stamp, record: row.record });
    }
    this.foreign = found.filter((row) => row.user !== this.user && [WAITING, ...NEEDS_CARE].includes(row.state)).length;
    this.shut = own.filter((row) => !row.record).length;
    this.rows = own.filter((row) => row.record);
    this.changed();
  }

  async #tell() {
    this.#news.postMessage("changed");
    await this.refresh();
  }

  // Writes a record down for good; resolves when it is on the disk.
  async add(record) {
    const uuid = uuid7();
    const full = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "Europe/Kyiv", ...record, uuid };
    const row = { uuid, user: this.user, order: Date.now(), state: WAITING, attempts: 0, stamp: uuid7(), ...await this.#vault.lock(uuid, full) };
    // A clock set back must not put a correction before what it corrects.
    row.order = Math.max(row.order, ...this.rows.map((each) => each.order + 1));
    await put("outbox", row);
    this.#opened.set(uuid, { stamp: row.stamp, record: full });
    this.rows.push({ ...row, record: full });
    this.changed();
    this.#news.postMessage("changed");
    return full;
  }

  // Rewrites a record that has surely never been sent; false when it may have been.
  async rewrite(uuid, record) {
    const stamp = uuid7();
    const locked = await this.#vault.lock(uuid, record);
    const done = await alter("outbox", uuid, (row) => {
      if (row.attempts || row.state !== WAITING) return false;
      return Object.assign(row, locked, { stamp });
    });
    await this.#tell();
    return Boolean(done);
  }

  // Takes a record off the device: only one that was never sent, or that the server refused.
  async drop(uuid) {
    const done = await alter("outbox", uuid, (row) => (!row.attempts || NEEDS_CARE.includes(row.state) ? null : false));
    if (done === null) await this.#released(uuid);
    await this.#tell();
    return done === null;
  }

  // Whatever referred to a record that is gone refers to what that one referred to.
  async #released(uuid) {
    const gone = this.rows.find((row) => row.uuid === uuid)?.record;
    for (const row of this.rows) {
      if (row.attempts || row.record.facts.same !== uuid) continue;
      const facts = { ...row.record.facts };
      if (gone?.facts.same) facts.same = gone.facts.same;
      else delete facts.same;
      await this.rewrite(row.uuid, { ...row.record, facts });
    }
  }

  // The rows that go now; from here on they may have reached the server, whatever is heard of them.
  take(most) {
    const taken = [];
    return within("outbox", "readwrite", (store) => {
      // Those that the server put off go last, so that they hold nobody up.
      const queue = this.in(WAITING).sort((a, b) => (a.tries || 0) - (b.tries || 0) || a.order - b.order);
      const own = new Map(queue.slice(0, most).map((row) => [row.uuid, row]));
      for (const [uuid, row] of own) {
        const request = store.get(uuid);
        request.onsuccess = () => {
          const found = request.result;
          if (found?.state !== WAITING || found.stamp !== row.stamp) return; // another tab was quicker
          found.attempts += 1;
          row.attempts = found.attempts;
          store.put(found);
          taken.push(row);
        };
      }
    }).then(() => taken);
  }

  // What the server said of each.
  async settle(answers, batch) {
    const sent = new Set(batch.map((row) => row.uuid));
    await within("outbox", "readwrite", (store) => {
      for (const { uuid, answer, code = "", text = "", retry = false } of answers) {
        if (!sent.has(uuid)) continue;
        const request = store.get(uuid);
        request.onsuccess = () => {
          const row = request.result;
          if (!row) return;
          if (answer === "created" || answer === "duplicate") Object.assign(row, { state: SENT });
          else if (retry && (row.tries || 0) < TRIES) row.tries = (row.tries || 0) + 1;
          else if (NEEDS_CARE.includes(answer)) Object.assign(row, { state: answer, code, text });
          else return;
          store.put(row);
        };
      }
    });
    await this.#tell();
  }

  async resend(uuid) {
    await alter("outbox", uuid, (row) => Object.assign(row, { state: WAITING, tries: 0, code: "", text: "" }));
    await this.#tell();
  }

  async discard(uuid, reason) {
    await alter("outbox", uuid, (row) => Object.assign(row, { state: DISCARDED, reason, order_discarded: Date.now() }));
    await this.#tell();
  }

  // Sent rows that today's strip of the server already holds, and what was discarded long ago.
  async forget(uuids) {
    const old = this.in(DISCARDED).filter((row) => Date.now() - row.order_discarded > KEEP_DISCARDED).map((row) => row.uuid);
    if (!uuids.length && !old.length) return;
    await within("outbox", "readwrite", (store) => {
      for (const uuid of [...uuids, ...old]) store.delete(uuid);
    });
    await this.#tell();
  }
}
