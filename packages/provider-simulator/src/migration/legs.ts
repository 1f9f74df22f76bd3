import type { MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { Stage } from '@orrery/migration-model/sample.ts';

/** A stretch of a move: a phase, or a part of one. */
export interface Leg {
  phase: MigrationPhase;
  stage: Stage;
  /** When it begins. */
  enter?: () => void;
  /** Lets time pass; answers how many seconds were left when it ended, or null while it goes on. */
  pass: (seconds: number) => number | null;
}

type Where = Pick<Leg, 'phase' | 'stage' | 'enter'>;

export function waiting(where: Where, seconds: number): Leg {
  let left = seconds;
  return {
    ...where,
    pass: given => {
      left -= given;
      return left > 0 ? null : -left;
    },
  };
}

/** Sends bytes at a rate; `sent` is told how many. */
export function sending(
  where: Where,
  { bytes, rate, sent }: { bytes: number; rate: () => number; sent: (bytes: number) => void },
): Leg {
  let left = bytes;
  return {
    ...where,
    pass: seconds => {
      const now = rate();
      const part = Math.min(left, now * seconds);
      sent(part);
      left -= part;
      return left > 0 ? null : seconds - (now > 0 ? part / now : 0);
    },
  };
}
