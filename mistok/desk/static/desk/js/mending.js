// Setting a record right beside the desk: the pencil, then one press on what should have been pressed. Also where
// details are added after the main thing is done, and where a refused record is mended.
import { NEEDS_CARE } from "./rows.js";
import { fill, others, read } from "./panel.js";
import { shown } from "./saving.js";
import { canMend, hour } from "./today.js";
import { withdraw } from "./withdrawing.js";

export function mendings(desk, { outbox, today, sender, pack, words }) {
  const dialog = document.querySelector("[data-mending]");
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector("[data-mending-problem]");
  const other = others(dialog, pack, words);
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
    // A refused record is put away where it is told of; here it is mended.
    const back = dialog.querySelector("[data-take-back]");
    Object.assign(back, { open: false, hidden: NEEDS_CARE.includes(visit.state) });
    fill(dialog, facts, item?.kind === "lesson");
    other.clear();
    problem.textContent = row?.text || ""; // why it was not taken in
    dialog.showModal();
    const first = details ? form.elements.minutes : dialog.querySelector("[data-outcome][aria-current]");
    (isOne && first ? first : form.elements.number).focus();
  }

  // A record that is not in the strip as such: refused, or added to a visit.
  function byItself(row) {
    return row?.record.shown && { ...row.record.shown, uuid: row.uuid, state: row.state, time: row.record.time, local: row.record };
  }

  async function save(changes = {}) {
    const given = { ...read(form, facts, { isAdded }), ...changes };
    const number = Number(given.number);
    if (!/^\d+$/.test(given.number || "") || number < 1) {
      problem.textContent = words.number_wrong;
      return form.elements.number.focus();
    }
    const old = visit.items[0];
    const [outcome, ...act] = (given.act || "").split(":");
    const chosen = dialog.querySelector(`[data-other-act][value="${CSS.escape(act.join(":"))}"]`);
    const item = { ...old, outcome, act: act.join(":"), ...(chosen && { name: chosen.dataset.name, kind: chosen.dataset.kind }) };
    const look = shown(desk, given, item);
    if (visit.items.length > 1) look.items = visit.items;
    else if (given.times) look.items[0].times = Number(given.times);
    return once(() => write(given, look), "mistok:mended", today.what(look));
  }

  // A second press changes nothing while the first one is being written.
  async function once(work, news, detail) {
    if (busy) return undefined;
    busy = true;
    try {
      if (!await work()) return problem.replaceChildren(words.on_its_way);
    } catch {
      return problem.replaceChildren(words.storage_full);
    } finally {
      busy = false;
    }
    dialog.close();
    sender.now();
    return dialog.dispatchEvent(new CustomEvent(news, { bubbles: true, detail }));
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
    const another = target.closest("[data-other-act]");
    const [was, ...act] = (facts?.act || "").split(":");
    if (outcome) save({ act: [outcome.value, ...act].join(":"), ...(outcome.value !== "not_possible" && { why: "" }) });
    else if (another) save({ act: `${was}:${another.value}` });
    else if (target.closest("[data-close]")) dialog.close();
    const reason = target.closest("[data-take-reason]");
    if (reason) once(() => withdraw({ outbox, today }, visit.uuid, reason.value, { isWhole: !isAdded }), "mistok:withdrawn");
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
