// The cards of the desk on this device: opened at once, and searched when the server cannot be asked.
const RENEW = 600_000;
const SHOWN = 10;
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC = "йцукенгшщзхїфівапролджєячсмитьбю";

export const plain = (text) => text.toLowerCase().replace(/[’ʼ`‘]/g, "'").normalize("NFC");
const split = (text) => plain(text).match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) || [];
// The part of a word that its endings leave alone, roughly: the server knows better, the device must not know less.
const stem = (word) => (word.length > 4 ? word.slice(0, Math.max(4, word.length - 2)) : word);
const retyped = (text) => [...text].map((sign) => CYRILLIC[LATIN.indexOf(sign)] || sign).join("");

export class Pack {
  #cards = new Map();
  ready = false;

  constructor(address) {
    this.address = address;
  }

  async load() {
    const response = await fetch(this.address, { credentials: "same-origin" });
    setTimeout(() => this.load().catch(() => { /* the cards that are here stay */ }), RENEW);
    if (!response.ok || response.redirected) return;
    const { cards } = await response.json();
    this.#cards = new Map(cards.map((card) => [card.act, {
      ...card, titles: split(`${card.title} ${card.short}`), keys: card.words.split(" "),
    }]));
    this.ready = true;
  }

  get(act) { return this.#cards.get(act); }

  find(text) {
    const found = this.#ranked(split(text));
    return found.length || /[а-яєіїґ]/i.test(text) ? found : this.#ranked(split(retyped(plain(text))));
  }

  #ranked(asked) {
    if (!asked.length) return [];
    const scored = [];
    let place = 0;
    for (const card of this.#cards.values()) {
      place += 1;
      const points = asked.map((word) => weigh(word, card));
      const met = points.filter(Boolean).length;
      if (met) scored.push({ card, met, score: points.reduce((sum, each) => sum + each, 0) - place / 10_000 });
    }
    const most = Math.max(0, ...scored.map((each) => each.met));
    return scored.filter((each) => each.met === most).sort((a, b) => b.score - a.score).slice(0, SHOWN).map((each) => each.card);
  }
}

function weigh(word, { titles, keys }) {
  if (titles.some((each) => each.startsWith(word))) return 4;
  if (keys.some((each) => each.startsWith(word.slice(0, 8)))) return 3;
  const root = stem(word);
  if (titles.some((each) => each.startsWith(root))) return 2;
  return keys.some((each) => each.startsWith(root.slice(0, 5))) ? 1 : 0;
}
