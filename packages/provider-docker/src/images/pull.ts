import type { EngineApi } from '../engine/engine-api.ts';
import type { RegistryLogin } from './registry-logins.ts';
import { followProgress, LayerProgress } from './follow-progress.ts';

/** `registry:5000/team/web:1` is the repository and what follows it; without a tag or digest it is "latest". */
export function splitReference(reference: string): { repository: string; tag: string } {
  const [repository = '', digest] = reference.split('@');
  if (digest !== undefined) return { repository, tag: digest };
  const colon = reference.lastIndexOf(':');
  // A colon before a slash is that of a port.
  if (colon < 0 || reference.indexOf('/', colon) >= 0) return { repository: reference, tag: 'latest' };
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

export interface Pull {
  reference: string;
  signal: AbortSignal;
  /** 0 to 1; never goes back. */
  onProgress: (fraction: number) => void;
  login?: RegistryLogin | undefined;
}

/** Brings an image from its registry to the engine. */
export async function pullImage(
  api: EngineApi,
  { reference, signal, onProgress, login }: Pull,
): Promise<void> {
  const { repository, tag } = splitReference(reference);
  const query = { fromImage: repository, tag };
  // The engine answers once the registry has: that may take a while.
  const options = { signal, deadlineMs: 60_000 };
  const request = { method: 'POST' as const, path: '/images/create', query, authconfig: login };
  const progress = new LayerProgress();
  await followProgress(await api.stream(request, options), line => {
    progress.take(line);
    onProgress(progress.fraction);
  });
  signal.throwIfAborted();
}

/** Carries an image from one engine to another, under the same names. */
export async function copyImage(
  from: EngineApi,
  to: EngineApi,
  { reference, signal, onProgress }: Omit<Pull, 'login'>,
): Promise<void> {
  const options = { signal, deadlineMs: 60_000 };
  const path = `/images/${encodeURIComponent(reference)}/get`;
  const bytes = await from.stream({ method: 'GET', path }, options);
  try {
    // The engine answers when it has begun to read: the deadline of the answer is the size's.
    const loading = await to.stream(
      { method: 'POST', path: '/images/load', query: { quiet: false }, content: bytes },
      { signal, deadlineMs: 900_000 },
    );
    const progress = new LayerProgress();
    await followProgress(loading, line => {
      progress.take(line);
      onProgress(progress.fraction);
    });
  } finally {
    bytes.destroy();
  }
  signal.throwIfAborted();
}
