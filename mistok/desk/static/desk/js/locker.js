// What a form keeps on this device, locked for the person who wrote it (vault.js) and spelt so that local storage
// takes it. In clear only where the browser locks nothing, or the first page came without a key.
import { Strangers, vault } from "./vault.js";

const spelt = (data) => btoa(Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join(""));
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

// Somebody else is signed in by now: this page is not theirs.
const leave = (error) => { if (error instanceof Strangers) location.reload(); };

export const OPEN = { lock: async (_label, value) => value, unlock: async (kept) => kept };

export function locker(person, address) {
  if (!window.isSecureContext || !window.indexedDB) return OPEN;
  const opening = vault(person, address).catch(leave);
  opening.then((found) => found?.checked.catch(leave));
  return {
    async lock(label, value) {
      const found = await opening;
      if (!found) return value;
      const { iv, data } = await found.lock(label, value);
      return { label, iv: spelt(iv), data: spelt(data) };
    },
    // Undefined for what none of this person's keys opens.
    async unlock(kept) {
      if (!kept?.label) return kept;
      const found = await opening;
      return found?.unlock(kept.label, { iv: bytes(kept.iv), data: bytes(kept.data) });
    },
  };
}
