import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { ActionControl, ActionRequest } from '@orrery/provider-kit/action.ts';
import type { ExportedDisk } from '@orrery/provider-kit/exporter.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { Executor } from '../actions/executor.ts';
import { type InstanceJob, type Work, working } from '../actions/job.ts';
import type { VolumeFacts } from '../host/facts.ts';
import { diskPath } from '../inventory/render.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import { download } from './download.ts';
import { stampedName, uuidOfOperation } from './made-names.ts';
import { beginActing, type CreatorOptions, type Making } from './making.ts';
import { clear } from './clear.ts';
import { choosePool } from './pools.ts';
import { stampedVolumes } from './resolve.ts';
import { copyLive, endCopy, type LiveCopy } from './live-copy.ts';
import { hasAgent, thaw } from './quiesce.ts';
import { lookUpVolume, makeVolume, removeVolume } from './volumes.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { isActive } from '../map/power.ts';

/** The disk that it boots from: the first that is one. */
function bootDisk({ facts, link }: InstanceJob): { device: string; path: string } {
  const disk = facts.definition.disks.find(({ kind }) => kind === 'disk');
  const path = disk ? diskPath(link.live.reader.record, disk) : null;
  if (disk && path !== null) return { device: disk.device, path };
  throw new ProviderError('resource.state', 'It has no disk of its own that an image could be made of');
}

async function volumeAt(job: InstanceJob, path: string): Promise<VolumeFacts> {
  const ref = await job.connection
    .call(storage.volumeLookupByPath, { path }, working(job))
    .catch((error: unknown) => {
      if (isLibvirtError(error, 'NO_STORAGE_VOL')) return null;
      throw error;
    });
  const volume = ref && (await job.link.live.reader.volume(ref, 'event'));
  if (volume) return volume;
  throw new ProviderError('resource.state', 'Its disk lies in no storage pool, so it cannot be read');
}

/** Disks of instances, copied flat to a volume of their own and read from there: nothing stands on anything else. */
export class LibvirtExporter {
  readonly #executor: Executor;
  readonly #options: CreatorOptions;

  constructor(executor: Executor, options: CreatorOptions) {
    this.#executor = executor;
    this.#options = options;
  }

  async export<T>(
    request: ActionRequest,
    control: ActionControl,
    use: (disk: ExportedDisk) => Promise<T>,
  ): Promise<T> {
    const call = { request, args: request.args, control };
    const job = await this.#executor.instanceJob(this.#executor.native(request), call);
    const { record } = job.link.live.reader;
    checkState(
      request,
      renderInstance(this.#options.backend, { host: record, facts: job.facts, migrating: false }),
    );
    const { operation } = request;
    const making = await beginActing(job.link, this.#options, { operation, name: job.ref.name, control });
    try {
      control.progress({ phase: 'copy', fraction: 0 });
      return await use(exported(making, await copied(making, job)));
    } finally {
      const left = await making.undo.all();
      if (left.length > 0)
        job.control.progress({ message: `Not taken away again: ${left.join('; ')}; delete it by hand` });
      this.#options.inventory.flush();
    }
  }

  /** What was held still is let go, a copy under way is ended, and what it wrote is taken away. */
  async clear({ operation, id }: ActionRequest, control: ActionControl): Promise<void> {
    const instance = nativeOf(this.#options.backend, id) ?? '';
    const uuid = uuidOfOperation(this.#options.backend, operation);
    const { backend, clock, inventory, links } = this.#options;
    for (const link of links) {
      const work: Omit<Work, 'connection'> = { backend, clock, inventory, link, control, others: () => [] };
      await clear({ ...work, others: () => links.filter(other => other !== link) }, async at => {
        const left = await stampedVolumes(at, uuid);
        const domain = link.record?.domains.get(instance);
        if (domain && hasAgent(domain)) await thaw(at, domain.ref);
        for (const { pool, ref } of left) {
          const path = (await lookUpVolume(at, pool, ref.name))?.definition.path ?? null;
          if (domain && path !== null) await endCopy(at, domain.ref, path);
          await removeVolume(at, { pool, name: ref.name });
        }
      });
    }
  }
}

async function copied(making: Making, job: InstanceJob): Promise<LiveCopy> {
  const { device, path } = bootDisk(job);
  if (isActive(job.facts.state)) return copyLive(making, job, device);
  return { volume: await flatCopy(making, job.ref.name, await volumeAt(job, path)), consistency: 'stopped' };
}

async function flatCopy(making: Making, instance: string, source: VolumeFacts): Promise<VolumeFacts> {
  const { usedBytes, capacityBytes } = source.definition;
  const pool = choosePool(making.link.live.reader.record, usedBytes ?? 0);
  const name = stampedName(`${instance}-export`, making.uuid, 'qcow2');
  const wanted = { name, capacityBytes: capacityBytes ?? 0, format: 'qcow2', from: source.ref };
  return makeVolume(making, pool.ref, wanted);
}

function exported({ link }: Making, { volume, consistency }: LiveCopy): ExportedDisk {
  const { ref } = volume;
  const { physicalBytes } = volume.definition;
  if (physicalBytes === null)
    throw new ProviderError('backend.refused', 'The copy of its disk has no length: its pool has no files');
  return {
    format: 'qcow2',
    sizeBytes: physicalBytes,
    consistency,
    read: signal => download(link, ref, signal),
  };
}
