// The big buttons of a street action.
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
