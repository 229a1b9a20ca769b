// Sets theme and language before the first paint, so that nothing flashes.
(() => {
  let theme = null;
  let language = null;
  try {
    theme = localStorage.getItem("vintner.theme");
    language = localStorage.getItem("vintner.language");
  } catch {
    // Storage may be switched off: the system's preference is used.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme ?? (dark ? "dark" : "light");
  const chinese = /^zh/i.test(navigator.language ?? "");
  document.documentElement.lang = language ?? (chinese ? "zh-Hant" : "en");
})();
