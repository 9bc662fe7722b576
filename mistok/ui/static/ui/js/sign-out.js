// At sign-out, and when the screen is turned to a visitor, this device forgets the keys of the person and the pages
// kept for working without a connection; open desks of other tabs are left too. What waits to be sent stays, locked:
// the same person opens it after signing in again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]") || form.dataset.forgotten || !window.indexedDB) return;
  event.preventDefault();
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
