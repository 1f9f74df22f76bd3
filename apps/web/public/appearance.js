// Runs before the first paint, while the application itself is still on its way; keep in step with src/lib/appearance.ts (the same keys and attributes).
(function () {
  // zod compiles schemas with `new Function` where it may. Our CSP forbids that, and reports even the attempt.
  globalThis.__zod_globalConfig = { jitless: true };
  var root = document.documentElement;
  var stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('orrery.preferences') || '{}') || {};
  } catch {
    stored = {};
  }
  var theme = stored.theme || 'system';
  var dark =
    theme === 'dark' ||
    (theme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  var contrast = theme === 'contrast' || window.matchMedia('(prefers-contrast: more)').matches;
  root.dataset.scheme = dark ? 'dark' : 'light';
  root.dataset.contrast = contrast ? 'more' : 'normal';
  root.dataset.density = stored.density || 'normal';
  root.lang = stored.language || (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en');
  // "Who am I" is asked now, so that its answer travels beside the application (src/api/orrery.ts takes it).
  if (location.pathname === '/login') return;
  globalThis.__orrerySession = fetch('/api/v1/session', { headers: { accept: 'application/json' } });
  // Whoever takes the answer hears of the failure.
  globalThis.__orrerySession.catch(function () {});
})();
