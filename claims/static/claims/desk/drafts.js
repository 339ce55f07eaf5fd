// Keeps what is typed into a form of the desk until it is saved: on the server, and in this browser while that fails.
const EVERY = 2500; // milliseconds: what was typed is kept at most three seconds later
const REFUSED = ".errornote, .conflict, .errorlist"; // the page is a form that was sent and not saved
const LEAVING = 60_000; // characters that a browser still sends while a page is closed

for (const place of document.querySelectorAll("[data-keep]")) {
  const form = document.querySelector(place.dataset.form);
  if (form) keepTextOf(form, place.dataset, form.querySelector(".unsaved-status") || statusIn(form));
}

function statusIn(form) {
  const status = document.createElement("p");
  status.className = "unsaved-status";
  status.setAttribute("role", "status");
  form.append(status);
  return status;
}

function keepTextOf(form, page, status) {
  const key = `unsaved ${page.keep} ${page.row} ${page.given}`;
  const stored = textOf(form);
  let kept = stored;
  let failed = false;
  let sending = false;
  let saving = false;
  const me = pageName();
  const named = document.createElement("input"); // so that a save ends this page's unsaved text and no other's
  Object.assign(named, { type: "hidden", name: "_page", value: me });
  form.append(named);

  function pageName() {
    const sameForm = page.page || (document.querySelector(REFUSED) && recall(`${key} page`));
    const name = sameForm || crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`;
    remember(`${key} page`, name);
    return name;
  }

  async function keep({ leaving = false, anyway = false, text = textOf(form), token = versionRead() } = {}) {
    const body = new FormData();
    const sent = { row: page.row, given: page.given, token, page: me, fields: text };
    for (const [name, value] of Object.entries(sent)) body.append(name, value);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (anyway) body.append("anyway", "yes");
    remember(key, JSON.stringify({ text, token, at: clock() }));
    sending = true;
    try {
      const answer = await fetch(page.keep, { method: "POST", body, keepalive: leaving && text.length < LEAVING });
      if (answer.redirected) throw new Error("you are signed out");
      const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const said = isOurs ? await answer.json() : {};
      if (!answer.ok) throw new Error(said.refused || `the desk answered ${answer.status}`);
      kept = text;
      failed = false;
      forget(key);
      tell(`Draft saved ${said.saved}`);
      return true;
    } catch (problem) {
      failed = true;
      const why = problem instanceof TypeError ? "no connection" : problem.message.replace(/\.$/, "");
      tell(`Not saved: ${why}; your text is in this browser`, true);
      return false;
    } finally {
      sending = false;
    }
  }

  function versionRead() {
    return form.elements.version_read?.value ?? page.token;
  }

  function tell(words, isBad = false) {
    if (!status || status.textContent === words) return;
    status.classList.toggle("failed", isBad);
    status.textContent = words;
  }

  function look() {
    if (!saving && !sending && textOf(form) !== kept) keep();
  }

  function leave() {
    if (!saving && textOf(form) !== kept) keep({ leaving: true });
  }

  // What this tab could not send earlier is sent now; then the page offers it like any other unsaved text.
  async function sendAgain(anyway) {
    const found = JSON.parse(recall(key));
    if (await keep({ ...found, anyway })) location.reload();
    else offer(found.at);
  }

  function offer(at) {
    tell(`Text that you typed at ${at} is in this browser only.`, true);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Use it";
    button.addEventListener("click", () => sendAgain(true));
    status.append(button);
  }

  const left = recall(key);
  if (left && JSON.parse(left).text === stored) forget(key);
  else if (left && !page.page && !document.querySelector(REFUSED)) sendAgain(false);

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", () => { saving = false; });
  window.addEventListener("beforeunload", (event) => { if (failed && !saving) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    saving = true;
    setTimeout(() => { if (event.defaultPrevented) saving = false; });
  });
  document.querySelector(".unsaved .choices form")?.addEventListener("submit", () => { saving = true; forget(key); });
}

// The form as it would be posted, without passwords, secrets and rows that are only patterns.
function textOf(form) {
  const secret = new Set([...form.elements].filter((one) => one.type === "password").map((one) => one.name));
  const found = {};
  for (const [name, value] of new FormData(form)) {
    const isOurs = name === "csrfmiddlewaretoken" || name === "version_read" || name.startsWith("_");
    if (isOurs || secret.has(name) || name.includes("__prefix__") || typeof value !== "string") continue;
    (found[name] ||= []).push(value);
  }
  return JSON.stringify(found);
}

const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function remember(key, text) {
  try { sessionStorage.setItem(key, text); } catch { /* no room, or not allowed: the server has it, or the page says so */ }
}

function recall(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

function forget(key) {
  try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
}
