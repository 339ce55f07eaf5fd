// Keeps what is typed into a form of the desk until it is saved: on the server, and in this browser while that fails.
import { keptElsewhere, textOf } from "./guard.js";

const EVERY = 2500; // milliseconds: what was typed is kept at most three seconds later
const LEAVING = 60_000; // characters that a browser still sends while a page is closed
const here = document.getElementById("unsaved")?.dataset; // whose page it is, and what became of forms that were sent
const isAnswer = here && "answer" in here; // the page is a form that was sent and not saved

const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function keepTextOf(form, page, place) {
  const key = `${mine()}${page.keep} ${page.row} ${page.given}`;
  const earlier = `${key} earlier`; // typed on a page before this one, and not taken up yet
  const status = form.querySelector(".unsaved-status") || statusIn(form);
  const stored = textOf(form);
  let kept = stored;
  let failed = false;
  let sending = null;
  let saving = false;
  const me = pageName();
  const named = document.createElement("input"); // so that a save ends this page's unsaved text and no other's
  Object.assign(named, { type: "hidden", name: "_page", value: me });
  form.append(named);
  keptElsewhere(form, () => failed);

  function pageName() {
    const sameForm = page.page || (isAnswer && recall(`${key} page`));
    const name = sameForm || crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`.replace(/[^0-9.-]/g, "");
    remember(`${key} page`, name);
    return name;
  }

  // Sends one text to be kept; the time at which it was, or an error that says why not.
  async function send({ text, token, page: name }, { leaving = false, anyway = false, signal } = {}) {
    const body = new FormData();
    const sent = { row: page.row, given: page.given, token, page: name, fields: text };
    for (const [field, value] of Object.entries(sent)) body.append(field, value);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (anyway) body.append("anyway", "yes");
    const answer = await fetch(page.keep, { method: "POST", body, signal, keepalive: leaving && text.length < LEAVING });
    if (answer.redirected) throw new Error("you are signed out");
    const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const said = isOurs ? await answer.json() : {};
    if (!answer.ok) throw new Error(said.refused || `the desk answered ${answer.status}`);
    return said.saved;
  }

  async function keep(leaving = false) {
    const copy = copyHere();
    sending = new AbortController();
    try {
      const saved = await send(copy, { leaving, signal: sending.signal });
      kept = copy.text;
      failed = false;
      if (!saving) forget(key);
      tell(`Draft saved ${saved}`);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      failed = true;
      const why = problem instanceof TypeError ? "no connection" : problem.message.replace(/\.$/, "");
      tell(`Not saved: ${why}; your text is in this browser`, true);
    } finally {
      sending = null;
    }
  }

  function copyHere(more = {}) {
    const copy = { text: textOf(form), token: versionRead(), page: me, at: clock(), ...more };
    remember(key, JSON.stringify(copy));
    return copy;
  }

  function versionRead() {
    return (form.elements.version_read ?? form.elements.rev)?.value ?? page.token;
  }

  function tell(words, isBad = false) {
    if (status.textContent === words) return;
    status.classList.toggle("failed", isBad);
    status.textContent = words;
  }

  function look() {
    if (!saving && !sending && textOf(form) !== kept) keep();
  }

  function leave() {
    if (!saving && textOf(form) !== kept) keep(true);
  }

  // What this tab has and the server has not: sent now; then the page offers it like any other unsaved text.
  async function sendAgain(found, anyway) {
    try {
      await send(found, { anyway });
      forget(earlier);
      if (!document.querySelector("#unsaved .unsaved")) location.reload(); // else the page offers it already
    } catch (problem) {
      if (anyway) tell(`Not saved: ${problem.message}`, true);
      else offer(found);
    }
  }

  function offer(found) {
    const box = statusIn(form);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Use it";
    button.addEventListener("click", () => sendAgain(found, true));
    box.classList.add("failed");
    box.append(`Text that you typed at ${found.at} is in this browser only.`, button);
    for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  }

  function arrive() {
    const left = read(key);
    forget(key);
    if (left && isAnswer && left.sent) kept = null; // it stands in the form again, and is not saved
    else if (left && left.text !== stored) remember(earlier, JSON.stringify(left));
    const waiting = read(earlier);
    if (waiting?.text === stored) forget(earlier);
    else if (waiting && !isAnswer) sendAgain(waiting, false);
  }

  arrive();
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", () => { saving = false; });
  form.addEventListener("submit", (event) => {
    saving = true;
    sending?.abort(); // or it would come back after the save has ended it
    if (kept !== stored || textOf(form) !== stored) copyHere({ sent: true });
    setTimeout(() => { if (event.defaultPrevented) saving = false; });
  });
  place.querySelector(".choices form")?.addEventListener("submit", () => { saving = true; forget(key); forget(earlier); });
}

function statusIn(form) {
  const status = document.createElement("p");
  status.className = "unsaved-status";
  status.setAttribute("role", "status");
  form.append(status);
  return status;
}

function mine() {
  return `unsaved ${here.person} `;
}

// Text of other people who used this tab goes, and so does what was saved.
function tidy() {
  const ended = new Set(here.ended.split(" ").filter(Boolean));
  const keys = Object.keys(stores() || {}).filter((key) => key.startsWith("unsaved "));
  for (const key of keys) if (!key.startsWith(mine()) || ended.has(read(key)?.page)) forget(key);
}

function stores() {
  try { return sessionStorage; } catch { return null; }
}

function remember(key, text) {
  try { sessionStorage.setItem(key, text); } catch { /* no room, or not allowed: the server has it, or the page says so */ }
}

function recall(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

function read(key) {
  try { return JSON.parse(recall(key)); } catch { return null; }
}

function forget(key) {
  try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
}

if (here) {
  tidy();
  for (const place of document.querySelectorAll("[data-keep]")) {
    const form = document.querySelector(place.dataset.form);
    if (form) keepTextOf(form, place.dataset, place);
  }
}
