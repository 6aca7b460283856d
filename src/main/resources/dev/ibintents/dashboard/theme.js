// Sets the colours that the user chose before the page is painted. A classic script in the head runs
// before the first paint; a module would run after it.
'use strict';

(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('theme');
  } catch {
    // A browser without storage keeps the colours of the system.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
