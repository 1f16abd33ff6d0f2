// Quick exit: the page is gone at once, and going back does not lead here. Without this it is a plain link.

const link = document.querySelector("[data-exit]");

function leave(event) {
  event?.preventDefault();
  document.body.replaceChildren();
  sessionStorage.clear();
  location.replace(link.href);
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
