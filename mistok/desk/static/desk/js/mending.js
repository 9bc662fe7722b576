// Setting a record right beside the desk: the pencil, then one press on what should have been pressed. Also where
// details are added after the main thing is done, and where a refused record is mended.
import { shown } from "./saving.js";
import { canMend, hour } from "./today.js";

export function mendings(desk, { outbox, today, sender, words }) {
  const dialog = document.querySelector("[data-mending]");
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector("[data-mending-problem]");
  let visit, facts;
  let isAdded = false; // a further thing of a visit: by itself, before it is sent
  let busy = false;

  function open(uuid, { details = false } = {}) {
    const row = outbox.rows.find((each) => each.uuid === uuid);
    isAdded = Boolean(row?.record.facts.same);
    visit = (!isAdded && today.visits.get(uuid)) || byItself(row);
    if (!visit) return;
    const known = visit.local?.facts || visit.facts || {};
    const [item] = visit.items;
    const isOne = visit.items.length === 1;
    facts = { number: String(visit.number), channel: "desk", ...known };
    if (isOne) facts.act = `${item.outcome}:${item.act}`;
    // Counted by hand, it may be another number than that of the people.
    if (isOne && !visit.local && item.times !== (item.kind === "lesson" ? 1 : visit.number)) facts.times = String(item.times);
    dialog.querySelector("[data-mending-name]").textContent = [visit.time, today.what(visit)].filter(Boolean).join(" · ");
    for (const each of dialog.querySelectorAll("[data-one], [data-particular]")) each.hidden = !isOne;
    for (const each of dialog.querySelectorAll("[data-of-visit]")) each.hidden = isAdded;
    const page = dialog.querySelector("[data-whole-page]");
    page.hidden = Boolean(visit.local) && visit.state !== "sent";
    page.href = page.dataset.address.replace("00000000-0000-0000-0000-000000000000", uuid);
    fill();
    problem.textContent = row?.text || ""; // why it was not taken in
    dialog.showModal();
    const first = details ? form.elements.minutes : dialog.querySelector("[data-outcome][aria-current]");
    (isOne && first ? first : form.elements.number).focus();
  }

  // A record that is not in the strip as such: refused, or added to a visit.
  function byItself(row) {
    return row?.record.shown && { ...row.record.shown, uuid: row.uuid, state: row.state, time: row.record.time, local: row.record };
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
    const given = { ...facts, ...(!isAdded && { category: [] }) };
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
    else if (given.times) look.items[0].times = Number(given.times);
    if (busy) return undefined;
    busy = true;
    try {
      if (!await write(given, look)) return problem.replaceChildren(words.on_its_way);
    } catch {
      return problem.replaceChildren(words.storage_full);
    } finally {
      busy = false;
    }
    dialog.close();
    sender.now();
    return dialog.dispatchEvent(new CustomEvent("mistok:mended", { bubbles: true, detail: today.what(look) }));
  }

  async function write(given, look) {
    const row = outbox.rows.find((each) => each.uuid === visit.uuid);
    const record = row && { ...row.record, facts: given, shown: look };
    if (row?.state === "conflict") {
      // Something else stands under its identifier: what is mended is a record of its own, and this one leaves.
      const { uuid } = await outbox.add(record);
      return outbox.drop(row.uuid, uuid);
    }
    if (row && await outbox.rewrite(row.uuid, record)) return true;
    if (isAdded) return false; // alone it is no correction of the visit
    const { same, day, ...rest } = given;
    if (visit.items.length !== 1) delete rest.act;
    if (rest.rough === (facts.rough || "") && rest.number === facts.number) delete rest.rough; // as sure as it was
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
    if (!found || !canMend(found)) return; // several things: the whole page
    event.preventDefault();
    open(uuid);
  });
  return { open };
}
