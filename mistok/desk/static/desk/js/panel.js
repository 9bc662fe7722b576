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
