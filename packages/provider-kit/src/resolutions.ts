import type { Call } from './calls.ts';
import type { Resolution } from './action.ts';
import { ProviderError } from './provider-error.ts';

const untold = 'It leaves no trace by which one could tell whether it was done';
export const traceless: Resolution = { state: 'unknown', message: untold };

/** Whether its goal is met, by looking; nothing when looking cannot tell. */
export function resolutionOf(reached: boolean | null | undefined): Resolution {
  if (reached === null || reached === undefined) return traceless;
  return { state: reached ? 'succeeded' : 'not-started' };
}

/** What looking says, or what it means that there is nothing to look at. */
export async function unlessGone(
  look: () => Promise<Resolution>,
  gone: () => Resolution | Promise<Resolution>,
): Promise<Resolution> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ProviderError && error.code === 'resource.not-found') return gone();
    throw error;
  }
}

/** What ends a run; an instance that lasts no longer than that is gone afterwards. */
const ends: readonly string[] = ['delete', 'stop', 'forceStop'];

/** An instance that is gone was stopped or deleted as wished; of its volumes, some that were to go with it may be left. */
export async function resolutionWhenGone(
  { request, args }: Call,
  left: (volumes: readonly string[]) => readonly string[] | Promise<readonly string[]>,
): Promise<Resolution> {
  if (!ends.includes(request.action))
    return { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' };
  const before = request.before['volumes'];
  if (args['withVolumes'] !== true || !Array.isArray(before)) return { state: 'succeeded' };
  const { length } = await left(before.filter(id => typeof id === 'string'));
  if (length === 0) return { state: 'succeeded' };
  const message = `The instance is gone, but ${length} of its volumes are not`;
  return { state: 'failed', code: 'backend.refused', message };
}
