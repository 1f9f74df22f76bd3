import type { RelocationPlan } from '@orrery/migration-model/relocation.ts';
import type { SurveyedHost, SurveyedWay } from '@orrery/provider-kit/migrator.ts';
import type { HostRecord } from '../engine/facts.ts';
import { graceOf, healthSeconds, type MovedContainer } from './moved-container.ts';
import { reasonsAgainst } from './reasons.ts';
import { plainSeconds } from './relocate.ts';
import { steadySeconds } from './verify.ts';

/** What hears the signal ends in about a second; what does not takes its whole grace. */
const politeSeconds = 1;
/** Creating, connecting and starting a container. */
const startSeconds = 1;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Bytes that are carried while it stands still. */
export const bytesWhileStopped = ({ volumes, writtenBytes }: MovedContainer): number =>
  sum(volumes.map(v => v.bytes ?? 0)) + (writtenBytes ?? 0);

function planOf(moved: MovedContainer, to: HostRecord, bandwidth: number): RelocationPlan {
  const runs = moved.inspected.State.Running;
  const grace = graceOf(moved.inspected.Config);
  const health = healthSeconds(moved);
  return {
    imageBytes: to.images.has(moved.inspected.Image) ? 0 : moved.imageBytes,
    volumeBytes: bytesWhileStopped(moved),
    // Volumes are carried whole while it is stopped: nothing of them is carried twice.
    volumeChangeRate: 0,
    preStaged: false,
    bandwidth,
    stopSeconds: runs ? { expected: Math.min(politeSeconds, grace), atMost: grace + politeSeconds } : none,
    startSeconds: runs
      ? {
          expected: startSeconds + (health?.expected ?? steadySeconds),
          atMost: startSeconds + (health?.atMost ?? plainSeconds),
        }
      : none,
  };
}

const none = { expected: 0, atMost: 0 };

export interface Judged {
  moved: MovedContainer;
  from: HostRecord;
  to: HostRecord;
}

/** The one way there is: it stops here and starts there. */
function wayTo({ moved, from, to }: Judged, bandwidth: number | null): SurveyedWay {
  return {
    method: 'relocation',
    reasons: reasonsAgainst(moved, to, from),
    settings: ['bandwidth'],
    offers: [
      { kind: 'bandwidth', applies: 'now' },
      { kind: 'abort', applies: 'now' },
    ],
    diskBytes: bytesWhileStopped(moved),
    bandwidth,
    downtimeMs: null,
    relocation: bandwidth === null ? null : planOf(moved, to, bandwidth),
  };
}

export const surveyHost = (host: string, judged: Judged, bandwidth: number | null): SurveyedHost => ({
  host,
  ways: [wayTo(judged, bandwidth)],
});
