// At sign-out, and when the screen is turned to a visitor, this device forgets the keys of the person and the pages
// kept for working without a connection; open desks of other tabs are left too. What waits to be sent stays, locked:
// the same person opens it after signing in again. Without a connection the session on the server cannot be ended:
// it is ended by the first page of it that comes afterwards.
const UNFINISHED = "mistok-sign-out";
const menu = document.querySelector("[data-menu] [data-sign-out]");
const session = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]; // another one after each sign-in

function unfinished(value) {
  try {
    const was = localStorage.getItem(UNFINISHED);
    if (value) localStorage.setItem(UNFINISHED, value);
    else localStorage.removeItem(UNFINISHED);
    return was;
  } catch { // forbidden
    return null;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]") || form.dataset.forgotten || !window.indexedDB) return;
  event.preventDefault();
  if (form === menu && !navigator.onLine) unfinished(session);
  const forgetting = [new Promise((resolve) => {
    const request = indexedDB.deleteDatabase("mistok-keys");
    request.onsuccess = request.onerror = request.onblocked = resolve;
  })];
  if (window.caches) {
    forgetting.push(...["mistok-desk-pages", "mistok-counting"].map((name) => caches.delete(name)));
  }
  const soon = new Promise((resolve) => { setTimeout(resolve, 1500); });
  Promise.race([Promise.allSettled(forgetting), soon]).then(() => {
    form.dataset.forgotten = "1";
    if (window.BroadcastChannel) new BroadcastChannel("mistok-desk").postMessage({});
    form.submit();
  });
});

if (menu && session && navigator.onLine && unfinished() === session) menu.requestSubmit();
