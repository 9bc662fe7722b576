// Sums while choosing: a tap on a line adds one, cash is rounded as the server will, the change is said at once.
import { step } from "./stepper.js";

const form = document.querySelector("[data-sale]");
const money = new Intl.NumberFormat("uk-UA", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const said = (kopiykas) => `${money.format(kopiykas / 100)}\u00a0грн`;
const tenderedField = form.elements.given;

// «50», «50,5», «1 200.50 грн» as whole kopiykas; null when it is no sum.
function kopiykas(text) {
  const found = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/\s|грн|₴/g, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "0").padEnd(2, "0")) : null;
}

function rounded(sum, to) {
  return to > 1 ? Math.floor((sum + Math.floor(to / 2)) / to) * to : sum;
}

function show() {
  let sum = 0;
  for (const line of form.querySelectorAll("[data-price]")) {
    const units = Math.max(0, Number.parseInt(line.querySelector("input").value, 10) || 0);
    line.classList.toggle("chosen", units > 0);
    sum += units * Number(line.dataset.price);
  }
  const cash = rounded(sum, Number(form.dataset.rounding));
  const given = kopiykas(tenderedField.value);
  form.querySelector("[data-cash]").textContent = sum ? said(cash) : "–";
  form.querySelector("[data-card]").textContent = sum ? said(sum) : "–";
  form.querySelector("[data-change]").textContent = sum && given !== null && given >= cash ? said(given - cash) : "–";
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  const label = event.target.closest(".sale-line label");
  const note = event.target.closest("[data-note]");
  if (button) step(button.parentElement.querySelector("input"), Number(button.dataset.step));
  if (label) {
    event.preventDefault();
    step(label.control, 1);
  }
  if (note) {
    tenderedField.value = note.dataset.note;
    show();
  }
});
form.addEventListener("input", show);

// Lines with all the words in their names; what is chosen stays in sight.
const finder = document.querySelector("[data-find-lines]");
function find() {
  const plain = (text) => text.toLowerCase().replaceAll("’", "'");
  const asked = plain(finder.elements.find.value).split(/\s+/).filter(Boolean).map((word) => word.slice(0, Math.max(3, word.length - 3)));
  for (const line of form.querySelectorAll("[data-price]")) {
    const name = plain(`${line.querySelector("strong").textContent} ${line.dataset.name}`);
    line.hidden = !line.classList.contains("chosen") && !asked.every((word) => name.includes(word));
  }
}
finder?.addEventListener("input", find);
finder?.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", show);
form.querySelectorAll("[data-step], [data-notes]").forEach((each) => { each.hidden = false; });
form.querySelector("[data-count]").hidden = true;
// A page brought back by the browser has the identifier of a sale that is stored already.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
show();
