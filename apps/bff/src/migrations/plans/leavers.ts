import { reason } from '@orrery/contract/migrations/reason.ts';
import type { Leaver } from '@orrery/balancer/drain/model.ts';
import type { CreatePlan } from '@orrery/contract/migrations/plans.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { MeasuringTime } from '@orrery/provider-kit/migrator.ts';
import { RequestError } from '../../errors/request-error.ts';
import { type JudgedMove, type MoveOptions, placeRequest } from '../move-options.ts';

/** An instance that has to leave, with where its back end admits it. */
export interface JudgedLeaver {
  instance: Instance;
  leaver: Leaver;
  judged: JudgedMove | null;
  /** Why it cannot even be asked where it could go. */
  problem: MigrationReason | null;
}

/** Asked at once: each survey is a few calls to the hosts. */
const together = 4;
/** What more guests write is not measured before a plan: it takes about a second for each, and people wait. */
const mostMeasured = 64;
const surveyMs = 30_000;

export async function judgeLeavers(
  options: MoveOptions,
  instances: readonly Instance[],
  request: Pick<CreatePlan, 'bandwidth' | 'autoConverge' | 'postCopy'>,
): Promise<JudgedLeaver[]> {
  const found: JudgedLeaver[] = [];
  const waiting = [...instances];
  const measure = instances.length <= mostMeasured ? 'short' : 'none';
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      found.push(await judgeOne(options, next, { ...request, measure }));
  };
  await Promise.all(Array.from({ length: together }, worker));
  return found.toSorted((a, b) => (a.instance.id < b.instance.id ? -1 : 1));
}

interface Wanted extends Pick<CreatePlan, 'bandwidth' | 'autoConverge' | 'postCopy'> {
  measure: MeasuringTime;
}

async function judgeOne(
  options: MoveOptions,
  instance: Instance,
  { bandwidth, autoConverge, postCopy, measure }: Wanted,
): Promise<JudgedLeaver> {
  const settings = { bandwidth, downtimeMs: null, autoConverge, postCopy };
  const request = placeRequest(instance);
  const leaver: Leaver = { id: instance.id, request: roomOf(request, instance), admitted: [], seconds: 0 };
  try {
    const signal = AbortSignal.timeout(surveyMs);
    const judged = await options.judge(instance, { settings, measure, host: null, signal });
    const open = judged.options.candidates.filter(({ allowed }) => allowed);
    const times = open.flatMap(({ recommendedMethod, ways }) => {
      const way = ways.find(({ method }) => method === recommendedMethod);
      return way?.totalMs ? [way.totalMs.central / 1000] : [];
    });
    const seconds = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    return {
      instance,
      judged,
      problem: null,
      leaver: { ...leaver, admitted: open.map(({ host }) => host), seconds },
    };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { instance, judged: null, problem: reason('not-supported', error.message), leaver };
  }
}

/** One that is stopped takes no memory and no processors yet. */
export const roomOf = (request: Leaver['request'], { powerState }: Instance): Leaver['request'] =>
  powerState === 'running' || powerState === 'paused' ? request : { ...request, vcpus: 0, memoryMiB: 0 };
