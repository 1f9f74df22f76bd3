import { ProviderError } from './provider-error.ts';

interface Step {
  what: string;
  run: () => Promise<void>;
}

/** What has been made so far, to be taken away in reverse when the rest fails. */
export class Undo {
  readonly #steps: Step[] = [];

  /** Said before the thing is made: `run` must bear that it is not there. */
  later(what: string, run: () => Promise<void>): void {
    this.#steps.push({ what, run });
  }

  /** Takes all away, whatever fails on the way; answers what could not be, with the reason. */
  async all(): Promise<string[]> {
    const left: string[] = [];
    for (const { what, run } of this.#steps.splice(0).toReversed()) {
      await run().catch((error: unknown) => {
        left.push(`${what} (${error instanceof Error ? error.message : String(error)})`);
      });
    }
    return left;
  }
}

/** Runs it; when it fails or is aborted, all that it made goes away again before the error is told. */
export async function allOrNothing<T>({ undo }: { undo: Undo }, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const left = await undo.all();
    if (left.length === 0) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ProviderError('backend.refused', `${why}. Not taken away again: ${left.join('; ')}`, {
      cause: error,
      advice: 'Delete what is left by hand',
    });
  }
}
