import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { ProgressReport } from '@orrery/provider-kit/action.ts';

type Progressing = Pick<Operation, 'phases' | 'progress' | 'message'>;

/** Progress after a report. The fraction never goes back, and a phase that was left is done (OP-9). */
export function advance<P extends Progressing>(before: P, report: ProgressReport, now: string): P {
  const { phase, fraction, message } = report;
  const known = before.phases.some(p => p.name === phase);
  const phases = phase === undefined || known ? before.phases : enter(before.phases, phase, now);
  const given = fraction === undefined ? null : Math.min(1, Math.max(0, fraction));
  const progress = given === null ? before.progress : Math.max(before.progress ?? 0, given);
  return { ...before, phases, progress, message: message ?? before.message };
}

function enter(phases: Operation['phases'], name: string, now: string): Operation['phases'] {
  return [...end(phases, 'done', now), { name, status: 'running', startedAt: now, endedAt: null }];
}

/** Ends the phase that runs. */
export function end(
  phases: Operation['phases'],
  status: 'done' | 'failed',
  now: string,
): Operation['phases'] {
  return phases.map(p => (p.status === 'running' ? { ...p, status, endedAt: now } : p));
}
