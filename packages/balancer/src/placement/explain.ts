import type { PlaceRequest, Refusal, Shortage, Verdict } from './model.ts';
import { cpus, gib } from './words.ts';

export interface PublicReason {
  code: string;
  message: string;
}

const bytesPerMiB = 1_048_576;

/**
 * Why it fits nowhere, for people who may not know of hosts: measures instead of names. The reason that keeps the last
 * places away comes first, for that is the one to do something about.
 */
export function publicReasons(verdicts: readonly Verdict[], request: PlaceRequest): PublicReason[] {
  // Where something else than was asked for stands in the way, it is no news that it is there.
  const eligible = verdicts.filter(({ refusals }) => !refusals.some(({ filter }) => notMeant.has(filter)));
  if (eligible.length === 0) return [nowhere(verdicts, request)];
  const near = nearestOf(eligible.map(({ refusals }) => refusals));
  const byCode = Map.groupBy(near, ({ code }) => code);
  const codes = [...byCode].toSorted(([, a], [, b]) => b.length - a.length);
  return codes.map(([code, refusals]) => ({ code, message: sentence(refusals, request) }));
}

/** Where least stands in the way: a place that is wrong in two ways is wrong in one for a reason of its own. */
function nearestOf(refused: readonly (readonly Refusal[])[]): Refusal[] {
  const fewest = Math.min(...refused.map(({ length }) => length));
  return refused.filter(({ length }) => length === fewest).flat();
}

/** Not what was asked for at all. */
const notMeant = new Set(['wish', 'kind', 'able', 'architecture', 'reach']);

function nowhere(verdicts: readonly Verdict[], request: PlaceRequest): PublicReason {
  if (verdicts.length === 0) return { code: 'placement.none', message: 'There is no place to run instances' };
  const reasons = nearestOf(
    verdicts.map(({ refusals }) => refusals.filter(({ filter }) => notMeant.has(filter))),
  );
  const reach = reasons.find(({ filter }) => filter === 'reach');
  if (reach) return { code: reach.code, message: reachSentence(request) };
  const unlike = reasons.find(({ filter }) => filter === 'architecture');
  if (unlike) return { code: unlike.code, message: `No place runs ${request.architecture ?? 'this'} images` };
  const unable = reasons.find(({ filter }) => filter === 'able');
  if (unable) return { code: unable.code, message: unable.message };
  const kind = reasons.find(({ filter }) => filter === 'kind');
  if (kind && !reasons.some(({ filter }) => filter === 'wish')) {
    const what = request.kind === 'vm' ? 'virtual machines' : 'containers';
    return { code: kind.code, message: `There is no place that runs ${what}` };
  }
  const zone = request.zone === null ? 'where it was asked for' : `in the zone ${request.zone}`;
  return { code: 'placement.wish', message: `There is no place ${zone}` };
}

/** Of what was chosen, if anything was: what an instance is made from lies somewhere without being asked. */
function reachSentence({ reach }: PlaceRequest): string {
  const chosen = reach.filter(({ what }) => what !== 'source');
  if (chosen.length === 0) return 'No place where it could be made reaches the volume that it is made from';
  const nouns = [...Map.groupBy(chosen, ({ what }) => what)]
    .map(([what, { length }]) => (length === 1 ? what : `${what}s`))
    .join(' and ');
  return chosen.length === 1
    ? `No place where it could be made reaches the ${nouns} that was chosen; choose another`
    : `The ${nouns} that were chosen do not meet in one place where it could be made; choose ones of the same place`;
}

function sentence(refusals: readonly Refusal[], request: PlaceRequest): string {
  const shortages = refusals.flatMap(({ shortage }) => shortage ?? []);
  const largest = shortages.toSorted((a, b) => b.free - a.free)[0];
  if (largest) return shortageSentence(largest);
  return sentences[refusals[0]?.filter ?? '']?.(request) ?? 'No place takes it';
}

const sentences: Record<string, (request: PlaceRequest) => string> = {
  state: () => 'Every place that could take it is unreachable or under maintenance now',
  name: ({ name }) => `The name ${name} is taken wherever it would fit; choose another`,
  group: ({ group }) =>
    group?.policy === 'together'
      ? `The group ${group.name} keeps together, and where it is there is no room left`
      : `The group ${group?.name ?? ''} keeps apart, and every place has one of its instances already`,
};

function shortageSentence({ of, needed, free }: Shortage): string {
  const left = Math.max(0, free);
  switch (of) {
    case 'memory':
      return `No place has ${gib(needed)} of memory free; the largest free is ${gib(left)}`;
    case 'disk':
      return `No place has ${gib(needed / bytesPerMiB)} of disk free; the largest free is ${gib(left / bytesPerMiB)}`;
    case 'cpu':
      return `No place has ${cpus(needed)} free; the most that is free is ${cpus(left)}`;
  }
}
