// Opens a counting page again without a connection. Only counting pages and their files are kept; a page that
// answers no more (the count is ended, the person signed out) is forgotten.
const STORE = "mistok-stock-taking";
const COUNTING = /\/equipment\/stock-takings\/[0-9a-f-]+\/count\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(caches.open(STORE).then(async (store) => {
    await Promise.all(files.map((file) => store.add(file).catch(() => {})));
    await renew(store, page);
  }));
});

async function renew(store, page) {
  const response = await fetch(page, { credentials: "same-origin" });
  if (response.ok && !response.redirected) await store.put(page, response);
  else await store.delete(page);
}

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
    if (response.redirected || [403, 404].includes(response.status) || response.type === "opaqueredirect") await store.delete(request.url);
    return response;
  } catch (error) {
    const kept = await store.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const store = await caches.open(STORE);
  return (await store.match(request)) || fetch(request);
}
