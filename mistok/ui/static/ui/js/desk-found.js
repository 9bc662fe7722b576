// The list under the search: arrows walk through it, Enter opens the first, Escape puts it away.
export function results(desk) {
  const box = desk.querySelector("[data-box]");
  const said = desk.querySelector("[data-find-status]");
  const found = () => [...desk.querySelectorAll("#found [data-opens]")];
  const clear = () => { document.getElementById("found").replaceChildren(); };
  let asked = false; // Enter came before the answer: open the first as soon as it is here
  let settled = true; // what is listed answers to htmx; for a moment after the swap it does not yet

  function focusCard() {
    const main = desk.querySelector("[data-main]");
    const first = main?.hasAttribute("data-asks-number") ? desk.querySelector("#id_number") : main;
    first?.focus({ preventScroll: true });
    first?.select?.();
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
    if (!box.value.trim()) clear();
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id === "found") settled = false;
  });

  // Settled, not only swapped: from here on a press of a new button is htmx's.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id === "found") {
      settled = true;
      if (!box.value.trim()) clear();
      said.textContent = document.getElementById("found").dataset.said || "";
      if (asked) found()[0]?.click();
      asked = false;
    }
    if (detail.target.id === "card") {
      clear();
      focusCard();
      document.getElementById("card").scrollIntoView({ block: "nearest" });
    }
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-find]")) clear();
  });

  // A card that came with the whole page (opened by a link, or before the script was ready) is ready all the same.
  if (new URLSearchParams(location.search).has("open")) focusCard();
}
