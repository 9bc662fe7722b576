// Opens the desk without a connection. Three kinds of things are kept: the files of the desk, together under one
// version; the page of the desk, its strip and the pack of cards as they came last; nothing else. What was kept
// of pages goes at sign-out (ui/js/sign-out.js). TOLD comes before this text: {version, files, start, away}.
const FILES = `mistok-desk-${TOLD.version}`;
const PAGES = "mistok-desk-pages";
const PATIENCE = 4000; // a page from the store is better than a wait
const DESK = new RegExp(`^${TOLD.start}[\\w-]+/$`);
const PACK = new RegExp(`^${TOLD.start}[\\w-]+/pack/$`);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const store = await caches.open(FILES);
    await Promise.all([...TOLD.files, TOLD.away].map((file) => store.add(new Request(file, { cache: "no-cache" }))));
    await renew();
    await self.skipWaiting();
  })());
});

// Pages kept before an update go with the files of before it: they are taken anew with the new ones.
async function renew() {
  const pages = await caches.open(PAGES);
  await Promise.allSettled((await pages.keys()).map(async ({ url }) => {
    const response = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok && !response.redirected) await pages.put(url, response);
  }));
}

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("mistok-desk-") && ![FILES, PAGES].includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin, searchParams } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname, searchParams));
  else if (PACK.test(pathname)) event.respondWith(fresh(event, pathname));
  else if (/^\/(static|assets)\//.test(pathname)) event.respondWith(file(request));
});

async function file(request) {
  const store = await caches.open(FILES);
  const kept = await store.match(request, { ignoreVary: true });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    // A page from before an update asks for the style sheet of its day: today's is better than none.
    const sheet = /\/assets\/staff-/.test(request.url) && (await store.keys()).find((each) => /\/assets\/staff-/.test(each.url));
    if (sheet) return store.match(sheet, { ignoreVary: true });
    throw error;
  }
}

// From the server, and kept; from the store when the server does not answer in time.
async function fresh(event, key) {
  const pages = await caches.open(PAGES);
  const asked = fetch(event.request).then((response) => {
    if (response.ok && !response.redirected) event.waitUntil(pages.put(key, response.clone()));
    // Not theirs any more: the point was closed, the role was taken away.
    if ([403, 404].includes(response.status)) event.waitUntil(pages.delete(key));
    return response;
  });
  const kept = await pages.match(key);
  if (!kept) return asked;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
  return Promise.race([asked.then((response) => (response.status >= 500 ? kept : response), () => kept), late]);
}

async function page(event, pathname, searchParams) {
  if (DESK.test(pathname) && !searchParams.size) {
    try {
      return await fresh(event, pathname);
    } catch { /* nothing is kept and nobody answers */ }
    return away();
  }
  const kept = await instead(pathname);
  try {
    const response = await (kept ? soon(fetch(event.request)) : fetch(event.request));
    if (!kept || response.status < 500) return response;
  } catch { /* the server is away, or takes too long */ }
  return kept || away();
}

// The kept desk, for its address with something after it and for the door of all desks.
async function instead(pathname) {
  const pages = await caches.open(PAGES);
  if (DESK.test(pathname)) return pages.match(pathname);
  if (pathname !== TOLD.start) return undefined;
  const desks = (await pages.keys()).map((each) => new URL(each.url)).filter((url) => DESK.test(url.pathname));
  return desks.length ? Response.redirect(desks.at(-1).pathname) : undefined;
}

const soon = (asked) => Promise.race([asked, new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE, new Error("late")); })]);
const away = async () => (await caches.open(FILES)).match(TOLD.away);
