// Short messages float over the page for a while; a pointer or the focus on them holds them.
const STAY = 12000;
const region = document.querySelector("[data-toasts]");

function tend(toast) {
  let timer;
  const leave = () => toast.remove();
  const start = () => { timer = setTimeout(leave, STAY); };
  const hold = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  toast.querySelector("[data-toast-close]")?.removeAttribute("hidden");
  toast.addEventListener("click", (event) => event.target.closest("[data-toast-close]") && leave());
  if (!toast.classList.contains("error")) start();
}

if (region) {
  region.classList.add("is-floating");
  for (const toast of region.children) tend(toast);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.classList?.contains("toast")) tend(node);
    }
  }).observe(region, { childList: true });
}
