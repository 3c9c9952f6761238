// Light, dark or as the machine says; kept where Django's admin keeps it, so that both agree.
// Loaded in the head, before anything is painted.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wanted = () => localStorage.getItem("theme") || "auto";
  const apply = () => {
    const theme = wanted() === "auto" ? (dark.matches ? "dark" : "light") : wanted();
    document.documentElement.dataset.bsTheme = theme;
  };
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const now = document.documentElement.dataset.bsTheme;
    localStorage.setItem("theme", now === "dark" ? "light" : "dark");
    apply();
  });
})();
