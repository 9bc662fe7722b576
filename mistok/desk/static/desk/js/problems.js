// What the server did not take in. Nothing here goes by itself: a person mends it, sends it again or puts it away.
import { again, DISCARDED, dropped, NEEDS_CARE, putAway, WAITING } from "./rows.js";
import { alter } from "./store.js";
import { hour } from "./today.js";

export function problems(desk, { outbox, today, sender, mending, words }) {
  const place = desk.querySelector("[data-problems]");
  const row = place.querySelector("template").content.firstElementChild;
  const put = desk.querySelector("[data-put-away]");
  const line = put.querySelector("template").content.firstElementChild;
  let drawn = "";

  function name({ record }) {
    const day = record.facts.day || record.day;
    const what = record.shown ? today.what(record.shown) : "";
    const kind = record.kind === "encounter" ? "" : words.kinds[record.kind];
    return [kind, what, record.shown?.who, `${day.split("-").reverse().join(".")} ${hour(Date.parse(record.occurred_at))}`].filter(Boolean).join(" · ");
  }

  function show() {
    const found = outbox.in(...NEEDS_CARE);
    const away = outbox.in(DISCARDED);
    const now = JSON.stringify([found, away].map((rows) => rows.map((each) => [each.uuid, each.state, each.text])));
    if (now === drawn) return;
    drawn = now;
    place.hidden = !found.length;
    place.querySelector("ul").replaceChildren(...found.map((each) => {
      const item = row.cloneNode(true);
      item.dataset.uuid = each.uuid;
      item.querySelector("[data-name]").textContent = name(each);
      item.querySelector("[data-why]").textContent = each.text || words.states[each.state];
      item.querySelector("[data-mend-it]").hidden = each.record.kind === "void" || each.record.shown?.items.length !== 1;
      return item;
    }));
    put.hidden = !away.length;
    put.querySelector("ul").replaceChildren(...away.map((each) => {
      const item = line.cloneNode(true);
      item.dataset.uuid = each.uuid;
      item.querySelector("[data-name]").textContent = `${name(each)} – ${words.reasons[each.reason] || ""}`;
      return item;
    }));
  }

  async function act({ target }) {
    const item = target.closest("[data-uuid]");
    if (!item) return;
    const { uuid } = item.dataset;
    if (target.closest("[data-mend-it]")) mending.open(uuid);
    if (target.closest("[data-again]")) {
      await resend(outbox, uuid);
      sender.now();
    }
    if (target.closest("[data-discard]")) item.querySelector("[data-reasons]").hidden = false;
    const reason = target.closest("[data-reason]");
    if (reason) {
      await alter("outbox", uuid, putAway(reason.value));
      await outbox.tell();
      sender.now(); // the list of the library is shorter by it too
    }
  }
  for (const each of [place, put]) each.addEventListener("click", act);

  return { show };
}

async function resend(outbox, uuid) {
  const row = outbox.rows.find((each) => each.uuid === uuid);
  if (row?.code === "missing" && await outbox.rewrite(uuid, row.record)) return;
  await alter("outbox", uuid, again);
  await outbox.tell();
}

// A record that was taken back and that the server did not take in: nothing is left to be done about either.
export async function settleTakenBack(outbox) {
  const refused = new Set(outbox.in("rejected").map((row) => row.uuid));
  const done = outbox.in("rejected", WAITING).filter(({ record: { kind, facts } }) => kind === "void" && refused.has(facts.encounter));
  for (const { uuid, record } of done) {
    for (const each of [uuid, record.facts.encounter]) await alter("outbox", each, (row) => dropped(row) || null);
  }
  if (done.length) await outbox.tell();
}
