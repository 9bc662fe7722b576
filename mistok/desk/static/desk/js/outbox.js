// Saves on their way. Every save lands here first, online too, and leaves only when the server has said «created»
// or «duplicate» (handover.js). A row tells in clear whose it is and how it stands; what was written is locked (vault.js).
import { uuid7 } from "../../ui/js/desk-uuid.js";
import { again, counts, DISCARDED, dropped, GONE, REJECTED, WAITING } from "./rows.js";
import { all, alter, put, within } from "./store.js";

const SCHEMA = 1; // of the facts; a record keeps the one it was written by, and the server goes on reading it
const KEEP_DISCARDED = 30 * 86_400_000;

export class Outbox {
  #vault;
  #clock;
  #opened = new Map(); // uuid → record, so that nothing is unlocked twice
  #news = new BroadcastChannel("mistok-desk");
  #reading = Promise.resolve();
  #next = null; // a reading that has not begun
  #fresh = []; // written since the last reading began
  rows = []; // own rows in the order they were written
  foreign = 0; // rows of other people on this device
  shut = 0; // own rows that no key opens
  untold = []; // own ones that were put away here, while the server still lists them
  writing = 0; // saves that are not on the disk yet

  // changed() after each change; forgot() when another tab has rows of the server for those that were sent;
  // away(user) when another tab was signed out of, or in by that user.
  constructor({ vault, clock, changed, forgot, away }) {
    this.#vault = vault;
    this.#clock = clock;
    this.changed = changed;
    let soon;
    this.#news.onmessage = ({ data }) => {
      clearTimeout(soon); // many at once are one
      if (data === "changed") soon = setTimeout(() => this.refresh(), 80);
      else if (data === "forgot") forgot().finally(() => this.refresh());
      else if (data.user !== this.user) away(data.user);
    };
  }

  get user() { return this.#vault.user; }
  in(...states) { return this.rows.filter((row) => states.includes(row.state)); }

  // Tells the other tabs who is signed in here.
  announce() { this.#news.postMessage({ user: this.user }); }

  // Reads everything anew, also what other tabs did. Readings stand in line: none covers a later one.
  refresh() {
    this.#next ||= this.#reading.then(() => {
      this.#next = null;
      return this.#read();
    });
    this.#reading = this.#next.catch(() => { /* told to whoever asked */ });
    return this.#next;
  }

  async #read() {
    this.#fresh = [];
    const found = await all("outbox");
    const mine = found.filter((row) => row.user === this.user).sort((a, b) => a.order - b.order || (a.uuid < b.uuid ? -1 : 1));
    this.untold = mine.filter((row) => row.untold).map((row) => row.uuid);
    const own = mine.filter((row) => row.state !== GONE);
    for (const row of own) {
      const known = this.#opened.get(row.uuid);
      row.record = known?.stamp === row.stamp ? known.record : await this.#vault.unlock(row.uuid, row);
      this.#opened.set(row.uuid, { stamp: row.stamp, record: row.record });
    }
    this.foreign = found.filter((row) => row.user !== this.user && counts(row)).length;
    this.shut = own.filter((row) => !row.record && counts(row)).length;
    const read = new Set(own.map((row) => row.uuid));
    this.rows = [...own.filter((row) => row.record), ...this.#fresh.filter((row) => !read.has(row.uuid))];
    this.changed();
  }

  async tell() {
    this.#news.postMessage("changed");
    await this.refresh();
  }

  // Writes a record down for good; resolves when it is on the disk.
  async add(record) {
    const uuid = uuid7();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "Europe/Kyiv";
    const full = { zone, ...this.#clock.doubt(), ...record, schema: SCHEMA, uuid };
    this.writing += 1;
    try {
      const row = { uuid, user: this.user, order: Date.now(), state: WAITING, attempts: 0, stamp: uuid7(), ...await this.#vault.lock(uuid, full) };
      // A clock set back must not put a correction before what it corrects.
      row.order = Math.max(row.order, ...this.rows.map((each) => each.order + 1));
      await put("outbox", row);
      this.#opened.set(uuid, { stamp: row.stamp, record: full });
      for (const list of [this.rows, this.#fresh]) list.push({ ...row, record: full });
    } finally {
      this.writing -= 1;
    }
    this.changed();
    this.#news.postMessage("changed");
    return full;
  }

  // Rewrites a record that has surely not been stored: never sent, or refused (then it goes again, under its own
  // identifier, so that what refers to it finds it). False when it may have been.
  async rewrite(uuid, record) {
    const stamp = uuid7();
    const missed = this.rows.find((row) => row.uuid === uuid)?.code === "missing";
    const locked = await this.#vault.lock(uuid, missed ? this.#alone(record) : record);
    const done = await alter("outbox", uuid, (row) => {
      if (row.state !== REJECTED && (row.attempts || row.state !== WAITING)) return false;
      return Object.assign(again(row), locked, { stamp });
    });
    await this.tell();
    return Boolean(done);
  }

  // What was to be added to a visit that is nowhere is a visit of its own.
  #alone(record) {
    const { same, ...facts } = record.facts;
    return this.rows.some((row) => row.uuid === same && row.state !== DISCARDED) ? record : { ...record, facts };
  }

  // Takes a record off the device: only one that was never sent, or that the server refused. What referred to it
  // refers to the record that stands `instead`, or to what that one referred to.
  async drop(uuid, instead) {
    const done = await alter("outbox", uuid, dropped);
    if (done !== false) await this.#released(uuid, instead);
    await this.tell();
    return done !== false;
  }

  async #released(uuid, instead) {
    const target = instead || this.rows.find((row) => row.uuid === uuid)?.record.facts.same;
    for (const row of this.rows) {
      if (row.attempts || row.record.facts.same !== uuid) continue;
      const { same, ...facts } = row.record.facts;
      await this.rewrite(row.uuid, { ...row.record, facts: { ...facts, ...(target && { same: target }) } });
    }
  }

  // Sent rows that today's strip of the server already holds, and what was discarded long ago.
  async forget(uuids) {
    const old = this.in(DISCARDED).filter((row) => Date.now() - row.order_discarded > KEEP_DISCARDED).map((row) => row.uuid);
    if (!uuids.length && !old.length) return;
    await within("outbox", "readwrite", (store) => {
      for (const uuid of [...uuids, ...old]) store.delete(uuid);
    });
    this.#news.postMessage("forgot");
    await this.refresh();
  }
}
