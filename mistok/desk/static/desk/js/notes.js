// Says so while a number of a document is being typed into a note. The same rules as mistok/lib/personal_numbers.py;
// both are tried with the same examples.
const EDGE = "(?<![\\p{L}\\p{N}_])";
const END = "(?![\\p{L}\\p{N}_])";
const PASSPORT = new RegExp(`${EDGE}(?:[А-ЯҐЄІЇA-Z]{2}[ \\-]{0,2}|[а-яґєіїa-zА-ЯҐЄІЇA-Z]{2})\\d{6}${END}`, "u");
const ID_CARD = /(?<![\p{L}\p{N}_+])\d{9}(?!\d)/u;
const REGISTER = /(?<!\d)(?:19|20)\d{6}-?\d{5}(?!\d)/;
const ACCOUNT = new RegExp(`${EDGE}UA(?: ?\\d){27}${END}`, "giu");
const RUN = /(?<![\p{L}\p{N}_+])\d(?:[ \-]?\d){9,18}(?!\d)/gu;
const DAY = /(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}))(?!\d)/g;
const WEIGHTS = [-1, 5, 7, 9, 4, 6, 10, 5, 7];

function isTaxNumber(digits) {
  if (digits.length !== 10 || digits[0] === "0") return false;
  const total = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
  return ((total % 11) + 11) % 11 % 10 === Number(digits[9]);
}

function isCard(digits) {
  if (digits.length < 15 || digits.length > 19) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = at % 2 ? 2 * Number(digit) : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export function warningsOf(given) {
  let text = given.replaceAll("№", " ").normalize("NFKC").replace(DAY, " · ");
  const found = [];
  if (PASSPORT.test(text) || ID_CARD.test(text) || REGISTER.test(text)) found.push("passport");
  const plain = text.replace(ACCOUNT, " ");
  const hasAccount = plain !== text;
  text = plain;
  const runs = (text.match(RUN) || []).map((run) => run.replace(/\D/g, ""));
  if (runs.some(isTaxNumber)) found.push("tax");
  if (hasAccount || runs.some(isCard)) found.push("card");
  return found;
}

export function notes(words) {
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-note]")) return;
    const place = document.getElementById(target.getAttribute("aria-describedby"))?.querySelector("[data-note-warning]");
    if (!place) return;
    const found = warningsOf(target.value).map((kind) => words.numbers[kind]);
    const text = found.length ? `${words.numbers_found} ${found.join(", ")}. ${words.numbers_advice}` : "";
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  });
}
