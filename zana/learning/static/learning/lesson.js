// A lesson one screen at a time: buttons, arrow keys, a swipe. Without this all screens stand below one another.
// And, unless she says no, the phone keeps the lesson to be read without a connection.

const lesson = document.querySelector("[data-lesson]");
const screens = [...lesson.querySelectorAll("[data-screen]")];
const done = document.querySelector("[data-read]");
const OFF = "zana-keep-no-lessons";
let at = 0;

function show(number, { quietly = false } = {}) {
  at = Math.min(Math.max(number, 1), screens.length);
  screens.forEach((screen, place) => screen.classList.toggle("here", place + 1 === at));
  const label = lesson.querySelector("[data-words]");
  label.textContent = label.dataset.words.replace("{number}", at).replace("{all}", screens.length);
  lesson.querySelector("progress").value = at;
  // One thing to do on each screen: she has read it when she has come to the last one.
  if (done) done.hidden = at < screens.length;
  document.querySelectorAll("[data-screen-now]").forEach((field) => { field.value = at; });
  if (quietly) return;
  history.replaceState(null, "", `#s${at}`);
  screens[at - 1].querySelector("h2").focus({ preventScroll: true });
  lesson.scrollIntoView({ block: "start" });
}

function isWriting(target) {
  return target.closest("input,textarea,select,[contenteditable]");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-turn]");
  if (!link) return;
  event.preventDefault();
  show(Number(link.dataset.turn));
});
document.addEventListener("keydown", (event) => {
  if (isWriting(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowRight" && at < screens.length) show(at + 1);
  if (event.key === "ArrowLeft" && at > 1) show(at - 1);
});

let touch = null;
lesson.addEventListener("touchstart", (event) => { touch = event.changedTouches[0]; }, { passive: true });
lesson.addEventListener("touchend", (event) => {
  if (!touch) return;
  const [wide, high] = [event.changedTouches[0].clientX - touch.clientX, event.changedTouches[0].clientY - touch.clientY];
  touch = null;
  if (Math.abs(wide) < 60 || Math.abs(wide) < 2 * Math.abs(high)) return;
  const next = at + (wide < 0 ? 1 : -1);
  if (next >= 1 && next <= screens.length) show(next);
}, { passive: true });

lesson.classList.add("one");
lesson.querySelector("[data-place]").hidden = false;
show(Number(/^#s(\d+)$/.exec(location.hash)?.[1] ?? 1), { quietly: true });

// --- kept on this phone

const [offline, online] = ["[data-offline]", "[data-online]"].map((name) => document.querySelector(name));

function say(isKept) {
  offline.hidden = !isKept;
  online.hidden = isKept;
}

function assetsOf(page) {
  const named = [...page.querySelectorAll("link[rel=stylesheet],link[rel=icon]")].map((link) => link.href);
  const scripts = [...page.querySelectorAll("script[src*='/learning/'],script[src*='/exit']")].map((one) => one.src);
  const icons = [...page.querySelectorAll("use")].slice(0, 1).map((use) => new URL(use.href.baseVal, location).href);
  return [...new Set([...named, ...scripts, ...icons.map((icon) => icon.split("#")[0])])];
}

async function keep() {
  await navigator.serviceWorker.register(lesson.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  const kept = { lesson: location.pathname, kept: lesson.dataset.kept, assets: assetsOf(document) };
  active.postMessage({ keep: kept });
}

async function forget() {
  await caches.delete("zana-lessons");
  const registration = await navigator.serviceWorker.getRegistration(lesson.dataset.worker);
  await registration?.unregister();
  say(false);
}

// An old phone or plain http has neither: then nothing is kept and nothing is said.
if (lesson.dataset.worker && "serviceWorker" in navigator && "caches" in window) {
  navigator.serviceWorker.addEventListener("message", (event) => event.data.kept && say(true));
  document.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.setItem(OFF, "yes");
    forget();
  });
  document.querySelector("[data-keep]").addEventListener("click", () => {
    localStorage.removeItem(OFF);
    keep().catch(() => say(false));
  });
  if (localStorage.getItem(OFF)) say(false);
  else keep().catch(() => {});
}
