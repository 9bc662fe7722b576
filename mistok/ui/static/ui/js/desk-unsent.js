// Saves that did not reach the server. They stay on the screen, and in this tab's storage through a reload,
// until they are sent again (under the same identifier, so that nothing counts twice) or put away by hand.
const KEPT = "mistok-desk-unsent";

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || [];
  } catch {
    return [];
  }
}

export function unsent(desk) {
  const place = desk.querySelector("[data-unsent]");
  const row = document.querySelector("[data-unsent-row]");
  let saves = stored();

  function show() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(saves));
    } catch { /* full or forbidden: the saves stay on the screen */ }
    document.dispatchEvent(new CustomEvent("mistok:waiting", { detail: saves.length }));
    place.hidden = !saves.length;
    place.querySelector("ul").replaceChildren(...saves.map((save) => {
      const item = row.content.firstElementChild.cloneNode(true);
      item.dataset.uuid = save.values.uuid;
      item.querySelector("[data-name]").textContent = save.name;
      return item;
    }));
  }

  function send(save) {
    const waited = Math.round((Date.now() - save.at) / 1000);
    const token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
    window.htmx.ajax("POST", save.path, {
      source: place, target: "#today", swap: "outerHTML",
      values: { ...save.values, waited, csrfmiddlewaretoken: token },
    });
  }

  place.addEventListener("click", (event) => {
    const uuid = event.target.closest("li")?.dataset.uuid;
    const save = saves.find((each) => each.values.uuid === uuid);
    if (!save) return;
    if (event.target.closest("[data-again]")) send(save);
    if (event.target.closest("[data-drop]")) {
      saves = saves.filter((each) => each !== save);
      show();
    }
  });

  // Signing in again is no loss: the saves come back with the desk.
  let leaving = false;
  desk.querySelector("[data-ended] a").addEventListener("click", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (saves.length && !leaving) event.preventDefault();
  });
  if (saves.length) show();

  return {
    sent({ uuid }) {
      if (!saves.some((save) => save.values.uuid === uuid)) return;
      saves = saves.filter((save) => save.values.uuid !== uuid);
      show();
    },
    keep({ path, parameters }, elt) {
      const { uuid, act } = parameters;
      if (!uuid || !act || saves.some((save) => save.values.uuid === uuid)) return show();
      const values = Object.fromEntries(Object.keys(parameters).map((name) => [name, parameters[name]]));
      const card = desk.querySelector("#card h2")?.textContent.trim();
      const what = elt.dataset.usual ? elt.querySelector("span").textContent.trim() : card;
      const chosen = [...desk.querySelectorAll("[data-category]:checked")];
      const many = Number(values.number) > 1 ? `${values.number} × ` : "";
      const name = [many + what, ...chosen.map((each) => each.parentElement.textContent.trim())].join(" · ");
      // The slip is the next visitor's now: nobody must inherit what was ticked for this one.
      for (const each of chosen) each.checked = false;
      desk.querySelector("#id_number").value = "1";
      desk.querySelector("[name=rough]").checked = false;
      saves.push({ path, values, name, at: Date.now() });
      show();
    },
  };
}
