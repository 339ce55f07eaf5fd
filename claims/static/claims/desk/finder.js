// A new claim from the text: places are asked of the server, which alone counts; without this script the forms do it.

import { points, selected, showPlace, wholeText } from "./passages.js";

const finder = document.getElementById("finder");
const by = (id) => document.getElementById(id);
const LONGEST = 1500; // characters of an address; longer words are posted

let asked = 0;

async function ask(values) {
  const mine = (asked += 1);
  const query = new URLSearchParams(values);
  let address = finder.dataset.find;
  const options = { headers: { Accept: "application/json" } };
  if (String(query).length < LONGEST) address += `?${query}`;
  else {
    query.set("csrfmiddlewaretoken", by("finder-words").elements.csrfmiddlewaretoken.value);
    Object.assign(options, { method: "POST", body: query });
  }
  let answer;
  try {
    const response = await fetch(address, options);
    answer = { ...(await response.json()), refused: !response.ok };
  } catch {
    answer = { places: [], total: 0, speakers: [], refused: true, hint: "No answer from the server. Try again, or sign in again in another tab; what you typed is still here." };
  }
  if (mine === asked) show(answer, Boolean(values.move));
}

function row(template, value, texts, checked) {
  const one = by(template).content.firstElementChild.cloneNode(true);
  const input = one.querySelector("input");
  input.value = value;
  input.checked = checked;
  for (const [selector, text] of texts) one.querySelector(selector).textContent = text;
  return one;
}

function show(answer, wasMoved) {
  const { places, total, hint, speakers, refused } = answer;
  by("finder-hint").textContent = hint;
  by("finder-hint").classList.toggle("refused", refused);
  by("finder-several").hidden = places.length < 2;
  by("finder-several-said").textContent = `They stand there ${total} times${total > places.length ? `; the first ${places.length} are shown, so more words would help` : ""}. Which place?`;
  by("finder-rows").replaceChildren(...(places.length < 2 ? [] : places).map((one, number) => {
    const [before, after] = [".around", ".around:last-child"];
    return row("place-row", `${one.start}-${one.end}`, [[before, one.before], ["mark", one.exact], [after, one.after], [".at", `${one.start}–${one.end}`]], number === 0);
  }));
  if (refused && wasMoved) return;
  if (places.length > 1) {
    by("finder-rows").querySelector("input").focus();
    showPlace(places[0].start, places[0].end);
  }
  by("finder-chosen").hidden = places.length !== 1;
  if (places.length === 1) showChosen(places[0], speakers, wasMoved);
}

function showChosen(one, speakers, wasMoved) {
  by("chosen-before").textContent = one.before;
  by("chosen-exact").textContent = one.exact;
  by("chosen-after").textContent = one.after;
  by("chosen-start").textContent = one.start;
  by("chosen-end").textContent = one.end;
  by("chosen-said").textContent = wasMoved ? one.exact : "";
  for (const form of ["finder-moves", "finder-go"]) by(form).elements.place.value = `${one.start}-${one.end}`;
  by("finder-speakers").replaceChildren(...speakers.map((guess, number) =>
    row("speaker-row", guess.id, [["span > span", guess.name], [".at", `guess: ${guess.because}`]], number === 0)));
  by("no-speaker").checked = speakers.length === 0;
  overlapping(one);
  showPlace(one.start, one.end);
  if (!wasMoved) by("mover").focus({ preventScroll: true });
}

// The claims that share words with the place: their marks stand in the text.
function overlapping(place) {
  const found = new Map();
  for (const part of by("text-lines").querySelectorAll("[data-claims]")) {
    const start = Number(part.dataset.at);
    if (start >= place.end || start + points(part.textContent) <= place.start) continue;
    for (const number of part.dataset.claims.split(" ")) {
      const end = by("text-lines").querySelector(`a[data-claim="${CSS.escape(number)}"]`);
      if (end) found.set(number, end.href);
    }
  }
  by("chosen-already").hidden = found.size === 0;
  by("chosen-already-rows").replaceChildren(...[...found].flatMap(([number, href]) => {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = `claim ${number}`;
    return [link, " "];
  }));
}

const KEYS = { ArrowLeft: ["end-earlier", "start-earlier"], ArrowRight: ["end-later", "start-later"] };
const MIRRORED = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

function moveByKey(event) {
  if (event.target !== by("mover") || event.ctrlKey || event.altKey || event.metaKey || !(event.key in KEYS)) return;
  event.preventDefault();
  const leftward = getComputedStyle(by("chosen-quote")).direction === "rtl" ? MIRRORED[event.key] : event.key;
  ask({ place: by("finder-moves").elements.place.value, move: KEYS[leftward][event.shiftKey ? 1 : 0] });
}

function takeSelected() {
  const area = by("whole-text");
  const start = points(area.value.slice(0, area.selectionStart));
  const end = start + points(area.value.slice(area.selectionStart, area.selectionEnd));
  if (start < end) ask({ place: `${start}-${end}` });
}

function begin() {
  for (const one of finder.querySelectorAll(".by-script")) one.hidden = false;
  by("finder-words").addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(by("finder-words")).get("place");
    if (event.submitter?.value === "take" && chosen) ask({ place: chosen });
    else ask({ do: "find", words: by("words").value });
  });
  by("finder-moves").addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ place: by("finder-moves").elements.place.value, move: event.submitter.value });
  });
  by("words").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask({ do: "find", words: by("words").value });
  });
  // Enter that was pressed before this script ran left a line break behind the words.
  const { value, defaultValue } = by("words");
  if (value !== defaultValue && /\S.*\n$/.test(value)) ask({ do: "find", words: value });
  by("finder-rows").addEventListener("change", (event) => showPlace(...event.target.value.split("-").map(Number)));
  by("finder-rows").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // else the first button of the form would search again
    ask({ place: event.target.value });
  });
  by("mover").addEventListener("keydown", moveByKey);
  let before = null; // what was selected when the pointer went down in the text, wherever it is let go
  const place = () => { const found = selected(); return found ? `${found.start}-${found.end}` : ""; };
  document.addEventListener("mousedown", (event) => { before = by("text-lines").contains(event.target) ? place() : null; });
  document.addEventListener("mouseup", () => {
    if (before !== null && place() && place() !== before) ask({ place: place() });
  });
  finder.querySelector(".by-keyboard").addEventListener("toggle", () => { by("whole-text").value ||= wholeText(); });
  // Not `readonly`: browsers give such a field no caret, so no key could select in it.
  by("whole-text").addEventListener("beforeinput", (event) => event.preventDefault());
  by("whole-text").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); takeSelected(); }
  });
}

if (finder && by("finder-words")) begin();
