import { instanceActions } from '@orrery/contract/actions/instance-actions.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { ActionRequest } from '@orrery/provider-kit/action.ts';
import type { Exporter } from '@orrery/provider-kit/exporter.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { unreachable } from '../reach.ts';
import { mapContext } from '../map/context.ts';
import { toInstance } from '../map/instance.ts';
import { misbehaviour } from '../sentinels.ts';
import type { SimInstance, SimVolume } from '../world/model.ts';
import { emptyQcow2 } from './empty-qcow2.ts';

export interface ExporterOptions {
  dataCentre: SimulatedDataCentre;
  /** Throws for ids of other backends. */
  native: (id: string) => string;
}

/** A flat copy of an imagined disk takes this long. */
const copyMs = 800;
/** As a real back end would send it. */
const pieceBytes = 65_536;
const GiB = 1_073_741_824;
const nowhere = mapContext('simulator', 0, 'derived');

/** Disks of imagined instances as images: as large as they say, and empty. */
export function simulatorExporter({ dataCentre, native }: ExporterOptions): Exporter {
  const find = async ({ id }: ActionRequest): Promise<SimInstance> => {
    await dataCentre.populate();
    const found = dataCentre.find('instance', native(id));
    if (found?.kind !== 'instance')
      throw new ProviderError('resource.not-found', `There is no instance ${id}`);
    return found;
  };
  return {
    export: async (request, control, use) => {
      const instance = await find(request);
      if (!instance.host.reachable) throw unreachable();
      refuse(instance);
      control.progress({ phase: 'copy', fraction: 0 });
      await pause(dataCentre.clock, copyMs, control.signal).catch(() => {
        throw new ProviderError('cancelled', 'Cancelled while it was copied');
      });
      if (misbehaviour(instance.name, 'createImage') === 'fail')
        throw new ProviderError('backend.refused', 'The storage has no room for a copy');
      const bytes = emptyQcow2(instance.volumes[0]?.capacityBytes ?? GiB);
      return use({
        format: 'qcow2',
        sizeBytes: bytes.length,
        consistency: instance.powerState === 'stopped' ? 'stopped' : 'crash',
        read: async function* read(signal) {
          if (signal.aborted) throw new ProviderError('cancelled', 'Cancelled while it was read');
          yield bytes;
        },
      });
    },
    volume: async id => {
      await dataCentre.populate();
      dataCentre.count('volume content');
      const volume = dataCentre.find('volume', native(id));
      if (volume?.kind !== 'volume')
        throw new ProviderError('resource.not-found', `There is no volume ${id}`);
      refuseWriting(volume);
      const bytes = emptyQcow2(volume.capacityBytes);
      return {
        format: 'qcow2',
        sizeBytes: bytes.length,
        read: async function* read(signal) {
          for (let at = 0; at < bytes.length; at += pieceBytes) {
            if (signal.aborted) throw new ProviderError('cancelled', 'Cancelled while it was read');
            refuseWriting(volume);
            yield bytes.subarray(at, at + pieceBytes);
          }
        },
      };
    },
    // Nothing of a copy stays in what is only imagined.
    clear: async () => {},
  };
}

function refuseWriting({ attachedTo }: SimVolume): void {
  if (attachedTo?.powerState === 'running' || attachedTo?.powerState === 'paused')
    throw new ProviderError('resource.state', `Instance ${attachedTo.name} writes to the volume now`);
}

function refuse(instance: SimInstance): void {
  const rule = instanceActions.find(({ name }) => name === 'createImage');
  const refusal = rule?.refuse({ ...toInstance(instance, nowhere), actions: [], stale: false });
  if (refusal) throw new ProviderError('resource.state', refusal.reason);
}
