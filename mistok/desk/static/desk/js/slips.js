// Several visitors at once: each has a slip of their own, kept on this device, and one press changes between them.
import { meta, setMeta } from "./store.js";

const MOST = 6;

// Whether there is anything of a visitor in a slip.
const isBegun = ({ values, act }) => Boolean(act || values.category || values.q || values.note || values.card || Number(values.number) > 1);

export class Slips {
  #list = [{ values: {}, act: "" }];
  #now = 0;

  constructor(desk, { slip, cards, found, words, vault, point, past }) {
    Object.assign(this, { slip, cards, found, words, vault, name: `slips/${vault.user}/${point}/${past}` });
    this.place = desk.querySelector("[data-slips]");
    this.place.hidden = false;
    this.place.addEventListener("click", ({ target }) => {
      const at = Number(target.closest("[data-at]")?.dataset.at);
      if (target.closest("[data-more]")) this.add();
      else if (target.closest("[data-close]")) this.close(at);
      else if (target.closest("[data-at]")) this.go(at);
    });
    slip.form.addEventListener("change", () => this.keep());
    slip.form.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), 400); });
    window.addEventListener("pagehide", () => this.keep());
  }

  get current() { return this.#list[this.#now]; }

  // The slips as they were left; what the page itself came with (a link) stands beside them.
  async restore() {
    const kept = await meta(this.name).then((found) => found && this.vault.unlock(this.name, found)).catch(() => null);
    const came = Boolean(this.slip.read().category) || [...new URLSearchParams(location.search).keys()].some((each) => each !== "day");
    const typed = this.slip.read().q; // typed already while we were looking
    if (kept?.list?.length && came) {
      this.#list.unshift(...kept.list.filter(isBegun));
      this.#now = this.#list.length - 1;
    } else if (kept?.list?.length) {
      this.#list = kept.list;
      this.#now = Math.min(kept.now, kept.list.length - 1);
      if (Object.keys(this.current.values).length || this.current.act) this.#open(typed);
    }
    this.draw();
  }

  keep() {
    Object.assign(this.current, { values: this.slip.read(), act: this.cards.act });
    this.draw();
    const saved = { list: this.#list, now: this.#now };
    this.vault.lock(this.name, saved).then((locked) => setMeta(this.name, locked)).catch(() => { /* full: the slips stay on the page */ });
  }

  #open(typed = "") {
    this.slip.write({ ...this.slip.initial, ...this.current.values, ...(typed && { q: typed }) });
    this.cards.show(this.current.act);
  }

  go(at) {
    if (at === this.#now || !this.#list[at]) return;
    this.keep();
    this.#now = at;
    this.#open();
    this.keep();
    document.dispatchEvent(new CustomEvent("mistok:visitor"));
    this.found.home();
  }

  add() {
    if (this.#list.length >= MOST) return;
    this.#list.push({ values: {}, act: "" });
    this.go(this.#list.length - 1);
  }

  close(at) {
    if (this.#list.length === 1) return;
    if (at !== this.#now) this.keep();
    const wasOpen = at === this.#now;
    this.#list.splice(at, 1);
    if (at < this.#now || this.#now === this.#list.length) this.#now -= 1;
    if (wasOpen) this.#open();
    this.keep();
    document.dispatchEvent(new CustomEvent("mistok:visitor"));
    this.found.home();
  }

  draw() {
    const row = this.place.querySelector("template").content.firstElementChild;
    const items = this.#list.map((each, at) => {
      const item = row.cloneNode(true);
      item.dataset.at = at;
      const who = [...this.slip.form.querySelectorAll("[data-category]")].filter((chip) => each.values.category?.includes(chip.value));
      const about = [...who.map((chip) => chip.parentElement.textContent.trim()), this.cards.nameOf(each.act)].filter(Boolean).join(" · ");
      const button = item.querySelector("[data-open]");
      button.textContent = about ? `${at + 1}. ${about}` : `${this.words.visitor} ${at + 1}`;
      if (at === this.#now) button.setAttribute("aria-current", "true");
      const close = item.querySelector("[data-close]");
      close.hidden = this.#list.length === 1;
      close.setAttribute("aria-label", `${this.words.close_slip} ${at + 1}`);
      return item;
    });
    this.place.querySelector("ul").replaceChildren(...items);
    this.place.querySelector("[data-more]").hidden = this.#list.length >= MOST;
    this.place.classList.toggle("is-one", this.#list.length === 1);
  }
}
