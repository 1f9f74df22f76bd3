import { enableCompileCache, flushCompileCache, registerHooks, type ResolveFnOutput } from 'node:module';
import { join } from 'node:path';

/** Beside the packages it is made of: an installation that is replaced takes its cache along. */
const cacheDirectory = join(import.meta.dirname, '../../../node_modules/.cache/orrery-modules');

/** A file of drizzle-orm asks for another one of it. */
const insideDrizzle = /\/node_modules\/drizzle-orm\/.+\.js$/;

/** One of our files asks for it. There is one drizzle-orm, so the answer is the same for all of them. */
const drizzleEntry = /^drizzle-orm(\/|$)/;

/**
 * Makes the start shorter. Types stripped and code compiled once are kept on disk (where that can be written to), and
 * drizzle-orm's files are found without Node's look at its package.json for each: that is 180 kB of JSON, read anew for
 * each of its 104 files and each of ours that imports it, and was half of the time that all modules took together.
 */
export function hastenModules(): void {
  enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? cacheDirectory);
  const entries = new Map<string, ResolveFnOutput>();
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL } = context;
      if (specifier.startsWith('.') && parentURL !== undefined && insideDrizzle.test(parentURL)) {
        return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
      }
      if (!drizzleEntry.test(specifier)) return next(specifier, context);
      const found = entries.get(specifier) ?? next(specifier, context);
      entries.set(specifier, found);
      return { ...found, shortCircuit: true };
    },
  });
}

/** Writes what was compiled in this run; Node would do so at the end only, which a kill never reaches. */
export function keepModules(): void {
  flushCompileCache();
}
