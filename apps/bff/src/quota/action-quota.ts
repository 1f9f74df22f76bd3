import type { Amounts } from '@orrery/contract/quota/quota.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import type { ActionQuota } from '../operations/api.ts';
import { amountsOf, type Expectation, type Held, type Reservation } from '../operations/reservation.ts';
import { type Accounts, exceeded } from './accounts.ts';

const gib = 2 ** 30;
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const more = (wanted: number | null, before: unknown): number =>
  Math.max(0, (wanted ?? 0) - (number(before) ?? 0));

/** Actions that make a project's things larger or more, held against its quota like a launch. */
export function createActionQuota(accounts: Accounts): ActionQuota {
  return {
    reservationOf,
    refuse: ({ project, amounts }: Reservation, held: Held) => {
      const quota = project === null ? undefined : held.quotas.get(project);
      if (project === null || quota === undefined) return;
      const over = accounts.excess(project, { asked: amounts, quota, reservations: held.reservations });
      if (over.length > 0) throw exceeded(over);
    },
  };
}

/** Null: it takes nothing more. */
function reservationOf(record: OperationRecord): Reservation | null {
  const { project, backend, host } = record;
  const growth = project === null ? null : growthOf(record);
  return growth && { project, backend, host, ...growth };
}

function growthOf(record: OperationRecord): { amounts: Amounts; expects: Expectation } | null {
  const { kind, action, args, before } = record;
  const grown = { is: 'grown', vcpus: null, memoryMiB: null, capacityBytes: null } as const;
  switch (`${kind}.${action}`) {
    case 'instance.resize': {
      const [vcpus, memoryMiB] = [number(args['vcpus']), number(args['memoryMiB'])];
      const amounts = amountsOf({
        vcpus: more(vcpus, before['vcpus']),
        memoryMiB: more(memoryMiB, before['memoryMiB']),
      });
      return { amounts, expects: { ...grown, vcpus, memoryMiB } };
    }
    case 'volume.resize': {
      const capacityBytes = number(args['capacityBytes']);
      const amounts = amountsOf({ volumeGiB: more(capacityBytes, before['capacityBytes']) / gib });
      return { amounts, expects: { ...grown, capacityBytes } };
    }
    case 'instance.snapshot':
      return {
        amounts: amountsOf({ snapshots: 1 }),
        expects: { is: 'snapshot', name: String(args['name']) },
      };
    case 'instance.createImage':
      return { amounts: amountsOf({ images: 1 }), expects: { is: 'image', name: String(args['name']) } };
    default:
      return null;
  }
}
