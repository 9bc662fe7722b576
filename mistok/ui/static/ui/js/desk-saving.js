// One press, one record: an identifier for each save, no double press, and the desk ready for the next visitor.
import { uuid7 } from "./desk-uuid.js";

const SOON = 5; // a repeated click of one double click comes with the second count

// An answer that was sent elsewhere, to sign in, or refused for its old token, saved nothing.
function signedOut({ xhr, pathInfo }) {
  const answered = new URL(xhr.responseURL || location.href, location.href).pathname;
  return xhr.status === 403 || (xhr.status === 200 && answered !== new URL(pathInfo.requestPath, location.href).pathname);
}

export function saving(desk, waiting) {
  const box = desk.querySelector("[data-box]");
  const ended = desk.querySelector("[data-ended]");
  let typed = "";

  // A double click is one wish.
  desk.addEventListener("click", (event) => {
    if (event.detail > 1 && event.detail < SOON && event.target.closest("[data-saves], [data-undo]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!detail.elt.matches("[data-saves]")) return;
    detail.parameters.uuid = uuid7();
    typed = box.value;
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (signedOut(detail)) {
      // The page of the sign-in is no part of the desk: nothing is swapped, the way back is shown.
      detail.shouldSwap = false;
      ended.hidden = false;
      return;
    }
    if (detail.xhr.status !== 422) return;
    // The page says what is wrong; nothing typed is touched.
    detail.shouldSwap = true;
    detail.isError = false;
    detail.target = document.getElementById("problem");
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // The pressed button may be gone with its card by now; the request still knows it.
    const { elt } = detail.requestConfig;
    if (!elt.matches("[data-saves], [data-undo-form], [data-unsent]")) return;
    const status = detail.xhr.status;
    if (status === 422) {
      waiting.sent(detail.requestConfig.parameters);
      document.getElementById("problem").focus();
    } else if (detail.successful && !signedOut(detail)) {
      document.getElementById("problem").replaceChildren();
      if (box.value === typed) box.value = "";
      typed = "";
      document.getElementById("found").replaceChildren();
      box.focus();
      waiting.sent(detail.requestConfig.parameters);
    } else {
      waiting.keep(detail.requestConfig, elt);
    }
  });
}
