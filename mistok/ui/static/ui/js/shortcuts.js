// Staff keys. An element with data-key="1" is pressed by that key while nobody is typing; "/" goes to the search.
// data-key="Control+Enter" works while typing too.
const TYPED = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function combination(event) {
  const parts = [event.ctrlKey || event.metaKey ? "Control" : "", event.altKey ? "Alt" : "", event.key];
  return parts.filter(Boolean).join("+");
}

function find(key) {
  const scope = document.querySelector("dialog[open]") || document;
  const found = [...scope.querySelectorAll("[data-key]")].filter((each) => each.dataset.key === key);
  return found.find((each) => each.getClientRects().length && !each.disabled);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const typing = event.target.matches?.(TYPED);
  const key = combination(event);
  if (typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    if (key === "Escape") event.target.blur();
    return;
  }
  const target = key === "/" ? document.querySelector("[data-search]") : find(key);
  if (!target) return;
  event.preventDefault();
  if (target.matches(TYPED)) {
    target.focus();
    target.select?.();
  } else {
    target.click();
  }
});
