import type { MigrationSetting } from '@orrery/contract/actions/migrate-args.ts';
import type { RelocationPlan } from '@orrery/migration-model/relocation.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { Survey, SurveyedWay, SurveyRequest } from '@orrery/provider-kit/migrator.ts';
import type { HostFacts, VmFacts } from '../map/facts.ts';
import { hostById, type MoveTools, vmById } from './moving.ts';
import { diskBytes, otherDatastore, reasonsFor, type Way, ways } from './rules.ts';

const mebi = 1024 * 1024;
/** Nothing is copied in a cold move on shared storage; what would be, goes over 10 Gbit/s at best. */
const copyBandwidth = 1.25e9;

const settings: Record<Way, readonly MigrationSetting[]> = {
  live: [],
  block: ['storagePool'],
  cold: ['storagePool'],
};

/** vSphere finds bandwidth, pause and throttling itself: all that can be done is to call it off. */
const offers: readonly RemedyOffer[] = [{ kind: 'abort', applies: 'now' }];

/** Seconds for a guest to shut down and to boot, as most do; the most is what we wait for. */
const stopOf = ({ power }: VmFacts): RelocationPlan => {
  const runs = power === 'poweredOn';
  return {
    imageBytes: 0,
    volumeBytes: 0,
    volumeChangeRate: 0,
    preStaged: false,
    bandwidth: copyBandwidth,
    stopSeconds: runs ? { expected: 15, atMost: 300 } : { expected: 0, atMost: 0 },
    startSeconds: runs ? { expected: 30, atMost: 120 } : { expected: 0, atMost: 0 },
  };
};

function wayTo({ store }: MoveTools, { vm, to, way }: { vm: VmFacts; to: HostFacts; way: Way }): SurveyedWay {
  const datastore = way === 'block' ? otherDatastore({ store, vm, to }) : null;
  return {
    method: way,
    reasons: reasonsFor({ store, vm, to, way, datastore }),
    settings: settings[way],
    offers,
    diskBytes: way === 'block' ? diskBytes(vm) : 0,
    // vCenter tells neither the speed of its networks for moves nor how long it pauses a guest.
    bandwidth: null,
    downtimeMs: null,
    relocation: way === 'cold' ? stopOf(vm) : null,
  };
}

/** By what is known of the hosts, with the measured values. */
export function survey(tools: MoveTools, { instance, hosts }: SurveyRequest): Survey {
  void tools.link.session;
  const vm = vmById(tools, instance);
  const runs = vm.power === 'poweredOn';
  return {
    memoryBytes: runs ? vm.memoryMiB * mebi : null,
    residentBytes: null,
    dirtying: [],
    hosts: hosts.map(host => {
      const to = hostById(tools, host);
      return { host, ways: ways.map(way => wayTo(tools, { vm, to, way })) };
    }),
  };
}
