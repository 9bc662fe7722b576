// Lines offered under the search line while one types (the combobox pattern of WAI-ARIA). Without a script,
// or when the server says nothing, the line works as it is.
const PAUSE = 150; // milliseconds after the last letter
const SHORTEST = 2;

for (const input of document.querySelectorAll("[data-suggestions]")) attach(input);

function attach(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestionsLabel);
  input.closest("form").append(list);
  input.setAttribute("type", "text"); // a search box may not be a combobox
  input.setAttribute("enterkeyhint", "search");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let timer, asking, current = -1;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const choose = (n) => {
    current = n;
    [...list.children].forEach((each, i) => each.setAttribute("aria-selected", String(i === n)));
    if (n < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[n].id);
      list.children[n].scrollIntoView({ block: "nearest" });
    }
  };

  const draw = (found) => {
    list.replaceChildren(...found.map((each, n) => option(each, `${list.id}-${n}`)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    choose(-1);
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const address = `${input.dataset.suggestions}?q=${encodeURIComponent(input.value)}`;
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) draw((await answer.json()).suggestions);
    } catch {
      // no connection, or a newer question: nothing is offered
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const many = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      go(list.children[current]);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !list.hidden && many) {
      event.preventDefault();
      // One place more than lines: the field itself, where nothing is chosen.
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((current + 1 + step + many + 1) % (many + 1)) - 1);
    }
  });

  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => go(event.target.closest("[data-url]")));
}

// Titles come from the catalogue and from people: they are set as text, never as markup.
function option({ text, url, kind }, id) {
  const line = document.createElement("li");
  line.id = id;
  line.dataset.url = url;
  line.setAttribute("role", "option");
  line.append(text);
  if (kind) {
    const tag = document.createElement("span");
    tag.className = "soft small";
    tag.textContent = ` ${kind}`;
    line.append(tag);
  }
  return line;
}

function go(line) {
  if (line) location.href = line.dataset.url;
}
