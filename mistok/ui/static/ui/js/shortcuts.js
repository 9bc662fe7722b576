// Staff keys. An element with data-key="1" is pressed by that key while nobody is typing; "/" goes to the search.
// Letters go by their place, so that the layout does not matter: data-key="KeyK".
// data-key="Control+Enter" works while typing too. Keys without Ctrl can be switched off (WCAG 2.1.4).
const TYPED = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const KEPT = "mistok-keys-off";
const button = document.querySelector("[data-shortcuts]");

function isOff() {
  try {
    return localStorage.getItem(KEPT) !== null;
  } catch {
    return false;
  }
}

function showState() {
  document.body.classList.toggle("keys-off", isOff());
  button?.setAttribute("aria-pressed", String(!isOff()));
}

function combination(event, key) {
  const parts = [event.ctrlKey || event.metaKey ? "Control" : "", event.altKey ? "Alt" : "", key];
  return parts.filter(Boolean).join("+");
}

function find(key) {
  const scope = document.querySelector("dialog[open]") || document;
  const found = [...scope.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === key);
  return found.find((each) => each.getClientRects().length && !each.disabled);
}

function press(target) {
  if (!target.matches(TYPED)) return target.click();
  target.focus();
  target.select?.();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const single = !event.ctrlKey && !event.altKey && !event.metaKey;
  const typing = event.target.matches?.(TYPED);
  if (typing && event.key === "Escape") event.target.blur();
  if (single && (typing || isOff())) return;
  const named = find(combination(event, event.key)) || find(combination(event, event.code));
  const search = single && (event.key === "/" || event.code === "Slash") && document.querySelector("[data-search]");
  const target = named || search;
  if (!target) return;
  event.preventDefault();
  press(target);
});

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "1");
    showState();
  });
}
showState();
