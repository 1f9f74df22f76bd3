import type { FactSource } from '@orrery/contract/resources/base.ts';

/** What every mapped resource shares. */
export interface MapContext {
  backend: string;
  now: number;
  /** `now` in ISO 8601, made once for a whole batch. */
  asOf: string;
  source: FactSource;
}

export const mapContext = (backend: string, now: number, source: FactSource): MapContext => ({
  backend,
  now,
  asOf: new Date(now).toISOString(),
  source,
});

export const isoOrNull = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();
