// − and + beside the number of people; "+" and "−" in the empty search do the same (keys.js).
export function step(input, by) {
  const most = Number(input.max) || Infinity;
  input.value = String(Math.min(most, Math.max(Number(input.min), (Number.parseInt(input.value, 10) || 0) + by)));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function steppers(desk) {
  desk.querySelectorAll("[data-step]").forEach((button) => { button.hidden = false; });
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(button.parentElement.querySelector("input"), Number(button.dataset.step));
  });
}
