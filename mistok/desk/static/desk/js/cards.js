// The card in the middle: opened from the pack at once, asked from the server when the pack does not have it.
export class Cards {
  act = "";
  #names = new Map();

  constructor(desk, { pack, words }) {
    Object.assign(this, { desk, pack, words });
    for (const button of desk.querySelectorAll("[data-usual]")) this.#names.set(actOf(button.value), button.querySelector("span").textContent.trim());
    this.#readAct();
  }

  get place() { return document.getElementById("card"); }

  // The card as the server draws it.
  take(card) {
    this.place.replaceWith(card);
    this.#readAct();
  }

  #readAct() {
    const button = this.place.querySelector("[data-outcomes] [data-saves]");
    this.act = button ? actOf(button.value) : "";
    if (this.act) this.#names.set(this.act, this.place.querySelector("[data-outcomes]").dataset.name);
  }

  nameOf(act) { return this.pack.get(act)?.short || this.#names.get(act) || ""; }

  kindOf(act, button) {
    const told = button?.closest("[data-kind]")?.dataset.kind || this.desk.querySelector(`[data-usual][value$=":${CSS.escape(act)}"]`)?.dataset.kind;
    return told || this.pack.get(act)?.kind || (act.startsWith("service:") ? "service" : "other");
  }

  // Draws the card of the pack with the buttons of what came of it; false when the pack does not have it.
  show(act) {
    if (!act) {
      this.place.replaceChildren(this.desk.querySelector("[data-ready]").content.cloneNode(true));
      this.act = "";
      return true;
    }
    const card = this.pack.get(act);
    if (!card) return false;
    const frame = this.desk.querySelector(`[data-frame="${card.kind === "lesson" ? "lesson" : "other"}"]`).content.cloneNode(true);
    for (const button of frame.querySelectorAll("[data-saves]")) button.value = `${button.value.split(":")[0]}:${act}`;
    Object.assign(frame.querySelector("[data-outcomes]").dataset, { name: card.short, kind: card.kind });
    this.#put(card, frame);
    this.act = act;
    return true;
  }

  // The card of what was just recorded: it stays for reading while the help goes on.
  recorded(act, time) {
    const note = document.createElement("p");
    note.className = "desk-saved";
    note.id = "saved-note";
    const strong = document.createElement("strong");
    strong.textContent = time ? `${this.words.recorded_at} ${time}.` : this.words.recorded;
    note.append(strong, ` ${this.words.card_stays}`);
    const card = this.pack.get(act);
    if (card) {
      this.#put(card);
    } else if (this.act === act && act) {
      this.place.querySelector("[data-outcomes]")?.remove();
    } else {
      this.show("");
    }
    document.getElementById("saved-note")?.remove();
    this.place.prepend(note);
    this.act = "";
  }

  #put({ act, title, html }, frame = "") {
    const name = document.createElement("h2");
    name.textContent = title;
    const parsed = new DOMParser().parseFromString(html, "text/html"); // drawn by our own server, escaped there
    const [kind, slug] = act.split(":");
    const print = kind === "service" ? this.desk.querySelector("[data-print]").content.cloneNode(true) : "";
    if (print) print.querySelector("a").href = print.querySelector("a").getAttribute("href").replace("-slug-", slug);
    this.place.replaceChildren(name, ...parsed.body.childNodes, print, frame);
    this.place.scrollTop = 0;
  }
}

// "done:service:subsydiia" → "service:subsydiia"
export const actOf = (value) => value.split(":").slice(1).join(":");
