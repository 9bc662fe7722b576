// Handing rows of the outbox over to the server: which go now, and what became of each.
import { NEEDS_CARE, SENT, told, WAITING } from "./rows.js";
import { alter, within } from "./store.js";

const TRIES = 12; // a record that is to be tried again is shown to a person after so many

// The rows that go now; from here on they may have reached the server, whatever is heard of them.
export function take(outbox, most) {
  const taken = [];
  return within("outbox", "readwrite", (store) => {
    // Those that the server put off go last, so that they hold nobody up.
    const queue = outbox.in(WAITING).sort((a, b) => (a.tries || 0) - (b.tries || 0) || a.order - b.order);
    for (const row of queue.slice(0, most)) {
      const request = store.get(row.uuid);
      request.onsuccess = () => {
        const found = request.result;
        if (found?.state !== WAITING || found.stamp !== row.stamp) return; // another tab was quicker
        found.attempts += 1;
        row.attempts = found.attempts;
        store.put(found);
        taken.push(row);
      };
    }
  }).then(() => taken);
}

// What the server said of each. A row that was mended meanwhile is not what was sent.
export async function settle(outbox, answers, batch) {
  const stamps = new Map(batch.map((row) => [row.uuid, row.stamp]));
  await within("outbox", "readwrite", (store) => {
    for (const answer of answers) {
      if (!stamps.has(answer.uuid)) continue;
      const request = store.get(answer.uuid);
      request.onsuccess = () => {
        const row = request.result;
        if (row?.stamp === stamps.get(answer.uuid) && heard(row, answer)) store.put(row);
      };
    }
  });
  await outbox.tell();
}

// The server has heard what was put away here, and lists it no more.
export async function settled(outbox, uuids) {
  for (const uuid of uuids) await alter("outbox", uuid, told);
  if (uuids.length) await outbox.tell();
}

// How the row stands now; false when it stands as before.
function heard(row, { answer, code = "", text = "", retry = false }) {
  if (answer === "created" || answer === "duplicate") return Object.assign(row, { state: SENT });
  if (isStrange({ code })) return false; // it waits for its own person, however long
  if (retry && (row.tries || 0) < TRIES) return Object.assign(row, { tries: (row.tries || 0) + 1 });
  return NEEDS_CARE.includes(answer) && Object.assign(row, { state: answer, code, text });
}

// Whether the server says that somebody else is signed in than the person of the record.
export const isStrange = ({ code }) => code === "actor";
