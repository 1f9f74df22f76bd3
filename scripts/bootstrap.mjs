// What `npm start`, `npm test`, `npm run test:real` and `npm run bench` run: it needs nothing but Node and npm,
// because it is what installs everything else.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldest = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    `Orrery needs Node ${oldest.join('.')} or newer to start; this is ${process.version}. See https://nodejs.org.`,
  );
  process.exit(1);
}

const { bench, build, start, test, testReal } = await import('./bootstrap/commands.mjs');
const { Failure } = await import('./bootstrap/report.mjs');
const commands = { start, test, 'test:real': testReal, bench, build };
const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

try {
  if (!command)
    throw new Failure(`Unknown command "${name}".`, `Use one of: ${Object.keys(commands).join(', ')}.`);
  process.exitCode = await command(dirname(dirname(fileURLToPath(import.meta.url))), args);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
