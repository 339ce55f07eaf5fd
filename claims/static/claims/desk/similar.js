// "Already checked?" while a statement is typed: the server says which claims are worded like it.

const box = document.getElementById("already");
const statement = document.getElementById("id_statement");
const WAIT = 500; // milliseconds after the last key
const SHORTEST = 12; // characters that can tell anything

let timer = 0;
let asked = 0;

function show(claims) {
  const template = document.getElementById("already-row");
  document.getElementById("already-said").textContent = claims.length
    ? `${claims.length} ${claims.length === 1 ? "claim is" : "claims are"} worded like this.`
    : "No other claim is worded like this.";
  document.getElementById("already-rows").replaceChildren(...claims.map((claim) => {
    const row = template.content.firstElementChild.cloneNode(true);
    for (const part of row.querySelectorAll("[data-of]")) part.textContent = claim[part.dataset.of];
    row.querySelector("[data-of=rating]").textContent = [claim.icon, claim.rating].filter(Boolean).join(" ");
    row.querySelector("a").href = claim.url;
    row.querySelector(".badge").classList.add(claim.state.replaceAll(" ", "-"));
    return row;
  }));
  box.hidden = false;
}

async function ask() {
  const mine = (asked += 1);
  const words = statement.value.trim();
  if (words.length < SHORTEST) { box.hidden = true; return; }
  const query = new URLSearchParams({ words });
  if (box.dataset.but) query.set("but", box.dataset.but);
  try {
    const response = await fetch(`${box.dataset.ask}?${query}`, { headers: { Accept: "application/json" } });
    if (!response.ok || mine !== asked) return;
    show((await response.json()).claims);
  } catch { /* typing goes on; the list comes with the next words, or with the saved claim */ }
}

if (box && statement) {
  statement.closest(".form-row").after(box);
  statement.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  });
}
