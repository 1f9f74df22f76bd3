import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { RequestError } from '../errors/request-error.ts';
import type { MoveBasis } from './kept-move.ts';
import type { JudgedMove, MoveOptions } from './move-options.ts';
import type { Predicted } from './new-move.ts';

/** A move that may begin: where to is settled, and what it is thought to cost. */
export interface SettledMove {
  args: MigrateArgs;
  basis: MoveBasis;
  predicted: Predicted;
}

/** Longest time that a request waits for the back end to say where it can move. */
const surveyMs = 20_000;

/** Settles where to, or refuses with every reason (MG-7). */
export async function settleMove(
  options: MoveOptions,
  instance: Instance,
  args: MigrateArgs,
): Promise<SettledMove> {
  const judged = await options.judge(instance, {
    settings: args,
    measure: 'none',
    host: args.toHost,
    signal: AbortSignal.timeout(surveyMs),
  });
  const host = hostFor(judged, args);
  const way = judged.ways.get(host)?.find(found => found.way.method === args.method);
  if (way === undefined) throw noSuchWay(args, judged, host);
  if (!way.way.allowed) throw refused(way.way.reasons);
  const { bytes, totalMs, pause, cpuSeconds } = way.way;
  const predicted = { bytes, totalMs, pause, cpuSeconds };
  return { args: { ...args, toHost: host }, basis: way.basis, predicted };
}

function hostFor({ options, ways }: JudgedMove, { toHost, method }: MigrateArgs): string {
  if (toHost !== null) {
    if (options.candidates.some(({ host }) => host === toHost)) return toHost;
    throw refused([reason('host-unreachable', 'There is no such host')]);
  }
  const fits = options.candidates.filter(({ host }) =>
    ways.get(host)?.some(({ way }) => way.method === method && way.allowed),
  );
  const best = fits.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0];
  if (best) return best.host;
  const reasons = options.candidates.flatMap(({ hostName, ways: all }) =>
    all
      .filter(way => way.method === method)
      .flatMap(way => way.reasons.map(said => ({ ...said, message: `${hostName}: ${said.message}` }))),
  );
  throw refused(
    reasons.length > 0 ? reasons : [reason('not-supported', 'There is no other host to move to')],
  );
}

function noSuchWay({ method }: MigrateArgs, { ways }: JudgedMove, host: string): RequestError {
  const others = ways.get(host) ?? [];
  const blocked = others.flatMap(({ way }) => way.reasons.filter(({ severity }) => severity === 'blocks'));
  if (others.every(({ way }) => !way.allowed) && blocked.length > 0) return refused(blocked);
  const has = others.map(({ way }) => way.method).join(', ');
  return refused([
    reason('not-supported', `It cannot be moved there in this way (${method}); it can by: ${has}`),
  ]);
}

function refused(reasons: readonly MigrationReason[]): RequestError {
  const blocking = reasons.filter(({ severity }) => severity === 'blocks');
  const said = blocking.map(({ code, message, needed, found }) => {
    const figures = [needed && `needed: ${needed}`, found && `found: ${found}`].filter(text => text !== null);
    return { code, message: figures.length > 0 ? `${message} (${figures.join(', ')})` : message };
  });
  return new RequestError('action.refused', said[0]?.message ?? 'It cannot move there', { reasons: said });
}
