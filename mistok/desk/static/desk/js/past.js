// A past day without a connection: the page out of the store was kept as of today, so the day is put into it here.
// What the server has of that day is not known then; it is taken as soon as it can be asked.
import { KYIV } from "./today.js";

const DAY = /^\d{4}-\d\d-\d\d$/;
const WHOLE = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };

export function turnToDay(desk, words) {
  const day = new URLSearchParams(location.search).get("day") || "";
  const at = new Date(`${day}T00:00Z`);
  const today = document.getElementById("today");
  const latest = [today.dataset.day, KYIV.format(new Date())].sort().at(-1);
  document.getElementById("id_day").max = latest;
  if (desk.dataset.past || !DAY.test(day) || Number.isNaN(at.getTime()) || day >= latest) return;
  const name = new Intl.DateTimeFormat(document.documentElement.lang, WHOLE).format(at).replace(/\s?р\.$/, "");
  const banner = desk.querySelector("[data-past-banner]").content.cloneNode(true);
  banner.querySelector("strong").textContent = words.record_for.replace("%(day)s", name);
  desk.querySelector("h1").after(banner);
  const hidden = document.createElement("input");
  Object.assign(hidden, { type: "hidden", name: "day", value: day });
  desk.querySelector("[data-slip]").append(hidden);
  desk.dataset.past = day;
  desk.dataset.part += `&day=${day}`;
  Object.assign(today.dataset, { day, unknown: "1" });
  today.querySelector("h2").textContent = name;
  for (const each of today.querySelectorAll("[data-figure]")) each.dataset.value = "0";
  today.querySelector("[data-list]").replaceChildren();
}
