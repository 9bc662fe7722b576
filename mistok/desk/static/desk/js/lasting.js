// Whether this device still has what it was given to keep. A mark stands both in the storage that browsers clear
// first and beside it; when only one of them is left, the storage was cleared, and the librarian is told of it.
import { meta, remove, setMeta } from "./store.js";
import { NEEDS_CARE, WAITING } from "./rows.js";

const MARK = "mistok-desk-kept";

function beside() {
  try {
    const kept = localStorage.getItem(MARK) || /(?:^|; )mistok_desk_kept=([^;]+)/.exec(document.cookie)?.[1];
    return kept && JSON.parse(decodeURIComponent(kept));
  } catch {
    return null;
  }
}

export async function lasting(desk, words) {
  const place = desk.querySelector("[data-evicted]");
  const kept = beside();
  const inside = await meta("mark");
  const lost = await meta("lost") ?? (kept && !inside ? kept.waiting : undefined);
  if (lost !== undefined) {
    const told = lost ? `${words.evicted_waiting} ${lost}.` : words.evicted_nothing;
    place.querySelector("[data-evicted-text]").textContent = `${words.evicted} ${told}`;
    place.hidden = false;
    await setMeta("lost", lost); // told until somebody has understood it
    place.querySelector("button").addEventListener("click", async () => {
      await remove("meta", "lost");
      place.hidden = true;
    });
  }
  await setMeta("mark", { since: inside?.since || new Date().toISOString() });

  // How much waits, of everybody who works here, told beside, so that a loss can be named.
  return (outbox) => {
    const waiting = outbox.in(WAITING, ...NEEDS_CARE).length + outbox.foreign + outbox.shut;
    const text = encodeURIComponent(JSON.stringify({ waiting }));
    try {
      localStorage.setItem(MARK, decodeURIComponent(text));
    } catch { /* forbidden: the cookie stays */ }
    document.cookie = `mistok_desk_kept=${text}; path=/; max-age=31536000; samesite=lax`;
  };
}

// Asks the browser, once, not to clear what is kept here.
export async function persist() {
  if (await meta("persist")) return;
  const kept = await navigator.storage?.persist?.();
  await setMeta("persist", kept ? "kept" : "asked");
}
