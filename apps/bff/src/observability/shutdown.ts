import type { Logger } from 'pino';

export interface Shutdown {
  /** Steps run in the reverse of the order in which they were added: what was started last ends first. */
  add: (name: string, step: () => Promise<void> | void) => void;
  /** Runs all steps once, however often it is called; one that fails or hangs does not keep the others from running. */
  run: () => Promise<void>;
}

/** No step may take longer than this; the database alone may need some seconds to write out. */
const defaultStepMs = 10_000;

export function createShutdown(log: Pick<Logger, 'error'>, stepMs = defaultStepMs): Shutdown {
  const steps: { name: string; step: () => Promise<void> | void }[] = [];
  let running: Promise<void> | undefined;
  const runAll = async () => {
    for (const { name, step } of steps.toReversed()) {
      try {
        await withDeadline(step, stepMs);
      } catch (error) {
        log.error({ err: error, step: name }, 'a step of the shutdown failed');
      }
    }
  };
  return {
    add: (name, step) => steps.push({ name, step }),
    run: () => (running ??= runAll()),
  };
}

async function withDeadline(step: () => Promise<void> | void, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
  });
  try {
    await Promise.race([Promise.resolve().then(step), late]);
  } finally {
    clearTimeout(timer);
  }
}
