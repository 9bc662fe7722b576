// Sends what waits: one sender for all tabs of the device, in the order of writing, again and again with growing
// pauses until the server has answered for each record by name.
import { SENT, WAITING } from "./outbox.js";
import { meta, setMeta } from "./store.js";
import { uuid7 } from "../../ui/js/desk-uuid.js";

const BATCH = 200;
const PAUSES = [2, 5, 15, 30, 60, 120]; // seconds
const QUIET = 60; // seconds between looks at the server when there is nothing to send
const PATIENCE = 25_000;

// The same text for the same facts on every machine: keys in order, nothing between.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

export async function fingerprint(facts) {
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

  constructor(outbox, address, told) {
    this.outbox = outbox;
    this.address = address;
    this.told = told; // told({online, signedOut, skew}) after every try
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
      return this.#deliver().catch(() => this.#failed({ online: false }));
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
    // been sent can still be rewritten or taken back here.
    let probing = this.#failures > 0 || !navigator.onLine;
    for (;;) {
      const batch = probing ? [] : await this.outbox.take(this.most);
      const begun = Date.now();
      const response = await this.#post(batch);
      if ([401, 403].includes(response.status) || response.redirected) return this.#failed({ online: true, signedOut: true });
      if (response.status === 413 && this.most > 1) {
        this.most = Math.ceil(this.most / 2);
        continue;
      }
      if (!response.ok) return this.#failed({ online: response.status < 500, refused: response.status < 500 });
      const { server_time: serverTime, answers } = await response.json();
      await this.outbox.settle(answers, batch);
      if (!answers.some((each) => each.retry)) this.#failures = 0;
      const skew = Math.round((Date.parse(serverTime) - (begun + Date.now()) / 2) / 1000);
      await this.told({ online: true, signedOut: false, refused: false, skew });
      const named = new Set(answers.map((each) => each.uuid));
      // Not told of all, or told to try some again: not at once.
      if (batch.some((row) => !named.has(row.uuid)) || answers.some((each) => each.retry)) return this.#failed({ online: true });
      probing = false;
      if (!this.outbox.in(WAITING).length) break;
    }
    return this.#later(this.outbox.in(SENT).length ? PAUSES[1] : QUIET);
  }

  async #post(batch) {
    const records = await Promise.all(batch.map(async ({ record }) => {
      const { uuid, kind, point, occurred_at, zone, actor, facts } = record;
      return { uuid, schema: 1, kind, point, occurred_at, zone, actor, sha256: await fingerprint(facts), facts };
    }));
    let device = await meta("device");
    if (!device) await setMeta("device", device = uuid7());
    return fetch(this.address, {
      method: "POST",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ device, sent_at: new Date().toISOString(), records }),
    });
  }
}
