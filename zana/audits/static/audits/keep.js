// Saves on every tap. What cannot be sent waits in this tab, and only there: an answer is a finding, and a finding on a
// phone is a risk. Without this script the button saves; the server knows an answer sent twice by its key, so every
// change of an answer draws a new one, and the button sends the tap before it again under the same.

const STORE = "zana.answers";
const form = document.querySelector("form[data-keep]");
const said = form.querySelector("[data-saved]");
const go = form.querySelector("[data-go]");
const later = form.querySelector("[data-later]");

const read = () => JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
const write = (waiting) => (waiting.length ? sessionStorage.setItem(STORE, JSON.stringify(waiting)) : sessionStorage.removeItem(STORE));
const drawKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function tell(text, ...more) {
  said.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }), ...more);
}

function collect() {
  const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  return { url: location.pathname, fields };
}

// A second tap on the same question before the first one left replaces it.
function put(answer) {
  write([...read().filter((other) => other.url !== answer.url), answer]);
}

async function send(answer) {
  const body = new URLSearchParams({ ...answer.fields, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
  const reply = await fetch(answer.url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  if (reply.type === "opaqueredirect" || reply.status === 403) throw new Error("signed out");
  if (reply.status >= 500) throw new Error("later");
  return reply.json();
}

let busy = false;

async function flush() {
  if (busy) return;
  busy = true;
  try {
    for (let [first] = read(); first; [first] = read()) {
      const answer = await send(first);
      write(read().filter((other) => other.fields.key !== first.fields.key));
      show(first, answer);
    }
  } catch (problem) {
    explain(problem);
  } finally {
    busy = false;
  }
}

function show(answer, { said: saved, refused, disagreement, answered, of, knew, stop }) {
  if (refused) return tell(refused.join(" "));
  tell([saved, disagreement].filter(Boolean).join(" "));
  if (answer.url !== location.pathname) return;
  form.knew.value = knew;
  Object.assign(form.querySelector("progress"), { value: answered, max: of });
  if (later) go.textContent = form.dataset.next;
  // A sign that somebody is inside: the next page is what to do now, not the next question.
  if (stop) go.dataset.stop = stop;
  go.toggleAttribute("data-done", Boolean(stop) || (Boolean(later) && !disagreement));
}

function explain(problem) {
  if (problem.message !== "signed out") return tell(form.dataset.waiting);
  const link = Object.assign(document.createElement("a"), { href: location.pathname, textContent: form.dataset.signIn, className: "btn" });
  tell(form.dataset.signedOut, link);
}

// "Does not apply" needs its reason first; the server would say so, but not in the middle of a thought.
function isReady() {
  const chosen = new FormData(form);
  return chosen.get("result") && (chosen.get("result") !== "na" || chosen.get("note").trim());
}

form.addEventListener("change", () => {
  go.removeAttribute("data-done");
  delete go.dataset.stop;
  form.key.value = drawKey();
  if (!isReady()) return;
  put(collect());
  flush();
});

form.addEventListener("submit", (event) => {
  const isSaved = go.hasAttribute("data-done") && !read().length;
  if (!isSaved) return;
  event.preventDefault();
  location.assign(go.dataset.stop ?? later.href);
});

addEventListener("online", flush);
setInterval(() => read().length && flush(), 15_000);
if (read().length) flush();
