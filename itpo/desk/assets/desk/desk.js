// Small conveniences; every page works without them.

// Enter that confirms a Japanese conversion must not submit the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
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
  if (!button) return;
  setTimeout(() => { button.disabled = true; });
  addEventListener("pageshow", () => { button.disabled = false; }, { once: true });
});
