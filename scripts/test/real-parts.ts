/** Every kind of real back end has a lab script (up, down, status) of this name. */
const labs = ['kvm', 'docker', 'vsphere', 'openstack'] as const;
export type Lab = (typeof labs)[number];

/** What there are tests for in e2e/real/<kind>; a fleet is several back ends at once. */
export const realKinds = [...labs, 'fleet'] as const;
export type RealKind = (typeof realKinds)[number];

/** A lab, and what tells its script and its tests which one is meant. */
export interface LabInUse {
  readonly lab: Lab;
  readonly env: Readonly<Record<string, string>>;
}

/** What runs one after the other; the parts of a kind run beside each other, each on labs of its own. */
export interface Part {
  /** Tells its log from those of the other parts. */
  readonly name: string;
  readonly labs: readonly LabInUse[];
  /** Arguments of vitest that choose files, none for all; null: no suite. */
  readonly suite: readonly string[] | null;
  /** Files of journeys in the browser, none for all; null: no journeys. */
  readonly journeys: readonly string[] | null;
}

const usual = (lab: Lab): LabInUse => ({ lab, env: {} });
const journeysIn = (names: readonly string[]) => names.map(name => `/${name}.real.e2e.ts`);
const conformance = 'conformance.real.test.ts';

/**
 * Booting guests keeps one core busy at a time, so real hypervisors are two labs beside each other. Both parts take about
 * as long; a test sees to it that no file of journeys is in neither.
 */
export function partsOf(kind: RealKind): readonly Part[] {
  // Each back end has passed its own suite; together they are looked at as people do.
  if (kind === 'fleet')
    return [
      { name: 'suite', labs: [usual('kvm'), usual('docker'), usual('vsphere')], suite: null, journeys: [] },
    ];
  if (kind !== 'kvm') return [{ name: 'suite', labs: [usual(kind)], suite: [], journeys: [] }];
  return [
    {
      name: 'conformance',
      labs: [usual('kvm')],
      suite: [conformance],
      journeys: journeysIn(['moves']),
    },
    {
      name: 'edges',
      labs: [secondKvmLab()],
      suite: [`--exclude=**/${conformance}`],
      journeys: journeysIn(['drain', 'journeys', 'launch']),
    },
  ];
}

function secondKvmLab(): LabInUse {
  const { KVM_LAB_DIR = '/var/lib/kvm-lab', KVM_LAB_NET = '77' } = process.env;
  return {
    lab: 'kvm',
    env: { KVM_LAB_DIR: `${KVM_LAB_DIR}-2`, KVM_LAB_NET: String(Number(KVM_LAB_NET) + 1) },
  };
}
