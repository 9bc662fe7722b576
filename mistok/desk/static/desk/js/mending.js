// Setting a record right beside the desk: the pencil, then one press on what should have been pressed. Also where
// details are added after the main thing is done, and where a refused record is mended.
import { NEEDS_CARE } from "./outbox.js";
import { shown } from "./saving.js";
import { hour } from "./today.js";

export function mendings(desk, { outbox, today, sender, words }) {
  const dialog = document.querySelector("[data-mending]");
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector("[data-mending-problem]");
  let visit, facts;

  function open(uuid, { details = false } = {}) {
    visit = today.visits.get(uuid) || refused(uuid);
    if (!visit) return;
    const known = visit.local?.facts || visit.facts || {};
    const [item] = visit.items;
    facts = { number: String(visit.number), channel: "desk", ...known };
    if (visit.items.length === 1) facts.act = `${item.outcome}:${item.act}`;
    dialog.querySelector("[data-mending-name]").textContent = [visit.time, today.what(visit)].filter(Boolean).join(" · ");
    dialog.querySelector("[data-one]").hidden = visit.items.length !== 1;
    const page = dialog.querySelector("[data-whole-page]");
    page.hidden = Boolean(visit.local) && visit.state !== "sent";
    page.href = page.dataset.address.replace("00000000-0000-0000-0000-000000000000", uuid);
    fill();
    problem.textContent = "";
    dialog.showModal();
    const first = details ? form.elements.minutes : dialog.querySelector("[data-outcome][aria-current]");
    (first || form.elements.number).focus();
  }

  function refused(uuid) {
    const row = outbox.in(...NEEDS_CARE).find((each) => each.uuid === uuid);
    return row?.record.shown && { ...row.record.shown, uuid, state: row.state, time: row.record.time, local: row.record };
  }

  function mark(button, chosen) {
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }

  function fill() {
    for (const each of form.elements) {
      if (!each.name) continue;
      const value = facts[each.name];
      if (each.name === "category") each.checked = Boolean(value?.includes(each.value));
      else if (each.type === "checkbox") each.checked = Boolean(value);
      else if (each.type === "radio") each.checked = each.value === String(value ?? "");
      else each.value = value ?? "";
    }
    const [outcome, ...act] = (facts.act || "").split(":");
    for (const each of dialog.querySelectorAll("[data-outcome]")) mark(each, each.value === outcome);
    for (const each of dialog.querySelectorAll("[data-other-act]")) mark(each, each.value === act.join(":"));
    const lesson = visit.items[0]?.kind === "lesson";
    for (const each of dialog.querySelectorAll("[data-for-lesson]")) each.hidden = !lesson;
  }

  // All that the panel shows, the empty fields too: what is not named in a correction stays as it was.
  function read() {
    const given = { ...facts, category: [] };
    for (const each of form.elements) {
      if (!each.name || each.closest("[hidden]") || (each.type === "radio" && !each.checked)) continue;
      if (each.name === "category") {
        if (each.checked) given.category.push(each.value);
      } else given[each.name] = each.type === "checkbox" && !each.checked ? "" : each.value;
    }
    return given;
  }

  async function save(changes = {}) {
    const given = { ...read(), ...changes };
    const number = Number(given.number);
    if (!/^\d+$/.test(given.number || "") || number < 1) {
      problem.textContent = words.number_wrong;
      return form.elements.number.focus();
    }
    const old = visit.items[0];
    const [outcome, ...act] = (given.act || "").split(":");
    const other = dialog.querySelector(`[data-other-act][value="${CSS.escape(act.join(":"))}"]`);
    const item = { ...old, outcome, act: act.join(":"), ...(other && { name: other.dataset.name, kind: other.dataset.kind }) };
    const look = shown(desk, given, item);
    if (visit.items.length > 1) look.items = visit.items;
    dialog.close();
    await write(given, look);
    sender.now();
    dialog.dispatchEvent(new CustomEvent("mistok:mended", { bubbles: true, detail: today.what(look) }));
  }

  async function write(given, look) {
    const row = outbox.rows.find((each) => each.uuid === visit.uuid);
    if (row && NEEDS_CARE.includes(row.state)) {
      // It stands nowhere: what is mended is a save of its own, and the refused one leaves.
      await outbox.add({ ...row.record, facts: given, shown: look });
      return outbox.drop(row.uuid);
    }
    if (row && await outbox.rewrite(row.uuid, { ...row.record, facts: given, shown: look })) return undefined;
    const { same, day, ...rest } = given;
    const at = new Date();
    return outbox.add({
      kind: "correction", point: today.point, actor: outbox.user, occurred_at: at.toISOString(), day: today.day, time: hour(at),
      facts: { ...rest, encounter: visit.uuid }, shown: look,
    });
  }

  dialog.addEventListener("click", ({ target }) => {
    const outcome = target.closest("[data-outcome]");
    const other = target.closest("[data-other-act]");
    const [was, ...act] = (facts?.act || "").split(":");
    if (outcome) save({ act: [outcome.value, ...act].join(":"), ...(outcome.value !== "not_possible" && { why: "" }) });
    else if (other) save({ act: `${was}:${other.value}` });
    else if (target.closest("[data-close]")) dialog.close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  // The pencil of the strip; with another button of the mouse it is still the link to the whole page.
  desk.addEventListener("click", (event) => {
    const pencil = event.target.closest("[data-mend]");
    if (!pencil || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const uuid = pencil.closest("[data-uuid]").dataset.uuid;
    const found = today.visits.get(uuid);
    if (!found || found.items.length !== 1) return; // several things: the whole page
    event.preventDefault();
    open(uuid);
  });
  return { open };
}
