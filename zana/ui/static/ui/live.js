// When a part of a page cannot be fetched (the line broke, the server failed), say so where it was asked for.
// Refusals need nothing here: they come as 422 with words, and htmx puts them in place.

function sayFailed(event) {
  const note = document.getElementById("live-failed").content.firstElementChild.cloneNode(true);
  const asked = event.detail.elt;
  if (asked.nextElementSibling?.matches("[data-live-failed]")) asked.nextElementSibling.remove();
  asked.after(note);
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, sayFailed);
}
