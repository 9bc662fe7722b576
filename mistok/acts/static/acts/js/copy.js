// A button that copies stands beside every text that is made to be copied, where the clipboard can be written.
const words = document.documentElement.lang === "en" ? ["Copy", "Copied"] : ["Копіювати", "Скопійовано"];
if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copy]")) {
    const said = text.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button second screen";
    button.textContent = words[0];
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(said);
      button.textContent = words[1];
    });
    text.after(button);
  }
}
