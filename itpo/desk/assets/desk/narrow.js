// Find as you type in a list that is on the page already. Without it, the form asks the server.

document.querySelectorAll("[data-narrows]").forEach((input) => {
  const rows = [...document.getElementById(input.dataset.narrows).querySelectorAll("li")];
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const texts = rows.map((row) => plain(row.textContent));
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    rows.forEach((row, at) => { row.hidden = !words.every((word) => texts[at].includes(word)); });
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
});
