// The slip of the visitor who stands here: its fields as plain values, and as the facts of a record.
const LISTS = ["category"];
const NEVER = ["csrfmiddlewaretoken", "uuid", "day", "act", "open"];
const MOST_PEOPLE = 100_000;

export class Slip {
  constructor(desk, words) {
    this.form = desk.querySelector("[data-slip]");
    this.words = words;
    this.problem = document.getElementById("problem");
    this.initial = { number: "1", channel: this.form.elements.channel.value };
  }

  #controls() {
    return [...this.form.elements].filter((each) => each.name && !NEVER.includes(each.name) && each.type !== "submit");
  }

  read() {
    const values = {};
    for (const each of this.#controls()) {
      const chooses = each.type === "checkbox" || each.type === "radio";
      if (chooses && !each.checked) continue;
      if (LISTS.includes(each.name)) (values[each.name] ||= []).push(each.value);
      else if (each.value) values[each.name] = each.value;
    }
    return values;
  }

  write(values) {
    for (const each of this.#controls()) {
      const value = values[each.name];
      if (each.type === "checkbox") each.checked = LISTS.includes(each.name) ? Boolean(value?.includes(each.value)) : Boolean(value);
      else if (each.type === "radio") each.checked = each.value === (value || "");
      else each.value = value || (each.localName === "select" ? this.initial[each.name] || "" : "");
    }
    this.form.dispatchEvent(new CustomEvent("mistok:slip", { bubbles: true }));
  }

  // For the next visitor. What is typed in the search stays when it is already the next question.
  clear({ typed = "" } = {}) {
    this.write({ ...this.initial, ...(typed && { q: typed }) });
    this.problem.replaceChildren();
    this.form.querySelector(".desk-extra").open = false;
  }

  // The facts of a record: the fields of the slip by name, nothing empty.
  facts(act) {
    const { q, ...facts } = this.read();
    facts.act = act;
    const day = this.form.elements.day?.value;
    if (day) facts.day = day;
    return facts;
  }

  // What is wrong with the facts, in words, each with the field to go to; the server's own rules come after.
  faults(facts) {
    const found = [];
    const number = Number(facts.number);
    if (!/^\d+$/.test(facts.number || "") || number < 1) found.push(["id_number", this.words.number_wrong]);
    else if (number > MOST_PEOPLE) found.push(["id_number", this.words.number_large]);
    const ages = ["age_from", "age_to"].map((name) => facts[name]).filter(Boolean).map(Number);
    if (ages.some((age) => !(age >= 0 && age <= 120)) || ages[0] > ages[1]) found.push(["id_age_from", this.words.ages_wrong]);
    return found;
  }

  tell(faults) {
    const list = document.createElement("ul");
    for (const [field, text] of faults) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      Object.assign(link, { href: `#${field}`, textContent: text });
      item.append(link);
      list.append(item);
      document.getElementById(field)?.setAttribute("aria-invalid", "true");
    }
    const box = document.createElement("div");
    box.className = "notice errors";
    const title = document.createElement("h2");
    Object.assign(title, { className: "notice-title", textContent: this.words.not_recorded });
    box.append(title, list);
    this.problem.replaceChildren(box);
    this.problem.focus();
  }
}
