// The device's own storage, as promises. One database; each write is on the disk before it is told of.
const NAME = "mistok-desk";
let opening;

export function open(name = NAME, stores = { outbox: "uuid", meta: "name" }) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, key] of Object.entries(stores)) request.result.createObjectStore(store, { keyPath: key });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function database() {
  opening ||= open().then((found) => {
    // Another tab may need the storage away (a sign-out, an update): let it, and open anew when asked.
    found.onversionchange = found.onclose = () => { found.close(); opening = null; };
    return found;
  }).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

// Runs `work(store)` in one transaction; resolves with what it returned, or with the result of a request it
// returned, once all is written.
export async function within(name, mode, work) {
  try {
    return await run(await database(), name, mode, work);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opening = null; // the browser closed the storage under us before anything began
    return run(await database(), name, mode, work);
  }
}

function run(found, name, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = found.transaction(name, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const given = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(given instanceof IDBRequest ? given.result : given);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error || new Error("aborted"));
  });
}

export const all = (name) => within(name, "readonly", (store) => store.getAll());
export const get = (name, key) => within(name, "readonly", (store) => store.get(key));
export const put = (name, value) => within(name, "readwrite", (store) => { store.put(value); });
export const remove = (name, key) => within(name, "readwrite", (store) => { store.delete(key); });

// Reads one row, lets `change` alter it (false: nothing is written, null: the row goes), writes it back: one
// transaction, so that no other tab comes in between. Resolves with what `change` returned.
export function alter(name, key, change) {
  let said;
  return within(name, "readwrite", (store) => {
    const request = store.get(key);
    request.onsuccess = () => {
      said = request.result ? change(request.result) : false;
      if (said === null) store.delete(key);
      else if (said !== false) store.put(request.result);
    };
  }).then(() => said);
}

export async function meta(name) {
  return (await get("meta", name))?.value;
}

export function setMeta(name, value) {
  return put("meta", { name, value });
}
