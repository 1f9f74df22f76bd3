import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import { type EngineInfo, type EngineVersion, readHost } from '../map/others.ts';
import type { CallOptions, EngineApi } from './engine-api.ts';
import type { HostFacts } from './facts.ts';

const greetingDeadlineMs = 5_000;

/** What an engine says of itself when it is first asked. */
export interface EngineAnswer {
  facts: HostFacts;
  /** Its own clock then, in nanoseconds since 1970: where its events are followed from. */
  nanos: string;
  latencyMs: number;
  containers: number;
}

export async function askEngine(api: EngineApi, clock: Clock, options: CallOptions): Promise<EngineAnswer> {
  const limits = { deadlineMs: greetingDeadlineMs, ...options };
  const began = clock.now();
  const version = await api.get<EngineVersion>('/version', {}, limits);
  const latencyMs = clock.now() - began;
  const info = await api.get<EngineInfo & { SystemTime?: string; Containers?: number }>('/info', {}, limits);
  const now = Date.parse(info.SystemTime ?? '') || clock.now();
  return {
    facts: readHost(info, version, { asOf: isoNow(clock), source: 'poll' }),
    nanos: `${now}000000`,
    latencyMs,
    containers: info.Containers ?? 0,
  };
}
