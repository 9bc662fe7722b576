// Single keys while the search is empty, or while nobody types: 1–9 usual acts, Shift+1–9 who came, 0 the same
// person, + and − people, Ctrl+Z undo. They can be switched off (WCAG 2.1.4); the switch is kept in this browser.
import { step } from "./stepper.js";

const OFF = "mistok-desk-keys-off";
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";

const isOff = () => {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch { // forbidden
    return false;
  }
};

export function keys(desk) {
  const box = desk.querySelector("[data-box]");
  const choice = desk.querySelector("[data-keys-switch]");
  const number = () => desk.querySelector("#id_number");

  choice.hidden = false;
  choice.querySelector("input").checked = !isOff();
  choice.addEventListener("change", ({ target }) => {
    if (target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });

  function toggle(chip) {
    if (!chip) return false;
    chip.click();
    return true;
  }

  function press(event) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    if (digit && event.shiftKey) return toggle(desk.querySelectorAll("[data-category]")[Number(digit) - 1]);
    if (digit === "0") return toggle(desk.querySelector("[data-same]"));
    if (digit) return toggle(desk.querySelector(`[data-usual="${digit}"]`));
    if (event.key === "+" || event.key === "-") {
      step(number(), event.key === "+" ? 1 : -1);
      return true;
    }
    return false;
  }

  // In the capture phase, before the keys that all staff pages share.
  document.addEventListener("keydown", (event) => {
    // Enter held down to open a card must not record it as well.
    if (event.repeat && event.key === "Enter" && event.target.closest("[data-saves]")) event.preventDefault();
    if (event.isComposing || event.repeat || event.altKey || event.metaKey) return;
    const free = !event.target.matches(TYPED) || (event.target === box && !box.value);
    if (event.ctrlKey) {
      if (free && event.code === "KeyZ" && toggle(document.querySelector("[data-undo]"))) event.preventDefault();
      return;
    }
    if (event.key === "Enter" && event.target === number()) {
      event.preventDefault();
      (desk.querySelector("[data-main]") || box).focus();
    } else if (free && event.key.length === 1 && event.key !== " ") {
      const off = isOff();
      if (!off && press(event)) event.preventDefault();
      else if (off && event.target !== box) event.stopImmediatePropagation();
    }
  }, true);
}
