// Opens pages for counting by hand again without a connection. Only they and their files are kept; a page that
// answers no more (the person signed out, the count is ended) is forgotten. COUNTING comes before this text: the
// pattern of the addresses of such pages. What is kept goes at sign-out (sign-out.js).
const STORE = "mistok-counting";
const PAGES = new RegExp(COUNTING);
const FILES = /^\/(static|assets)\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(caches.open(STORE).then(async (store) => {
    await Promise.all(files.map((file) => store.add(file).catch(() => {})));
    const response = await fetch(page, { credentials: "same-origin" });
    if (response.ok && !response.redirected) await store.put(page, response);
    else if (response.status < 500) await store.delete(page);
  }));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname, origin } = new URL(request.url);
  const isOurs = request.mode === "navigate" ? PAGES.test(pathname) : origin === self.location.origin && FILES.test(pathname);
  if (isOurs) event.respondWith(newest(request));
});

// From the server while it answers, else as it was kept.
async function newest(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request.url, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
  try {
    const response = await fetch(request);
    if (kept && response.status >= 500) return kept;
    if (response.type === "opaqueredirect" || [403, 404].includes(response.status)) await store.delete(request.url);
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
