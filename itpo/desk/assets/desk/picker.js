// The picker: a search box whose list comes from the server. Keyboard and screen reader as in
// the ARIA combobox pattern; Enter that confirms a Japanese conversion chooses nothing.
const WAIT_MS = 150;

function setUp(pick) {
  const input = pick.querySelector("input[role=combobox]");
  const list = pick.querySelector(".pick-list");
  const chosen = pick.querySelector(".chosen");
  const { name, url, several } = pick.dataset;
  let timer, asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  }

  function mark(option) {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    if (!option) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  async function search() {
    const mine = ++asked;
    const answer = await fetch(`${url}?q=${encodeURIComponent(input.value.trim())}`);
    if (mine !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    options().forEach((option, index) => { option.id = `${list.id}-${index}`; });
    mark(options()[0]);
    show(true);
  }

  function add(value, label) {
    const item = document.createElement("li");
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    const text = Object.assign(document.createElement("span"), { textContent: label });
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    remove.setAttribute("aria-label", `${pick.dataset.remove} ${label}`);
    item.append(hidden, text, remove);
    if (!several) chosen.replaceChildren();
    chosen.append(item);
    if (!several) input.hidden = true;
  }

  function choose(option) {
    if (!option) return;
    const already = [...chosen.querySelectorAll("input")].some((one) => one.value === option.dataset.value);
    if (!already) add(option.dataset.value, option.dataset.label);
    input.value = "";
    clearTimeout(timer);
    asked += 1; // what was still being looked for is not wanted any more
    show(false);
    if (several) input.focus();
    else chosen.querySelector("button").focus();
  }

  const wait = (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(search, WAIT_MS); // half a conversion is no word
  };
  input.addEventListener("input", wait);
  input.addEventListener("compositionend", () => wait({}));
  input.addEventListener("focus", () => { if (!input.value) search(); });
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) search();
      else mark(all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1) + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault(); // in a picker Enter chooses, it never submits the form
      if (!list.hidden) choose(active());
    } else if (event.key === "Escape") {
      show(false);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(event.target.closest("[role=option]"));
  });
  chosen.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    button.closest("li").remove();
    input.hidden = false;
    input.focus();
  });
  // What keep.js kept of what was chosen here before.
  pick.addEventListener("kept", (event) => add(event.detail.value, event.detail.label));
  input.hidden = !several && chosen.children.length > 0;
  if (document.activeElement === input && input.value) search(); // typed before this script was there
}

document.querySelectorAll(".pick").forEach(setUp);
