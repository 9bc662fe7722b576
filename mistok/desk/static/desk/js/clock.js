// What time it is really. The server tells at each contact how far the clock of the device is off. Between contacts
// it may be set, or begin anew in 2010 after a power cut; but it is never earlier than the server said last.
import { meta, setMeta } from "./store.js";

const MUCH = 120_000; // milliseconds by which a clock may be wrong before we speak of it
const SESSION = crypto.randomUUID(); // of this page: `performance.now()` goes on in it whatever the clock does

export class Clock {
  skew = 0; // milliseconds by which the device is behind
  #doubt = 0; // of them, known from nothing but the last contact: a clock that was set back since

  // asOf: when the server made what is on the page.
  async begin(asOf) {
    const known = await meta("clock");
    const seen = Math.max(known?.seen || 0, Date.parse(asOf) || 0);
    const isPossible = (skew) => Date.now() + skew >= seen - MUCH;
    this.skew = known?.skew || 0;
    if (isPossible(this.skew)) return;
    this.skew = this.#doubt = isPossible(0) ? 0 : seen - Date.now();
  }

  now() { return Date.now() + this.skew; }
  get isWrong() { return Math.abs(this.skew) > MUCH; }

  // The server said its time to a question asked at the moment `begun`.
  async heard(serverTime, begun) {
    const seen = Date.parse(serverTime);
    this.skew = Math.round(seen - (begun + Date.now()) / 2);
    this.#doubt = 0;
    await setMeta("clock", { skew: this.skew, seen });
  }

  // What a record has to know of a clock that is surely wrong, by how much nobody can tell yet.
  doubt() {
    return this.#doubt ? { doubt: this.#doubt, session: SESSION, tick: performance.now() } : {};
  }

  // The moment of a record for the server, which sets right by the clock as it stands when it is sent.
  moment({ occurred_at: said, doubt, session, tick }) {
    if (!doubt || this.skew > doubt - MUCH) return said; // wrong as it was: the server knows
    const at = session === SESSION ? Date.now() - (performance.now() - tick) : Date.parse(said) + doubt;
    return new Date(at).toISOString();
  }
}
