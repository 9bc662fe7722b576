// The line in the bar: connected or not, how many records wait, what needs care. Words, not colour alone.
import { NEEDS_CARE, WAITING } from "./outbox.js";

const MUCH = 120; // seconds by which a clock may be wrong before we speak of it

export class State {
  online = navigator.onLine;
  signedOut = false;
  refused = false;
  skew = 0;
  #last = "";

  constructor(desk, words) {
    this.words = words;
    this.place = document.querySelector("[data-state-line]");
    this.ended = desk.querySelector("[data-ended]");
    this.clock = desk.querySelector("[data-clock]");
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
    if (care) parts.push(`${words.care} ${care}`);
    place.classList.toggle("is-offline", !this.online);
    place.classList.toggle("is-waiting", this.online && (waiting || care) > 0);
    Object.assign(place.dataset, { online: String(this.online), waitingCount: waiting });
    const text = parts.join(" · ");
    if (this.#last !== text) place.textContent = this.#last = text;
    this.ended.hidden = !this.signedOut;
    this.#say(this.foreign, outbox?.foreign ? `${words.foreign} ${outbox.foreign}.` : "");
    this.#say(this.shut, outbox?.shut ? `${words.shut} ${outbox.shut}.` : "");
    this.#say(this.clock, Math.abs(this.skew) > MUCH ? this.#wrong() : "");
  }

  #wrong() {
    const minutes = Math.round(Math.abs(this.skew) / 60);
    const span = minutes < 120 ? `${minutes} ${this.words.minutes}` : `${Math.round(minutes / 60)} ${this.words.hours}`;
    return `${this.skew > 0 ? this.words.clock_late : this.words.clock_early} ${span}. ${this.words.clock_advice}`;
  }

  #say(place, text) {
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }
}
