// Opens the pages for counting by hand again without a connection. Only they and their files are kept; a page
// that answers no more (the person signed out, the point is gone) is forgotten.
const STORE = "mistok-street";
const COUNTING = /\/desk\/[^/]+\/(street|tally)\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(caches.open(STORE).then(async (store) => {
    await Promise.all(files.map((file) => store.add(file).catch(() => {})));
    const response = await fetch(page, { credentials: "same-origin" });
    if (response.ok && !response.redirected) await store.put(page, response);
    else await store.delete(page);
  }));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate" && COUNTING.test(path)) event.respondWith(page(request));
  else if (/\/(static|assets)\//.test(path)) event.respondWith(file(request));
});

async function page(request) {
  const store = await caches.open(STORE);
  try {
    const response = await fetch(request);
    if (response.type === "opaqueredirect" || [403, 404].includes(response.status)) await store.delete(request.url);
    return response;
  } catch (error) {
    const kept = await store.match(request.url, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

// The newest file while there is a connection, the kept one without.
async function file(request) {
  const store = await caches.open(STORE);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await store.match(request.url);
    if (kept) return kept;
    throw error;
  }
}
