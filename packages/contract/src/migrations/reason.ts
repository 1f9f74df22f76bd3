import type { MigrationReason } from './options.ts';

type More = Partial<Pick<MigrationReason, 'severity' | 'needed' | 'found' | 'advice'>>;

/** Why not there; it blocks unless it says otherwise. */
export const reason = (code: MigrationReason['code'], message: string, more: More = {}): MigrationReason => ({
  code,
  severity: 'blocks',
  message,
  needed: null,
  found: null,
  advice: null,
  ...more,
});
