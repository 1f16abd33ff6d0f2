// Keeps opened lessons readable without a connection: only lessons, and only the page made for keeping, which carries
// no name, no organisation and no form. Its own address bounds what it can reach.
const STORE = "zana-lessons";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep({ lesson, kept, assets }) {
  const page = await fetch(kept, { credentials: "same-origin" });
  if (!page.ok || page.redirected) return false; // signed out: what comes is not the lesson
  const store = await caches.open(STORE);
  await store.put(lesson, page);
  await store.addAll(assets);
  return true;
}

self.addEventListener("message", (event) => {
  if (event.data.forget) event.waitUntil(caches.delete(STORE));
  if (event.data.keep) {
    event.waitUntil(keep(event.data.keep).then((done) => done && event.source.postMessage({ kept: true })));
  }
});

async function findKept(address) {
  const store = await caches.open(STORE);
  return (await store.match(address, { ignoreSearch: true, ignoreVary: true })) || Response.error();
}

async function findAsset(request) {
  const known = await caches.match(request, { cacheName: STORE, ignoreVary: true });
  return known || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => findKept(request.url)));
  else if (["style", "script", "image"].includes(request.destination)) event.respondWith(findAsset(request));
});
