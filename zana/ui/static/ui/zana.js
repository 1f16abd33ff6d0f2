// Small conveniences; every page works without them.

// A button [data-copy="id"] copies the text of that element and says so to everybody.
function copyOnClick(button) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    const text = "value" in source ? source.value : source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      announce(button, button.dataset.done || "✓");
    } catch {
      // No clipboard (plain http, old phone): select it, so that one long press copies.
      getSelection().selectAllChildren(source);
    }
  });
}

function announce(button, words) {
  let place = button.nextElementSibling;
  if (!place || !place.matches("[data-said]")) {
    place = document.createElement("span");
    place.className = "small soft";
    place.dataset.said = "";
    place.setAttribute("role", "status");
    button.after(place);
  }
  place.textContent = words;
  setTimeout(() => { place.textContent = ""; }, 4000);
}

// Under a file field: how large the chosen file is, before minutes go into sending it.
function sayFileSize(note) {
  const input = document.getElementById(note.dataset.fileNote);
  if (!input) return;
  input.addEventListener("change", () => {
    const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
    const most = Number(note.dataset.most || 0);
    const large = most > 0 && bytes > most;
    note.className = large ? "err" : "small soft";
    const words = large ? note.dataset.wordsLarge : note.dataset.words;
    note.textContent = bytes ? words.replace("{size}", inWords(bytes)).replace("{most}", inWords(most)) : "";
  });
}

function inWords(bytes) {
  const [unit, size] = bytes >= 1e6 ? ["MB", bytes / 1e6] : ["kB", bytes / 1e3];
  const digits = size < 10 ? 1 : 0;
  return `${size.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })} ${unit}`;
}

// Under a text field [data-count="id of the field"]: how many characters of how many.
function countCharacters(note) {
  const field = document.getElementById(note.dataset.count);
  if (!field) return;
  const show = () => {
    note.textContent = note.dataset.words.replace("{count}", [...field.value].length);
  };
  field.addEventListener("input", show);
  show();
}

// A form is sent once, however often an impatient thumb taps.
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    // Only after everybody has had a say: who stops the sending may send again.
    return setTimeout(() => { if (!event.defaultPrevented) form.dataset.sent = "yes"; });
  });
}

// A button [data-print] opens the browser's own way to paper.
function printOnClick(button) {
  button.addEventListener("click", () => print());
}

// What works only with a script is hidden until there is one, and only if the browser can do it.
function showScripted(part) {
  part.hidden = part.dataset.scripted !== "" && !(part.dataset.scripted in window);
}

function enhance(root) {
  root.querySelectorAll("[data-scripted]").forEach(showScripted);
  root.querySelectorAll("[data-copy]").forEach(copyOnClick);
  root.querySelectorAll("[data-print]").forEach(printOnClick);
  root.querySelectorAll("[data-file-note]").forEach(sayFileSize);
  root.querySelectorAll("[data-count]").forEach(countCharacters);
  root.querySelectorAll("form[data-once]").forEach(sendOnce);
}

enhance(document);
// A page taken back from the browser's memory may send again.
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) enhance(event.detail.elt);
});
