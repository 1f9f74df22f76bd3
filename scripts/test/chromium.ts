import { existsSync } from 'node:fs';
import { type CommandOptions, runCommand, tail } from './command.ts';

const places = [
  process.env.ORRERY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export type Chromium = { readonly path: string } | { readonly missing: string };

/** The browser of the tests: the one that is there, else Debian's, if we may install it. */
export async function provideChromium(options: CommandOptions): Promise<Chromium> {
  const path = findChromium();
  if (path) return { path };
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return {
      missing: 'there is no Chromium: install it (apt-get install chromium) or set ORRERY_CHROMIUM to one',
    };
  }
  const quiet = { ...options, env: { ...options.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runCommand('apt-get', ['update'], quiet); // an outdated list may still do
  const result = await runCommand(
    'apt-get',
    ['install', '--yes', '--no-install-recommends', 'chromium'],
    quiet,
  );
  const installed = findChromium();
  return installed
    ? { path: installed }
    : { missing: `installing Chromium failed: ${tail(result.output, 5)}` };
}

const findChromium = () => places.find(path => path !== undefined && existsSync(path));
