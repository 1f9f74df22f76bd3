/** A problem for the person at the terminal: what is wrong, then what to do. */
export class Failure extends Error {
  constructor(problem, advice) {
    super(`✗ ${problem}\n  ${advice}`);
  }
}

const seconds = milliseconds => `${(milliseconds / 1000).toFixed(1)} s`;

/** Says what is being done and, once done, how long it took. Standard error: standard output belongs to the command. */
export async function step(title, work) {
  const started = performance.now();
  process.stderr.write(`• ${title} … `);
  try {
    const result = await work();
    process.stderr.write(`${seconds(performance.now() - started)}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`failed after ${seconds(performance.now() - started)}\n`);
    throw error;
  }
}
