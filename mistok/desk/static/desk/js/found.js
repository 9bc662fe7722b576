// The list under the search: by the server, or out of the pack when the server is away or slow. Arrows walk
// through it, Enter opens the first, Escape puts it away.
const SLOW = 700;
const PAUSE = 150; // between the keys of somebody who types
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");

export function results(desk, { pack, cards, state, words }) {
  const box = desk.querySelector("[data-box]");
  const said = desk.querySelector("[data-find-status]");
  const list = () => document.getElementById("found");
  const found = () => [...list().querySelectorAll("[data-opens]")];
  const clear = () => { list().replaceChildren(); };
  let asked = false; // Enter came before the answer: open the first as soon as it is here
  let busy = false; // the list is not of what is typed now
  let asking, typing, slow;

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
    busy = false;
    listed(hits.length ? `${words.results} ${hits.length}` : words.nothing_found);
    return true;
  }

  function listed(text) {
    said.textContent = text;
    if (asked) found()[0]?.click();
    asked = false;
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
      else if (buttons.length && !busy) buttons[0].click();
      else asked = true;
    } else if (event.key === "Escape" && (box.value || buttons.length)) {
      event.preventDefault();
      box.value = "";
      clear();
      box.focus();
    }
  });

  // A part of the page, drawn by the server. Undefined when the server is away or wants a sign-in.
  async function part(id, query, signal) {
    const response = await fetch(`${location.pathname}?${new URLSearchParams(query)}`, {
      credentials: "same-origin", signal, headers: { "HX-Request": "true", "HX-Target": id },
    });
    if (response.redirected) state.heard({ signedOut: true });
    if (!response.ok || response.redirected) return undefined;
    return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(id);
  }

  async function ask() {
    const text = box.value;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    slow = setTimeout(ofPack, SLOW);
    const answer = await part("found", { q: text }, signal).catch(() => undefined);
    if (signal.aborted) return;
    clearTimeout(slow);
    busy = false;
    if (box.value !== text) return;
    if (!answer) ofPack();
    else if (!list().contains(document.activeElement)) {
      list().replaceWith(answer);
      listed(answer.dataset.said || "");
    }
  }

  box.addEventListener("input", () => {
    asked = false;
    asking?.abort();
    clearTimeout(slow);
    clearTimeout(typing);
    busy = Boolean(box.value.trim());
    if (!busy) clear();
    else if (state.online || !ofPack()) typing = setTimeout(ask, PAUSE);
  });

  // A card that is here opens at once; otherwise the server is asked for it.
  desk.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-opens]");
    if (!button) return;
    event.preventDefault();
    if (!cards.show(button.value)) {
      const card = await part("card", { open: button.value }).catch(() => undefined);
      if (!card) return;
      cards.take(card);
    }
    clear();
    focusCard();
    desk.dispatchEvent(new CustomEvent("mistok:opened"));
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-find]")) clear();
  });

  // A card that came with the whole page (opened by a link, or before the script was ready) is ready all the same.
  if (new URLSearchParams(location.search).has("open")) focusCard();
  // Back to the search. On a phone that would bring up its keyboard and push what is pressed next out of sight.
  const home = () => { if (!TOUCH.matches) box.focus(); };
  return { clear, home, box };
}
