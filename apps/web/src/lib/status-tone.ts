/** The only five things a status colour can mean. */
export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'off';

const TONES: Record<Tone, readonly string[]> = {
  ok: ['running', 'up', 'active', 'available', 'in-use', 'succeeded', 'connected', 'healthy'],
  warn: ['paused', 'degraded', 'maintenance', 'deprecated', 'borderline', 'slow', 'raised'],
  bad: ['crashed', 'error', 'failed', 'down', 'unreachable', 'unhealthy', 'disconnected'],
  off: ['stopped', 'suspended', 'inactive', 'unknown', 'cancelled', 'queued', 'absent'],
  busy: [],
};

const BY_STATUS = new Map<string, Tone>();
for (const tone of ['ok', 'warn', 'bad', 'off', 'busy'] as const) {
  for (const status of TONES[tone]) BY_STATUS.set(status, tone);
}

/** A status that is not listed and ends in -ing is a transition; anything else is not known to be good. */
export function toneOf(status: string): Tone {
  return BY_STATUS.get(status) ?? (status.replace(/-.*/, '').endsWith('ing') ? 'busy' : 'off');
}

/** A running instance is well; a running operation is under way. */
export function toneOfResource({ kind, status }: { kind: string; status: string }): Tone {
  const underWay =
    (kind === 'operation' || kind === 'migration') && (status === 'running' || status === 'queued');
  return underWay ? 'busy' : toneOf(status);
}
