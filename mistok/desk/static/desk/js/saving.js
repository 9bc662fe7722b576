// One press, one record: written down on this device at once, the desk free for the next visitor, undo at hand.
import { actOf } from "./cards.js";
import { persist } from "./lasting.js";
import { hour } from "./today.js";
import { withdraw } from "./withdrawing.js";

const SOON = 5; // a repeated click of one double click comes with the second count
const SAME_PERSON = 20 * 60_000; // how long a further thing may still belong to the same visit

export function saving(desk, parts) {
  const { outbox, slip, slips, cards, today, sender, words, found, mending } = parts;
  const toasts = document.querySelector("[data-toasts]");

  // A double click is one wish.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.detail < SOON && event.target.closest("[data-saves], [data-undo]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  async function save(button) {
    const begun = performance.now();
    const act = actOf(button.value);
    const facts = slip.facts(button.value);
    const kind = cards.kindOf(act, button);
    if (kind !== "lesson") for (const name of ["age_from", "age_to"]) delete facts[name];
    const faults = slip.faults(facts);
    if (faults.length) return slip.tell(faults);
    const typed = found.box.value;
    const visitor = slips.current; // another one may be opened while this is being written
    const at = new Date();
    const outcome = button.value.split(":")[0];
    const record = {
      kind: "encounter", point: today.point, actor: outbox.user, occurred_at: at.toISOString(), facts,
      day: today.day, time: facts.day ? "" : hour(at),
      shown: shown(desk, facts, { act, kind, outcome, name: cards.nameOf(act) }),
    };
    slip.clear({ typed: cards.act === act ? "" : typed }); // the next press belongs to the next visitor
    found.clear();
    found.home();
    let saved;
    try {
      saved = await outbox.add(record);
    } catch {
      slip.write(facts);
      return slip.tell([["id_q", words.storage_full]]);
    }
    performance.measure("desk-save", { start: begun });
    desk.dispatchEvent(new CustomEvent("mistok:saved", { detail: saved.uuid }));
    sender.now();
    Object.assign(visitor, { last: { uuid: saved.uuid, at: at.getTime() }, act: "" });
    if (visitor === slips.current) {
      same();
      cards.recorded(act, record.time);
    }
    slips.keep();
    toast(facts.same ? words.updated : words.recorded_toast, today.what(record.shown), saved.uuid);
    return persist();
  }

  // The chip «the same person as at 14:30» of the visitor in front of us.
  function same() {
    const place = document.getElementById("same");
    const { last } = slips.current;
    const visit = last && today.visits.get(last.uuid);
    place.replaceChildren();
    if (!visit || Date.now() - last.at > SAME_PERSON) return;
    const chip = desk.querySelector("[data-same-chip]").content.cloneNode(true);
    chip.querySelector("input").value = last.uuid;
    chip.querySelector("[data-same-name]").prepend(visit.time ? `${words.same_person} ${visit.time}` : `${words.same_as} ${today.what(visit)}`);
    place.append(chip);
  }

  function toast(title, text, uuid) {
    const whole = document.querySelector("[data-toast]").content.firstElementChild.cloneNode(true);
    whole.querySelector("p").textContent = text ? `${title} ${text}` : title;
    if (uuid) {
      whole.dataset.uuid = uuid;
    } else {
      whole.querySelectorAll("button").forEach((each) => each.remove());
    }
    toasts.replaceChildren(whole);
  }

  async function undo(uuid) {
    const { last } = slips.current;
    try {
      await withdraw({ outbox, today }, uuid, "undo");
    } catch {
      return toast(words.storage_full);
    }
    sender.now();
    if (last?.uuid === uuid) delete slips.current.last;
    same();
    document.getElementById("saved-note")?.replaceChildren(words.taken_back);
    toast(words.taken_back);
    return found.home();
  }

  desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-saves]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    save(button);
  }, true);
  slip.form.addEventListener("submit", (event) => event.preventDefault());

  toasts.addEventListener("click", (event) => {
    const uuid = event.target.closest("[data-uuid]")?.dataset.uuid;
    if (!uuid) return;
    if (event.target.closest("[data-undo]")) undo(uuid);
    if (event.target.closest("[data-details]")) mending.open(uuid, { details: true });
  });
  document.addEventListener("mistok:visitor", same);
  return { same, toast };
}

// What the strip shows of a record until the server has it.
export function shown(desk, facts, { act, kind, outcome, name }) {
  const who = [...desk.querySelectorAll("[data-category]")].filter((chip) => facts.category?.includes(chip.value));
  const names = who.map((chip) => chip.parentElement.textContent.trim());
  const lowered = names.map((each) => (each.slice(0, 2) === each.slice(0, 2).toUpperCase() ? each : each[0].toLowerCase() + each.slice(1)));
  const number = Number(facts.number);
  return { number, who: lowered.join(", "), items: [{ act, kind, name, outcome, times: kind === "lesson" ? 1 : number }] };
}
