// Sends what waits: one sender for all tabs of the device, in the order of writing, again and again with growing
// pauses until the server has answered for each record by name.
import { isStrange, settle, settled, take } from "./handover.js";
import { SENT, WAITING } from "./rows.js";
import { meta, setMeta } from "./store.js";
import { uuid7 } from "../../ui/js/desk-uuid.js";

const BATCH = 200;
const PAUSES = [2, 5, 15, 30, 60, 120]; // seconds
const QUIET = 60; // seconds between looks at the server when there is nothing to send
const PATIENCE = 25_000;

// The same text for the same facts on every machine: keys in order, nothing between.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

async function fingerprint(facts) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(facts)));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The cookie is the newest token: the page may have been kept for days, from before the last sign-in.
function token() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] || document.querySelector("[name=csrfmiddlewaretoken]").value;
}

export class Sender {
  #failures = 0;
  #timer;
  #queued = false;
  most = BATCH;

  constructor({ outbox, clock, address, told }) {
    Object.assign(this, { outbox, clock, address });
    this.told = told; // told({online, signedOut, …}) after every try
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => told({ online: false }));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.now(); });
  }

  // Asks for a sending as soon as no other tab is at it.
  now() {
    if (this.#queued) return;
    this.#queued = true;
    clearTimeout(this.#timer);
    navigator.locks.request("mistok-desk-sender", () => {
      this.#queued = false;
      return this.#deliver().catch((error) => this.#failed(error.name === "QuotaExceededError" ? { full: true } : { online: false }));
    }).catch(() => { // the lock was not given: a page on its way out, or back
      this.#queued = false;
      this.#later(PAUSES[0]);
    });
  }

  #later(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), seconds * 1000 * (0.8 + Math.random() * 0.4));
  }

  #failed(state) {
    this.told(state);
    this.#later(PAUSES[Math.min(this.#failures, PAUSES.length - 1)]);
    this.#failures += 1;
  }

  async #deliver() {
    await this.outbox.refresh();
    // While the server is away nothing is risked: first it is asked without records, so that what has surely not
    // been sent can still be rewritten or taken back here. A doubtful clock is compared first.
    let probing = this.#failures > 0 || !navigator.onLine || this.outbox.in(WAITING).some(({ record }) => record.doubt);
    for (;;) {
      const batch = probing ? [] : await take(this.outbox, this.most);
      const begun = Date.now();
      const untold = this.outbox.untold.slice(0, BATCH);
      const response = await this.#post(batch, untold);
      if ([401, 403].includes(response.status) || response.redirected) return this.#failed({ online: true, signedOut: true });
      if (response.status === 413 && this.most > 1) {
        this.most = Math.ceil(this.most / 2);
        continue;
      }
      if (!response.ok) return this.#failed({ online: response.status < 500, refused: response.status < 500 });
      const { server_time: serverTime, answers } = await response.json();
      await settle(this.outbox, answers, batch);
      await settled(this.outbox, untold);
      await this.clock.heard(serverTime, begun);
      const again = answers.some((each) => each.retry);
      if (!again) this.#failures = 0;
      const strange = answers.some(isStrange);
      await this.told({ online: true, signedOut: strange, strange, refused: false, full: false });
      if (strange) return this.#failed({ signedOut: true });
      const named = new Set(answers.map((each) => each.uuid));
      // Not told of all, or told to try some again: not at once.
      if (again || batch.some((row) => !named.has(row.uuid))) return this.#failed({ online: true });
      probing = false;
      if (!this.outbox.in(WAITING).length) break;
    }
    return this.#later(this.outbox.in(SENT).length ? PAUSES[1] : QUIET);
  }

  async #post(batch, untold) {
    const records = await Promise.all(batch.map(async ({ record }) => {
      const { uuid, schema = 1, kind, point, zone, actor, facts } = record;
      return { uuid, schema, kind, point, occurred_at: this.clock.moment(record), zone, actor, sha256: await fingerprint(facts), facts };
    }));
    let device = await meta("device");
    if (!device) await setMeta("device", device = uuid7());
    return fetch(this.address, {
      method: "POST",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ device, sent_at: new Date().toISOString(), records, settled: untold }),
    });
  }
}
