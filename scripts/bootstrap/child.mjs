import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command to its end with our terminal, and ends as it ended. It has a process group of its own, so that it
 * hears Ctrl-C once, from us, and not a second time from the terminal. The channel tells it when we are killed.
 */
export function become(command, args, options) {
  const child = spawn(command, args, {
    ...options,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  // A terminal that closes means: stop in order. The child has no terminal to lose.
  for (const signal of forwarded)
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** Runs a command quietly. Returns how it ended and what it said. */
export function capture(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = signal => {
    child.kill(signal);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of forwarded) process.on(signal, stop);
  return new Promise(resolve => {
    let output = '';
    const collect = chunk => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const settle = result => {
      for (const signal of forwarded) process.off(signal, stop);
      resolve(result);
    };
    child.once('error', error => settle({ code: 1, output: error.message }));
    child.once('close', code => settle({ code: code ?? 1, output }));
  });
}

export const lastLines = (text, count = 25) => text.trimEnd().split('\n').slice(-count).join('\n  ');
