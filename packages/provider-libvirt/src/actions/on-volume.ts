import { counted } from '@orrery/contract/counted.ts';
import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import type { resizeVolumeArgs } from '@orrery/contract/actions/other-actions.ts';
import * as blocks from '@orrery/libvirt/procedures/domain-block.ts';
import { blockResizeFlags } from '@orrery/libvirt/procedures/flags.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { z } from 'zod';
import { cachedSha256, shownName } from '../create/made-names.ts';
import { usersOf } from '../create/find-volume.ts';
import { type DomainFacts, type HostRecord, pickVolume, placeOf, type VolumeFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { diskPath, renderVolume, usersByPath } from '../inventory/render.ts';
import { clonesByPath } from '../inventory/render-image-copy.ts';
import type { DomainDisk } from '../map/domain.ts';
import { isActive } from '../map/power.ts';
import type { Executor } from './executor.ts';
import { clonesOfCopy } from './clones-of-copy.ts';
import { deleteVolume } from './instance-delete.ts';
import { type Job, working } from './job.ts';

interface Found {
  link: HostLink;
  record: HostRecord;
  volume: VolumeFacts;
}

function find(executor: Executor, call: Call): Found {
  const native = executor.native(call.request);
  for (const link of executor.options.links) {
    const volume = link.record ? pickVolume(link.record, native) : undefined;
    if (link.record && volume) return { link, record: link.record, volume };
  }
  throw executor.missing(call.request);
}

/** The clones keep only what differs from it: without it, or with it changed, all of them are lost. */
function refuseBase(executor: Executor, { volume }: Found, verb: string): void {
  refuseClones(usersOf(executor.options, volume.definition.path ?? '').clones, verb);
}

function refuseClones(clones: readonly string[], verb: string): void {
  if (clones.length === 0) return;
  const names = clones.slice(0, 5).map(shownName).join(', ');
  throw new ProviderError(
    'resource.state',
    `${counted(clones.length, 'volume')} based on it would be lost if it were ${verb}: ${names}`,
    { advice: 'Delete those first, or keep it' },
  );
}

interface Running {
  link: HostLink;
  facts: DomainFacts;
  disk: DomainDisk;
}

/** The running instance that has it open, on whichever host that sees its file. */
function runningUser({ options }: Executor, path: string): Running | null {
  for (const link of options.links) {
    for (const facts of link.record?.domains.values() ?? []) {
      const disk = facts.definition.disks.find(d => link.record && diskPath(link.record, d) === path);
      if (disk && isActive(facts.state)) return { link, facts, disk };
    }
  }
  return null;
}

async function grow(executor: Executor, call: Call, found: Found): Promise<void> {
  // The arguments were validated with the rule's schema before.
  const { capacityBytes } = call.args as z.infer<typeof resizeVolumeArgs>;
  const { volume } = found;
  if (capacityBytes < (volume.definition.capacityBytes ?? 0))
    throw new ProviderError('args.invalid', 'It would lose what lies at its end: a volume can only grow', {
      advice: `Ask for more than ${volume.definition.capacityBytes} bytes`,
    });
  refuseBase(executor, found, 'changed');
  const user = runningUser(executor, volume.definition.path ?? '');
  if (user === null) {
    const job = await executor.job(found.link, call);
    const args = { volume: volume.ref, capacity: capacityBytes, flags: 0 };
    await job.connection.call(storage.volumeResize, args, working(job));
    return;
  }
  // QEMU has the file open: only it may change it, and it tells the guest.
  const job = await executor.job(user.link, call);
  const { ref: domain } = user.facts;
  const args = { domain, disk: user.disk.device, size: capacityBytes, flags: blockResizeFlags.bytes };
  await job.connection.call(blocks.blockResize, args, working(job));
}

const facts = {
  resize: { type: 'volume.changed', severity: 'info', message: 'Grown' },
  delete: { type: 'volume.deleted', severity: 'info', message: 'Deleted' },
} as const;

function tell({ options }: Executor, { request }: Call, { record, volume }: Found): void {
  const { backend, events } = options;
  const name = shownName(volume.ref.name);
  const host = `${backend}:${record.name}`;
  const fact = rowOf(facts, request);
  events.report({ kind: 'volume', id: request.id, name, host, fact });
}

async function resize(executor: Executor, call: Call, found: Found): Promise<void> {
  await grow(executor, call, found);
  await found.link.live.reader.volume(found.volume.ref, 'event');
  tell(executor, call, found);
}

async function remove(executor: Executor, call: Call, found: Found): Promise<void> {
  const { record, volume } = found;
  if (record.arriving.has(placeOf(volume.ref)))
    throw new ProviderError('resource.state', 'It is being carried there at this moment', {
      advice: 'Cancel what brings it, or wait',
    });
  if (cachedSha256(volume.ref.name) === null) refuseBase(executor, found, 'deleted');
  else refuseClones(await clonesOfCopy(executor.options.links, found), 'deleted');
  const job: Job = await executor.job(found.link, call);
  await deleteVolume(job, found.volume.ref, found.volume.definition.path);
  tell(executor, call, found);
}

const rows: Readonly<
  Record<string, { phase: string; cause: string; run: (e: Executor, c: Call, f: Found) => Promise<void> }>
> = {
  resize: { phase: 'growing', cause: 'volume.changed', run: resize },
  delete: { phase: 'deleting', cause: 'volume.deleted', run: remove },
};

export async function actOnVolume(executor: Executor, call: Call): Promise<ActionResult> {
  const found = find(executor, call);
  const { backend, inventory } = executor.options;
  const row = rowOf(rows, call.request);
  const users = usersByPath(backend, found.record);
  checkState(
    call.request,
    renderVolume(backend, {
      host: found.record,
      volume: found.volume,
      users,
      clones: clonesByPath(found.record),
    }),
  );
  call.control.progress({ phase: row.phase });
  return executor.options.own.during(call.request, [row.cause], async () => {
    await row.run(executor, call, found);
    inventory.flush();
    return {};
  });
}

/** Looked at anew: the list of its pool tells whether it is deleted, its description how large it is. */
export async function resolveVolume(executor: Executor, call: Call): Promise<Resolution> {
  const native = executor.native(call.request);
  for (const { live } of executor.options.links.filter(l => l.record && pickVolume(l.record, native))) {
    const pool = pickVolume(live.reader.record, native)?.ref.pool;
    const ref = pool === undefined ? undefined : live.reader.record.pools.get(pool)?.ref;
    if (ref) await live.reader.pool(ref, 'poll');
  }
  const volumes = executor.options.links.flatMap(l => (l.record ? (pickVolume(l.record, native) ?? []) : []));
  if (call.request.action === 'delete') return { state: volumes.length > 0 ? 'not-started' : 'succeeded' };
  if (volumes.length === 0)
    return { state: 'failed', code: 'resource.not-found', message: 'The volume is gone' };
  const wanted = Number(call.args['capacityBytes']);
  const grown = volumes.every(v => (v.definition.capacityBytes ?? 0) >= wanted);
  return { state: grown ? 'succeeded' : 'not-started' };
}
