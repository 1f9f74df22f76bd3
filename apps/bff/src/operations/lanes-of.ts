import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { Slot } from './lanes.ts';
import type { OperationRecord } from './operation-record.ts';

/** Operations of bulk requests under way at once: hypervisors start guests one after the other anyway. */
const perHost = 4;
const perBackend = 16;
/** Moves of bulk requests at once off a host, to a host, and over the network of a back end: each wants a whole link. */
export const movesOffHost = 2;
const movesToHost = 2;
const movesOverNetwork = 8;

/** What an operation of a batch has to wait for. */
export function slotsOf({ backend, host, kind, action, args }: OperationRecord): Slot[] {
  const common = { key: `backend ${backend}`, limit: perBackend };
  if (kind !== 'instance' || action !== 'migrate')
    return [common, ...(host === null ? [] : [{ key: `host ${host}`, limit: perHost }])];
  const { toHost } = migrateArgs.parse(args);
  return [
    common,
    { key: `moves over ${backend}`, limit: movesOverNetwork },
    ...(host === null ? [] : [{ key: `moves off ${host}`, limit: movesOffHost }]),
    ...(toHost === null ? [] : [{ key: `moves to ${toHost}`, limit: movesToHost }]),
  ];
}
