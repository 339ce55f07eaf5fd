// Asks every second or so how far the run is, and shows it in place. When it has ended, the page is loaded anew with what
// came of it. Where nobody looks, nothing is asked.
const FIRST = 700;
const LONGEST = 8_000;

const page = document.querySelector(".run[data-live]");
const status = document.getElementById("run-status");
const badge = document.getElementById("run-state");
const noWorker = document.getElementById("no-worker");

function say(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}

function show(told) {
  say(status, told.status);
  say(badge, told.state);
  badge.className = `badge ${told.state}`;
  say(noWorker, told.no_worker);
  noWorker.hidden = !told.no_worker;
  for (const one of told.stages) {
    const row = page.querySelector(`[data-stage="${CSS.escape(one.name)}"]`);
    if (!row) continue;
    row.className = `stage ${one.state}`;
    say(row.querySelector(".mark"), one.mark);
    say(row.querySelector(".stage-state"), one.state);
    say(row.querySelector(".stage-said"), one.said);
  }
}

async function ask(pause) {
  let next = pause;
  if (!document.hidden) {
    try {
      const answer = await fetch(page.dataset.progress, { redirect: "error" });
      if (answer.ok) {
        const told = await answer.json();
        show(told);
        if (told.state === "done" || told.state === "failed") {
          location.reload();
          return;
        }
        next = told.state === "working" ? FIRST : Math.min(pause * 1.3, LONGEST);
      }
    } catch {
      next = LONGEST; // Without a connection nothing is known; the next attempt comes by itself.
    }
  }
  setTimeout(() => ask(next), next);
}

if (page) setTimeout(() => ask(FIRST), FIRST);
