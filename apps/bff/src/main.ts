import { hastenModules, keepModules } from './module-loading.ts';

// Whatever is imported before this has taken effect gains nothing from it, hence no import at the top.
hastenModules();
const { run } = await import('./start.ts');
await run(keepModules);
