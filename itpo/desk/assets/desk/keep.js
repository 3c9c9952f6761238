// What is written into a form is kept on this device until the server has it: where the
// connection is poor, nothing is lost. Without this the form is sent as any other.
(() => {
  const status = document.getElementById("kept");
  if (!status || !window.fetch || !window.FormData) return;
  const form = status.closest("form"), said = status.dataset, draft = `itpo:${said.keep}`;
  const LONGEST_WAIT = 20000, PAUSE = 5000;
  let timer = 0, passing = false, sending = false;

  const say = (words) => { status.textContent = words; status.hidden = !words; };
  const ours = ([name]) => name !== "csrfmiddlewaretoken";
  const picks = () => [...form.querySelectorAll(".pick .chosen li")].map((item) => ({
    of: item.closest(".pick").dataset.name, value: item.querySelector("input").value, label: item.querySelector("span").textContent,
  }));

  function remember() {
    const chosen = picks(), names = new Set(chosen.map((one) => one.of));
    const values = [...new FormData(form)].filter(ours).filter(([name]) => !names.has(name));
    try { localStorage.setItem(draft, JSON.stringify({ values, chosen })); } catch (_full) { /* nothing can be kept here */ }
  }
  function forget() { try { localStorage.removeItem(draft); } catch (_none) { /* there was none */ } }
  function putBack() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(draft)); } catch (_broken) { /* none */ }
    if (!kept || !kept.values) return;
    for (const [name, value] of kept.values) {
      const input = form.elements[name];
      if (input instanceof RadioNodeList) [...input].forEach((one) => { one.checked = one.value === value; });
      else if (input) input.value = value;
      const fold = input && input.closest && input.closest("details");
      if (fold && value && input.type !== "hidden" && input.tagName !== "SELECT") fold.open = true;
    }
    const there = new Set(picks().map((one) => one.of + one.value));
    for (const { of, value, label } of kept.chosen.filter((one) => !there.has(one.of + one.value))) {
      const pick = form.querySelector(`.pick[data-name="${CSS.escape(of)}"]`);
      if (pick) pick.dispatchEvent(new CustomEvent("kept", { detail: { value, label } }));
    }
    say(said.found);
  }

  async function send(button) {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    say(said.sending);
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), LONGEST_WAIT);
    let answer = null, told = null;
    try {
      answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers: { "X-Kept": "1" }, credentials: "same-origin", signal: stop.signal });
      if (answer.ok && answer.headers.get("Content-Type") === "application/json") told = await answer.json();
    } catch (_away) { answer = null; }
    clearTimeout(late);
    sending = false;
    if (told) {
      forget();
      location.assign(told.go);
    } else if (answer && answer.status < 500) {
      passing = true; // the page itself then says what is wrong
      form.requestSubmit(button);
    } else {
      remember();
      say(said.away);
      timer = setTimeout(() => send(button), PAUSE);
    }
  }

  form.addEventListener("input", remember);
  form.addEventListener("click", (event) => { if (event.target.closest(".pick")) remember(); });
  form.addEventListener("pointerdown", (event) => { if (event.target.closest(".pick-list")) setTimeout(remember); });
  form.addEventListener("submit", (event) => {
    if (passing) return;
    event.preventDefault();
    remember();
    send(event.submitter);
  });
  addEventListener("online", () => { if (timer) send(form.querySelector(".save button")); });
  addEventListener("pageshow", () => { passing = false; });
  if (!form.querySelector(".err")) putBack();
})();
