// Locks what waits on the device, so that only the person who wrote it opens it. The key comes from the server to
// the signed-in page, is held by the browser as one that no script can read out, and is thrown away at sign-out
// (ui/js/sign-out.js); after signing in again the same person gets the same key.
// Honest limits: while the person is signed in, whoever sits at the device works as that person, as everywhere on
// the site; and whoever reads the browser's files of a running session has its keys too.
import { open } from "./store.js";

const KEYS = "mistok-keys"; // a database of its own: forgotten as a whole

async function within(mode, work) {
  const database = await open(KEYS, { keys: "user" });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("keys", mode);
      const request = work(transaction.objectStore("keys"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const taken = (text) => crypto.subtle.importKey(
  "raw", Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)), "AES-GCM", false, ["encrypt", "decrypt"],
);

export class Strangers extends Error {}

// The vault of the person: from the device at once, from the server when it is not there.
export async function vault(user, address) {
  const kept = await within("readonly", (store) => store.get(user)).catch(() => undefined);
  const asked = fetched(user, address);
  if (!kept) return new Vault(user, await asked);
  const found = new Vault(user, kept.keys);
  found.checked = asked.then((keys) => { found.keys = keys; });
  found.checked.catch(() => { /* no connection: the key that is here does */ });
  return found;
}

async function fetched(user, address) {
  const response = await fetch(address, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(8000) });
  if (!response.ok || response.redirected) throw new Error("signed out");
  const told = await response.json();
  if (told.user !== user) throw new Strangers();
  const keys = await Promise.all(told.keys.map(taken));
  await within("readwrite", (store) => store.put({ user, keys })).catch(() => { /* asked for again next time */ });
  return keys;
}

class Vault {
  checked = Promise.resolve();

  constructor(user, keys) {
    this.user = user;
    this.keys = keys;
  }

  #how(label, iv) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${this.user}/${label}`) };
  }

  async lock(label, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt(this.#how(label, iv), this.keys[0], text) };
  }

  // What was locked under this label; undefined when no key of the person opens it.
  async unlock(label, { iv, data }) {
    for (const key of this.keys) {
      try {
        return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(this.#how(label, iv), key, data)));
      } catch { /* the next key */ }
    }
    return undefined;
  }
}
