// Names for a screen reader where select2, with which Django's admin picks a record, gives none.
function labelOf(select) {
  const row = select.closest("td[class*=field-]");
  const column = row && [...row.classList].find((one) => one.startsWith("field-"));
  return document.querySelector(`label[for="${CSS.escape(select.id)}"]`)
    || (column && row.closest("table").querySelector(`th.${column.replace("field-", "column-")}`));
}

function nameOne(container) {
  const select = container.previousElementSibling;
  const label = select && labelOf(select);
  const box = container.querySelector("[role=combobox]");
  if (!label || !box) return;
  const words = label.textContent.trim().replace(/:$/, "");
  const shown = container.querySelector(".select2-selection--single .select2-selection__rendered");
  const search = container.querySelector(".select2-search__field");
  if (search) search.setAttribute("aria-label", words);
  if (!shown) return box.setAttribute("aria-label", words);
  // What is chosen is text, not a field of its own; the box is named by its label and by that.
  shown.removeAttribute("role");
  shown.removeAttribute("aria-readonly");
  label.id ||= `${select.id}-label`;
  box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
}

// The box that opens has a search field of its own, named like what it opened from.
function nameOpened(search) {
  const box = document.querySelector("[role=combobox][aria-expanded=true]");
  const label = box && document.getElementById((box.getAttribute("aria-labelledby") || "").split(" ")[0]);
  if (label) search.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
}

new MutationObserver((changes) => {
  for (const node of changes.flatMap((one) => [...one.addedNodes])) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const within = (what) => [node, ...node.querySelectorAll(what)].filter((one) => one.matches(what));
    within("select + .select2-container").forEach(nameOne);
    within(".select2-search--dropdown .select2-search__field").forEach((one) => setTimeout(() => nameOpened(one)));
  }
}).observe(document.documentElement, { childList: true, subtree: true });
