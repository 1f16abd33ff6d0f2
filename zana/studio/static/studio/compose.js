// The line under the text follows while she types: the server counts, as the network does.
const WAIT = 400;

function countWhileTyping(line) {
  const form = line.closest("form");
  let waiting = 0;
  let asked = 0;
  form.addEventListener("input", (event) => {
    if (!["text", "link"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked;
      const body = new URLSearchParams();
      for (const name of ["csrfmiddlewaretoken", "text", "link"]) body.set(name, form.elements[name].value);
      try {
        const answer = await fetch(line.dataset.liveCount, { method: "POST", body });
        if (answer.ok && mine === asked) line.innerHTML = await answer.text();
      } catch {
        // Offline: the count of the last save stays, and saving counts again.
      }
    }, WAIT);
  });
}

document.querySelectorAll("[data-live-count]").forEach(countWhileTyping);
