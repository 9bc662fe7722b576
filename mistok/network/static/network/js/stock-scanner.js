// Reads codes with the camera where the browser can; elsewhere the number is typed.
export function scanner(form, found) {
  const button = form.querySelector("[data-scan]");
  const video = form.querySelector("[data-camera]");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const detector = new window.BarcodeDetector({ formats: ["qr_code", "code_128", "ean_13"] });
  let stream = null;
  let last = "";

  async function look() {
    if (!stream) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (code && code.rawValue !== last) {
      last = code.rawValue;
      found(code.rawValue);
    }
    setTimeout(look, 250);
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = true;
  }

  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      button.hidden = true;
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    look();
  });
  window.addEventListener("pagehide", stop);
}
