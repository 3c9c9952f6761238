/* The form without losing a word: saves while one types, and waits where there is no connection.
   Everything works without this, only later: when Continue is pressed. */
"use strict";
(() => {
  const form = document.getElementById("step");
  const status = document.getElementById("saved");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  const said = form.dataset;
  const draftName = "itpo:" + said.draft;
  const AFTER_TYPING = 1500, LONGEST_WAIT = 20000, LONGEST_PAUSE = 60000;

  // By field: the digests the server gave us, and what we sent without hearing back.
  const shown = JSON.parse(form.elements.shown.value || "{}");
  let sent = {};
  // What we know to be kept; and what both wrote, which only Continue or a button decides.
  const kept = {}, held = new Map();
  let timer = 0, pause = 0, running = null, stuck = false, passing = false, composing = false;

  const fields = () => [...form.querySelectorAll("[data-field]")].map((box) => {
    const input = form.elements[box.dataset.field];
    return { box, input, name: box.dataset.field };
  }).filter((one) => one.input);
  const valueOf = (input) => input.type === "checkbox" ? (input.checked ? "on" : "") : input.value;
  const put = (input, value) => {
    if (input.type === "checkbox") input.checked = value !== "";
    else input.value = value;
  };
  const typed = () => Object.fromEntries(fields().map((one) => [one.name, valueOf(one.input)]));
  const changed = () => Object.entries(typed()).filter(([name, value]) => value !== kept[name]);
  // What is said moves the buttons beside it: not while one is being pressed, or the press is lost.
  let words = null, pressing = false;
  const show = () => { if (words !== null && !pressing && status.textContent !== words) status.textContent = words; };
  const say = (said) => { words = said; show(); };
  const clock = (iso) => new Date(iso).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  // --- what is not sent yet stays on this device; never a passport, never a file --------------
  function remember() {
    try {
      const values = Object.fromEntries(changed());
      if (!Object.keys(values).length) { localStorage.removeItem(draftName); return; }
      localStorage.setItem(draftName, JSON.stringify({ values, shown, sent }));
    } catch (_full) { /* nothing can be kept here: it is sent as soon as it can be */ }
  }
  function putBack() {
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(draftName)); } catch (_broken) { /* none */ }
    if (!draft || !draft.values) return false;
    let found = false;
    for (const { name, input } of fields()) {
      const value = draft.values[name];
      if (typeof value !== "string" || value === valueOf(input)) continue;
      put(input, value);
      // Known is what the page knew on which it was typed, so that nobody's words are lost.
      if (draft.shown && draft.shown[name]) shown[name] = draft.shown[name];
      if (draft.sent && draft.sent[name]) sent[name] = draft.sent[name];
      found = true;
    }
    return found;
  }

  // --- saving --------------------------------------------------------------------------------
  function save(always) {
    if (running) return running.then(() => save(always));
    if (stuck || (!always && !changed().some(([name]) => !held.has(name)))) return Promise.resolve(!stuck);
    running = send(typed()).finally(() => { running = null; });
    return running;
  }
  async function send(values) {
    clearTimeout(timer);
    const names = Object.keys(values).filter((name) => !held.has(name));
    const body = new URLSearchParams();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const told = {};
    for (const name of names) {
      told[name] = shown[name] || "";
      if (values[name] !== "" || form.elements[name].type !== "checkbox") body.set(name, values[name]);
    }
    body.set("shown", JSON.stringify(told));
    body.set("sent", JSON.stringify(sent));
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), LONGEST_WAIT);
    say(said.saving);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", body, headers: { "X-Saving": "typing" }, credentials: "same-origin", signal: stop.signal,
      });
      if (answer.ok) { take(await answer.json(), values, names); return true; }
      if (answer.status < 500) return give_up(answer);
    } catch (_away) { /* said below */ } finally { clearTimeout(late); }
    // It may have arrived all the same: then what is kept is ours and nobody else's.
    for (const name of names) {
      if (values[name] !== kept[name] && !(sent[name] || []).includes(values[name])) {
        sent[name] = [...(sent[name] || []), values[name]].slice(-20);
      }
    }
    form.elements.sent.value = JSON.stringify(sent);
    remember();
    say(said.away);
    pause = Math.min(LONGEST_PAUSE, pause ? pause * 2 : 2000);
    timer = setTimeout(() => save(), pause);
    return false;
  }
  async function give_up(answer) {
    remember();
    stuck = true;
    let why = said.stuck;
    if (answer.status === 409) try { why = (await answer.json()).why; } catch (_no) { /* as it is */ }
    say(why);
    return answer.status === 409;  // the page itself then says what is to be said
  }
  function take(told, values, names) {
    pause = 0;
    for (const name of names) {
      delete sent[name];
      const input = form.elements[name];
      if (name in told.conflicts) { hold(name, told.conflicts[name], told.fields[name]); continue; }
      if (name in told.news) {
        // Somebody else wrote it. Typed on meanwhile? Then the next saving tells of both.
        if (valueOf(input) !== values[name]) continue;
        put(input, told.news[name]);
        kept[name] = told.news[name];
      } else {
        kept[name] = values[name];
      }
      shown[name] = told.fields[name];
    }
    form.elements.shown.value = JSON.stringify({ ...JSON.parse(form.elements.shown.value || "{}"), ...shown });
    form.elements.sent.value = "";
    remember();
    if (changed().some(([name]) => !held.has(name))) soon();
    else say(said.saved.replace("%s", clock(told.saved)));
  }

  // --- where both wrote: said beside the field, and decided by whoever reads it -----------------
  function hold(name, words, theirs) {
    held.set(name, theirs);
    const box = form.querySelector(`[data-field="${name}"]`), input = form.elements[name];
    let line = box.querySelector(".err");
    if (!line) {
      line = document.createElement("div");
      line.className = "err";
      line.id = input.id + "_error";
      box.append(line);
    }
    if (words) line.textContent = words;
    line.setAttribute("role", "alert");
    box.classList.add("bad");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${input.id}_helptext ${line.id}`);
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "btn";
    keep.textContent = said.mine;
    keep.addEventListener("click", () => {
      shown[name] = held.get(name) || shown[name];
      held.delete(name);
      line.remove();
      box.classList.remove("bad");
      input.removeAttribute("aria-invalid");
      input.focus();
      save();
    });
    line.append(" ", keep);
  }

  // --- when ----------------------------------------------------------------------------------
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(() => save(), AFTER_TYPING);
  }
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; remember(); soon(); });
  form.addEventListener("input", (event) => {
    if (!event.target.closest("[data-field]") || composing) return;
    remember();
    soon();
  });
  form.addEventListener("change", (event) => { if (event.target.closest("[data-field]")) { remember(); save(); } });
  // Enter that ends a conversion (Japanese, Chinese) hands nothing in.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229) && event.target.tagName !== "TEXTAREA") event.preventDefault();
  });
  form.addEventListener("pointerdown", () => { pressing = true; });
  for (const over of ["pointerup", "pointercancel", "dragend", "blur"]) {
    addEventListener(over, () => setTimeout(() => { pressing = false; show(); }));
  }
  addEventListener("online", () => { pause = 0; save(); });
  addEventListener("offline", () => { remember(); say(said.away); });
  addEventListener("pagehide", () => { if (!passing) { remember(); save(); } });
  addEventListener("pageshow", (event) => { passing = false; if (event.persisted) location.reload(); });

  // Continue first saves what was typed; without an answer it stays here, with every word.
  form.addEventListener("submit", async (event) => {
    if (passing) return;
    event.preventDefault();
    const by = event.submitter;
    form.setAttribute("aria-busy", "true");
    if (await save(true) || stuck) {
      passing = true;
      form.requestSubmit(by);
    } else {
      say(said.waits);
      status.classList.add("loud");
      status.scrollIntoView({ block: "nearest" });
    }
    form.removeAttribute("aria-busy");
  });

  for (const time of status.querySelectorAll("time[datetime]")) time.textContent = clock(time.dateTime);
  Object.assign(kept, typed());
  for (const box of form.querySelectorAll("[data-held]")) hold(box.dataset.field, "", shown[box.dataset.field]);
  const wrong = document.getElementById("wrong");
  if (wrong) wrong.focus();
  if (putBack()) { say(said.found); save(); }
})();
