// The panel of a correction as plain values: what it shows of a record, and what it says after somebody was at it.
function mark(button, chosen) {
  if (chosen) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

export function fill(dialog, facts, isLesson) {
  for (const each of dialog.querySelector("form").elements) {
    if (!each.name) continue;
    const value = facts[each.name];
    if (each.name === "category") each.checked = Boolean(value?.includes(each.value));
    else if (each.type === "checkbox") each.checked = Boolean(value);
    else if (each.type === "radio") each.checked = each.value === String(value ?? "");
    else each.value = value ?? "";
  }
  const [outcome, ...act] = (facts.act || "").split(":");
  for (const each of dialog.querySelectorAll("[data-outcome]")) mark(each, each.value === outcome);
  for (const each of dialog.querySelectorAll("[data-other-act]")) mark(each, each.value === act.join(":"));
  for (const each of dialog.querySelectorAll("[data-for-lesson]")) each.hidden = !isLesson;
}

// All that the panel shows, the empty fields too: what is not named in a correction stays as it was.
export function read(form, facts, { isAdded }) {
  const given = { ...facts, ...(!isAdded && { category: [] }) };
  for (const each of form.elements) {
    if (!each.name || each.closest("[hidden]") || (each.type === "radio" && !each.checked)) continue;
    if (each.name === "category") {
      if (each.checked) given.category.push(each.value);
    } else given[each.name] = each.type === "checkbox" && !each.checked ? "" : each.value;
  }
  return given;
}

// What it was instead, found by words among the cards of this device.
export function others(dialog, pack, words) {
  const box = dialog.querySelector("[data-other-find]");
  const list = dialog.querySelector("[data-other-found]");
  const said = dialog.querySelector("[data-other-said]");

  function find() {
    const hits = pack.find(box.value).slice(0, 6);
    list.replaceChildren(...hits.map(({ act, short, title, kind }) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button second", value: act, textContent: short || title });
      Object.assign(button.dataset, { otherAct: "", name: short || title, kind });
      return button;
    }));
    said.textContent = box.value.trim() && !hits.length ? words.nothing_found : "";
    if (hits.length) list.scrollIntoView({ block: "nearest" }); // on a phone it begins behind the buttons
  }

  box.addEventListener("input", find);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // not the whole form
    list.querySelector("button")?.click();
  });
  return {
    clear() {
      box.value = "";
      box.closest("p").hidden = !pack.ready;
      find();
    },
  };
}
