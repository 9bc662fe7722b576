// The line in the bar: connected or not, how many records wait, what needs care. Words, not colour alone.
import { NEEDS_CARE, WAITING } from "./rows.js";

export class State {
  online = navigator.onLine;
  signedOut = false;
  refused = false;
  full = false;

  constructor(desk, { words, clock }) {
    Object.assign(this, { words, clock });
    this.place = document.querySelector("[data-state-line]");
    this.lines = [this.place, document.querySelector("[data-afloat]")]; // the second one while the first is out of sight
    new IntersectionObserver(([{ isIntersecting }]) => { this.lines[1].hidden = isIntersecting; }).observe(this.place.parentElement);
    this.ended = desk.querySelector("[data-ended]");
    this.wrong = desk.querySelector("[data-clock]");
    this.foreign = desk.querySelector("[data-foreign]");
    this.shut = desk.querySelector("[data-shut]");
  }

  heard(news) {
    Object.assign(this, news);
    this.show();
  }

  show(outbox = this.outbox) {
    this.outbox = outbox;
    const { words, place } = this;
    const waiting = outbox?.in(WAITING).length || 0;
    const care = outbox?.in(...NEEDS_CARE).length || 0;
    const parts = [this.online ? words.online : words.offline];
    if (this.signedOut) parts[0] = words.signed_out;
    if (waiting) parts.push(`${words.waiting} ${waiting}`);
    else if (!this.online) parts.push(words.kept_here);
    else if (!care && !this.signedOut) parts.push(words.all_sent);
    if (this.refused) parts.push(words.refused);
    if (this.full) parts.push(words.full);
    if (care) parts.push(`${words.care} ${care}`);
    const text = parts.join(" · ");
    for (const line of this.lines) {
      line.classList.toggle("is-offline", !this.online);
      line.classList.toggle("is-waiting", this.online && (waiting || care) > 0);
      if (line.textContent !== text) line.textContent = text;
    }
    Object.assign(place.dataset, { online: String(this.online), waitingCount: waiting });
    this.ended.hidden = !this.signedOut;
    this.#say(this.foreign, outbox?.foreign ? `${words.foreign} ${outbox.foreign}.` : "");
    this.#say(this.shut, outbox?.shut ? `${words.shut} ${outbox.shut}.` : "");
    this.#say(this.wrong, this.clock.isWrong ? this.#byHowMuch() : "");
  }

  #byHowMuch() {
    const { skew } = this.clock;
    const minutes = Math.round(Math.abs(skew) / 60_000);
    const days = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "day", unitDisplay: "long" });
    let span = `${minutes} ${this.words.minutes}`;
    if (minutes >= 2880) span = days.format(Math.round(minutes / 1440));
    else if (minutes >= 120) span = `${Math.round(minutes / 60)} ${this.words.hours}`;
    return `${skew > 0 ? this.words.clock_late : this.words.clock_early} ${span}. ${this.words.clock_advice}`;
  }

  #say(place, text) {
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }
}
