// Small conveniences; every page works without them.

const writing = (event) => event.isComposing || event.keyCode === 229;

// Enter that confirms a Japanese conversion must not submit the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !writing(event)) return;
  event.stopPropagation();
  if (!event.isComposing) event.preventDefault(); // Safari tells only after the conversion is over
}, true);

// A further row of a set of forms ("Another promise").
document.querySelectorAll("[data-add-row]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const total = document.getElementById(`id_${button.dataset.addRow}-TOTAL_FORMS`);
    const template = document.getElementById(`${button.dataset.addRow}-empty`);
    button.insertAdjacentHTML("beforebegin", template.innerHTML.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    button.previousElementSibling.querySelector("input").focus();
  });
});

// A button pressed twice in a hurry sends once.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented || event.target.method === "dialog") return;
  setTimeout(() => { button.disabled = true; });
  addEventListener("pageshow", () => { button.disabled = false; }, { once: true });
});

// What is still going on is looked at again, until it is over.
const watched = document.querySelector("[data-watch]");
if (watched) {
  const EVERY_MS = 2000;
  const look = async () => {
    const answer = await fetch(location.href);
    const now = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-watch]");
    if (!now) return location.reload();
    watched.replaceChildren(...now.childNodes);
    setTimeout(look, EVERY_MS);
  };
  setTimeout(look, EVERY_MS);
}

// What leads to a page of its own opens over this one instead.
document.querySelectorAll("[data-opens]").forEach((link) => {
  const dialog = document.getElementById(link.dataset.opens);
  if (!dialog) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
});

// Keys: / finds, n logs, ? shows what the keys do. Not while somebody writes.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event)) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  const key = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!key) return;
  event.preventDefault();
  if (key.matches("input")) key.focus();
  else key.click();
});

// Find as you type: the server answers with links; arrows walk through them.
const find = document.querySelector("[data-find]");
if (find) {
  const WAIT_MS = 150;
  const input = find.querySelector("input");
  const list = find.querySelector(".found");
  const said = find.querySelector("[aria-live]");
  const links = () => [...list.querySelectorAll("a")];
  let timer, asked = 0;
  const show = (open) => {
    list.hidden = !open;
    said.textContent = open ? list.querySelector("[data-said]").dataset.said : "";
  };

  async function look() {
    const mine = ++asked;
    const words = input.value.trim();
    if (!words) return show(false);
    const answer = await fetch(`${find.action}?part=1&q=${encodeURIComponent(words)}`);
    if (mine !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    show(true);
  }

  const wait = (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(look, WAIT_MS); // half a conversion is no word
  };
  input.addEventListener("input", wait);
  input.addEventListener("compositionend", () => wait({}));
  find.addEventListener("keydown", (event) => {
    if (writing(event)) return;
    if (event.key === "Escape") { show(false); input.focus(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const all = [input, ...links()];
    const at = all.indexOf(document.activeElement);
    all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length].focus();
  });
  find.addEventListener("focusout", (event) => { if (!find.contains(event.relatedTarget)) show(false); });
}
