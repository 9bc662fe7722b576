// The big buttons of a street action, and the page that opens without a connection.
const form = document.querySelector("form .street-count").closest("form");
const box = form.querySelector("[data-count]");
const number = box.querySelector("input");
const said = form.querySelector("[data-said]");

for (const button of box.querySelectorAll("[data-add]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    number.value = Math.max(0, (Number.parseInt(number.value, 10) || 0) + Number(button.dataset.add));
    said.textContent = number.value;
    form.dispatchEvent(new Event("kept:changed"));
    navigator.vibrate?.(15);
  });
}

if (form.dataset.worker) {
  navigator.serviceWorker?.register(form.dataset.worker, { scope: form.dataset.scope }).then(async (registration) => {
    const worker = registration.active ?? await new Promise((resolve) => {
      const coming = registration.installing ?? registration.waiting;
      coming.addEventListener("statechange", () => coming.state === "activated" && resolve(coming));
    });
    const files = performance.getEntriesByType("resource").map((each) => each.name);
    worker.postMessage({ page: location.href.split(/[?#]/)[0], files: files.filter((name) => /\/(static|assets)\//.test(name)) });
  }).catch(() => { /* without it the page works while it stays open */ });
}
