// Quick exit: the page is gone at once, and going back does not lead here. Without this it is a plain link.

const link = document.querySelector("[data-exit]");

function leave(event) {
  event?.preventDefault();
  document.body.replaceChildren();
  sessionStorage.clear();
  forgetKept();
  location.replace(link.href);
}

// What was kept to be read without a connection goes too; the worker finishes it after this page is gone.
function forgetKept() {
  const worker = navigator.serviceWorker;
  worker?.controller?.postMessage({ forget: true });
  globalThis.caches?.keys().then((names) => names.forEach((name) => caches.delete(name))).catch(() => {});
  worker?.getRegistrations().then((all) => all.forEach((one) => one.unregister())).catch(() => {});
}

let pressed = [];

function countEscapes(event) {
  if (event.key !== "Escape") return;
  pressed = [...pressed.filter((at) => at > event.timeStamp - 1500), event.timeStamp];
  if (pressed.length >= 3) leave();
}

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", countEscapes);
}
