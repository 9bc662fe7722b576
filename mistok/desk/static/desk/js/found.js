// The list under the search: by the server, or out of the pack when the server is away or slow. Arrows walk
// through it, Enter opens the first, Escape puts it away.
const SLOW = 700;

export function results(desk, { pack, cards, state, words }) {
  const box = desk.querySelector("[data-box]");
  const said = desk.querySelector("[data-find-status]");
  const list = () => document.getElementById("found");
  const found = () => [...list().querySelectorAll("[data-opens]")];
  const clear = () => { list().replaceChildren(); };
  let asked = false; // Enter came before the answer: open the first as soon as it is here
  let settled = true; // what is listed answers to htmx; for a moment after the swap it does not yet
  let slow;

  function focusCard() {
    const main = desk.querySelector("[data-main]");
    const first = main?.hasAttribute("data-asks-number") ? desk.querySelector("#id_number") : main;
    (first || box).focus({ preventScroll: true });
    first?.select?.();
    cards.place.scrollIntoView({ block: "nearest" });
  }

  function ofPack() {
    if (!pack.ready || !box.value.trim()) return false;
    const hits = pack.find(box.value);
    const items = hits.map((card) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value: card.act });
      button.dataset.opens = "";
      const name = document.createElement("span");
      name.textContent = card.title;
      button.append(name);
      if (card.note || card.new) {
        const note = document.createElement("small");
        note.textContent = card.note || words.not_confirmed;
        button.append(note);
      }
      item.append(button);
      return item;
    });
    const whole = document.createElement(hits.length ? "ul" : "p");
    if (hits.length) whole.append(...items);
    else whole.textContent = words.nothing_found;
    list().replaceChildren(whole);
    said.textContent = hits.length ? `${words.results} ${hits.length}` : words.nothing_found;
    settled = true;
    if (asked) found()[0]?.click();
    asked = false;
    return true;
  }

  desk.addEventListener("keydown", (event) => {
    const buttons = found();
    const place = buttons.indexOf(document.activeElement);
    if (event.target !== box && place < 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!buttons.length) return;
      event.preventDefault();
      const next = place + (event.key === "ArrowDown" ? 1 : -1);
      (buttons[next] || (next < 0 ? box : buttons.at(-1))).focus();
    } else if (event.key === "Enter" && event.target === box) {
      event.preventDefault();
      if (!box.value.trim()) desk.querySelector("[data-main]")?.focus();
      else if (buttons.length && settled && !box.matches(".htmx-request")) buttons[0].click();
      else asked = true;
    } else if (event.key === "Escape" && (box.value || buttons.length)) {
      event.preventDefault();
      box.value = "";
      clear();
      box.focus();
    }
  });

  box.addEventListener("input", () => {
    asked = false;
    clearTimeout(slow);
    if (!box.value.trim()) clear();
    else if (!state.online) ofPack();
    else slow = setTimeout(ofPack, SLOW);
  });

  // While the server is known to be away it is not asked.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === box && !state.online && ofPack()) event.preventDefault();
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, ({ detail }) => { if (detail.elt === box) ofPack(); });
  }
  // The page of a sign-in is no list.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answered = new URL(event.detail.xhr.responseURL || location.href, location.href).pathname;
    if (answered === location.pathname) return;
    event.detail.shouldSwap = false;
    state.heard({ signedOut: true });
    if (event.detail.elt === box) ofPack();
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id === "found") settled = false;
  });

  // Settled, not only swapped: from here on a press of a new button is htmx's.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id === "found") {
      clearTimeout(slow);
      settled = true;
      if (!box.value.trim()) clear();
      said.textContent = list().dataset.said || "";
      if (asked) found()[0]?.click();
      asked = false;
    }
    if (detail.target.id === "card") {
      clear();
      focusCard();
    }
  });

  // A card that is here opens at once; otherwise htmx asks for it.
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens]");
    if (!button) return;
    if (!cards.show(button.value)) {
      if (button.type === "button") event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    clear();
    focusCard();
    desk.dispatchEvent(new CustomEvent("mistok:opened"));
  }, true);

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-find]")) clear();
  });

  // A card that came with the whole page (opened by a link, or before the script was ready) is ready all the same.
  if (new URLSearchParams(location.search).has("open")) focusCard();
  return { clear, box };
}
