import { z } from 'zod';

/** How an instance is moved. `relocation`: it stops on one host and starts on the other, as containers do. */
export const migrationMethods = ['live', 'block', 'cold', 'relocation'] as const;
export const migrationMethodSchema = z.enum(migrationMethods);
export type MigrationMethod = z.infer<typeof migrationMethodSchema>;

/**
 * The same on every provider (DESIGN §7), in this order; those that a move does not have are skipped.
 * `verify` proves that the guest survived: uptime, agent, console.
 */
export const migrationPhases = [
  'check',
  'prepare',
  'copy-disks',
  'copy-memory',
  'switch-over',
  'post-copy',
  'finish',
  'verify',
  'roll-back',
] as const;
export const migrationPhaseSchema = z.enum(migrationPhases);
export type MigrationPhase = z.infer<typeof migrationPhaseSchema>;

/** docs/specs/migration-model.md MM-8. */
export const migrationVerdicts = ['converging', 'slow', 'borderline', 'will-not-finish', 'stalled'] as const;
export const migrationVerdictSchema = z.enum(migrationVerdicts);

export const predictionConfidences = ['none', 'low', 'medium', 'high'] as const;
export const predictionConfidenceSchema = z.enum(predictionConfidences);

/**
 * What a prediction rests on. `sizes`: memory, disks and what links are, because nothing was moved that way yet.
 * `history`: earlier moves only, because the back end tells a bare percentage.
 */
export const predictionBases = ['nothing', 'sizes', 'history', 'measurement', 'passes'] as const;
export const predictionBasisSchema = z.enum(predictionBases);

export const remedyKinds = ['bandwidth', 'downtime', 'auto-converge', 'post-copy', 'abort'] as const;
export const remedyKindSchema = z.enum(remedyKinds);
