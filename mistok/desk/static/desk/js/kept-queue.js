// Forms saved without a connection: they wait on this device and go under the same key when it is back. One sender
// for all tabs; the same form sent twice counts once.
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

export class KeptQueue {
  ended = false; // the person is signed out

  // token(): the token of the page; refused(pairs): a form the server did not take, false when it must wait.
  constructor(name, { token, refused }) {
    Object.assign(this, { name, token, refused });
  }

  get waiting() { return read(this.name, []); }
  put(pairs) { return write(this.name, [...this.waiting, pairs]); }
  // Read anew each time: another form may have come in while this one was on its way.
  #drop(pairs) { write(this.name, this.waiting.filter((each) => keyOf(each) !== keyOf(pairs))); }

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
      for (let [first] = this.waiting; first; [first] = this.waiting) {
        const { became } = await this.send(first);
        if (became === "refused" && this.refused(first) !== false) return this.#drop(first);
        if (became !== "taken") return undefined;
        this.#drop(first);
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
