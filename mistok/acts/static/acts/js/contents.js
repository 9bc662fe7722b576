// On a wide screen the contents stand open beside the text, and the provision that is read is marked in them.
const contents = document.querySelector(".contents");
if (contents && matchMedia("(min-width: 56em)").matches) {
  contents.open = true;
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  let marked;
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    const first = [...seen].sort((one, other) => one.offsetTop - other.offsetTop)[0];
    const link = first && links.get(first.id);
    if (!link || link === marked) return;
    marked?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    marked = link;
    const { top, bottom } = link.getBoundingClientRect();
    const frame = contents.getBoundingClientRect();
    if (top < frame.top || bottom > frame.bottom) contents.scrollTop += top - frame.top - frame.height / 2;
  });
  for (const section of document.querySelectorAll(".act-text > section[id]")) {
    if (links.has(section.id)) watcher.observe(section);
  }
}
