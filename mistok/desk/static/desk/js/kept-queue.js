// Forms saved without a connection: they wait on this device and go under the same key when it is back. One sender
// for all tabs; the same form sent twice counts once. What waits is locked for its person (locker.js).
import { OPEN } from "./locker.js";

const PATIENCE = 25_000;

export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch { // full or forbidden
    return false;
  }
}

const keyOf = (pairs) => pairs.find(([name]) => name === "uuid")?.[1];
const labelOf = (row) => row.label || keyOf(row);

export class KeptQueue {
  ended = false; // the person is signed out

  // token(): the token of the page; refused(pairs): a form the server did not take, tells false when it must wait.
  constructor(name, { token, refused, locker = OPEN }) {
    Object.assign(this, { name, token, refused, locker });
  }

  get waiting() { return read(this.name, []); }

  // False when the device has no room for it.
  async put(pairs) {
    const row = await this.locker.lock(keyOf(pairs), pairs);
    return write(this.name, [...this.waiting, row]);
  }

  // Read anew each time: another form may have come in while this one was on its way.
  #drop(row) { write(this.name, this.waiting.filter((each) => labelOf(each) !== labelOf(row))); }

  async send(pairs) {
    const body = new URLSearchParams(pairs);
    body.append("csrfmiddlewaretoken", this.token());
    const response = await fetch(location.pathname, {
      method: "POST", body, redirect: "follow", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE),
    });
    const became = fate(response);
    this.ended = became === "ended";
    return { became, response };
  }

  deliver() {
    const work = async () => {
      const shut = new Set(); // rows that no key of this page opens
      const next = () => this.waiting.find((row) => !shut.has(labelOf(row)));
      for (let row = next(); row; row = next()) {
        const pairs = await this.locker.unlock(row);
        if (!pairs) {
          shut.add(labelOf(row));
          continue;
        }
        const { became } = await this.send(pairs);
        if (became === "refused" && await this.refused(pairs) !== false) return this.#drop(row);
        if (became !== "taken") return undefined;
        this.#drop(row);
      }
      return undefined;
    };
    const done = navigator.locks ? navigator.locks.request(this.name, work) : work();
    return done.catch(() => { /* no connection: tried again later */ });
  }
}

// What became of it: taken (where it led), ended (signed out), refused (to be mended), silent (try later).
function fate(response) {
  // What is taken leads on within the desk; anything else is a door: sign-in, a second factor.
  if (response.redirected) return new URL(response.url).pathname.startsWith("/desk/") ? "taken" : "ended";
  if ([401, 403].includes(response.status)) return "ended";
  return response.status < 500 ? "refused" : "silent";
}
