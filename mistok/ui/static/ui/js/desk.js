// The desk. Everything here only quickens what the plain forms of the page do already.
import { keys } from "./desk-keys.js";
import { results } from "./desk-found.js";
import { saving } from "./desk-saving.js";
import { steppers } from "./desk-stepper.js";
import { unsent } from "./desk-unsent.js";

const desk = document.querySelector("[data-desk]");

if (desk && window.htmx) {
  results(desk);
  steppers(desk);
  saving(desk, unsent(desk));
  keys(desk);
}
