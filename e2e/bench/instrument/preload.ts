import { registerHooks } from 'node:module';
import { listen } from './commands.ts';

/**
 * `node --import` of this before the BFF's main.ts puts stamped-simulator.ts in the simulator's place, so that the code
 * under test is the code that ships: nothing in it knows that it is measured.
 */
const simulator = '/packages/provider-simulator/src/module.ts';
const stamped = new URL('./stamped-simulator.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const replace = found.url.endsWith(simulator) && context.parentURL !== stamped;
    return replace ? { ...found, url: stamped } : found;
  },
});
listen();
// The command channel must not keep a BFF alive that wants to end.
process.channel?.unref();
