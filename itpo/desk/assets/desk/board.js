// Moving cards with the mouse and with keys. Each way presses a button of the card's own menu, which
// works without this; the page that answers comes back to the card.

const board = document.querySelector("[data-board]");
const said = document.querySelector("[data-board-said]");
const refusal = document.querySelector("[data-board-refusal]");
const hint = document.querySelector("[data-board-hint]");
const KEPT = `board:${location.pathname}`;
const lanes = [...board.querySelectorAll(".lane")];
const laneOf = (card) => card.closest(".lane");
const cardsOf = (lane) => [...lane.querySelectorAll(".deal")];
const linkOf = (card) => card.querySelector("a");
let leaving = false;

if (hint) hint.hidden = false;

function refuse(words) {
  refusal.textContent = words;
  refusal.hidden = false;
  if (refusal.getBoundingClientRect().top < 0) refusal.scrollIntoView({ block: "center" });
}

function moveTo(card, lane) {
  if (leaving || laneOf(card) === lane || !card.draggable) return;
  const button = card.querySelector(`button[value="${CSS.escape(lane.dataset.stage)}"]`);
  if (!button) return refuse(board.dataset.oneStage);
  button.form.requestSubmit(button);
}

// Where one was on the page, so that one is there again after the move.
board.addEventListener("submit", () => {
  leaving = true;
  sessionStorage.setItem(KEPT, JSON.stringify({ down: scrollY, across: board.scrollLeft }));
});
addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

function comeBack() {
  const kept = sessionStorage.getItem(KEPT);
  if (!kept || !location.hash.startsWith("#deal-")) return;
  sessionStorage.removeItem(KEPT);
  const { down, across } = JSON.parse(kept);
  scrollTo(0, down);
  board.scrollLeft = across;
  const card = document.getElementById(location.hash.slice(1));
  if (!card) return;
  linkOf(card).focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  const lane = laneOf(card).querySelector("h2");
  said.textContent = `${linkOf(card).textContent}: ${lane.textContent}`;
}
// After the browser has gone to the card's anchor by itself.
if (document.readyState === "complete") comeBack();
else addEventListener("load", () => setTimeout(comeBack));

// With the mouse.
let held;
board.addEventListener("dragstart", (event) => {
  held = event.target.closest?.(".deal[draggable=true]");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", linkOf(held).textContent);
  refusal.hidden = true;
  held.classList.add("held");
  board.classList.add("holding");
});
board.addEventListener("dragend", () => {
  held?.classList.remove("held");
  board.classList.remove("holding");
  lanes.forEach((lane) => lane.classList.remove("over"));
  held = undefined;
});
board.addEventListener("dragover", (event) => {
  const lane = held && event.target.closest(".lane");
  lanes.forEach((one) => one.classList.toggle("over", one === lane));
  if (!lane) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
});
board.addEventListener("drop", (event) => {
  const lane = held && event.target.closest(".lane");
  if (!lane) return;
  event.preventDefault();
  moveTo(held, lane);
});

// With keys, from the name of a card: arrows walk, Shift with an arrow moves.
const ACROSS = { ArrowLeft: -1, ArrowRight: 1 };
const DOWN = { ArrowUp: -1, ArrowDown: 1 };

function walk(card, key) {
  const lane = laneOf(card);
  const place = cardsOf(lane).indexOf(card);
  if (key in DOWN) return cardsOf(lane)[place + DOWN[key]];
  let at = lanes.indexOf(lane) + ACROSS[key];
  while (lanes[at] && !cardsOf(lanes[at]).length) at += ACROSS[key];
  const there = lanes[at] ? cardsOf(lanes[at]) : [];
  return there[Math.min(place, there.length - 1)];
}

board.addEventListener("keydown", (event) => {
  const { key } = event;
  if (key === "Escape" && event.target.closest("details[open]")) {
    const menu = event.target.closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const card = event.target.closest(".deal");
  if (!card || event.target !== linkOf(card) || !(key in ACROSS || key in DOWN)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!event.shiftKey) {
    const next = walk(card, key);
    if (next) linkOf(next).focus();
  } else if (key in ACROSS) {
    const lane = lanes[lanes.indexOf(laneOf(card)) + ACROSS[key]];
    if (lane) moveTo(card, lane);
    else refuse(board.dataset.stays);
  }
});

// What the lanes add up to takes longer than the cards, and comes after them.
async function addUp() {
  const answer = await fetch(board.dataset.sumsAt);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  page.querySelectorAll("[data-sums] div").forEach((words) => {
    const stage = words.parentElement.dataset.sums;
    board.querySelector(`[data-sums="${CSS.escape(stage)}"]`)?.append(words);
  });
}
if (board.querySelector(".deal")) addUp();
