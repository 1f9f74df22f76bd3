import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as backup from '@orrery/libvirt/procedures/backup.ts';
import * as blocks from '@orrery/libvirt/procedures/domain-block.ts';
import { jobOperations, jobStatsFlags, jobTypes } from '@orrery/libvirt/procedures/flags.ts';
import { abortJob, getJobStats } from '@orrery/libvirt/procedures/migration.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { ExportedDisk } from '@orrery/provider-kit/exporter.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type InstanceJob, type Work, working } from '../actions/job.ts';
import type { VolumeFacts } from '../host/facts.ts';
import { escapeXml } from '../map/xml.ts';
import { figure } from '../migration/sample.ts';
import { stampedName } from './made-names.ts';
import type { Making } from './making.ts';
import { choosePool } from './pools.ts';
import { freeze, hasAgent, thaw } from './quiesce.ts';
import { makeVolume } from './volumes.ts';

const lookEveryMs = 300;
const askDeadlineMs = 15_000;
/** Of the whole: what follows is the transfer into the catalogue. */
const copyPart = 0.5;

export interface LiveCopy {
  volume: VolumeFacts;
  consistency: NonNullable<ExportedDisk['consistency']>;
}

const orNoBackup = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN_BACKUP', 'NO_DOMAIN', 'OPERATION_INVALID')) return null;
  throw error;
};

/** The copy under way, in the daemon's words; null when there is none, or the domain is off. */
const underWay = ({ connection }: Work, domain: DomainRef): Promise<string | null> =>
  connection.call(backup.getXml, { domain, flags: 0 }, { deadlineMs: askDeadlineMs }).catch(orNoBackup);

/** Ends the copy into that file, and no other: somebody else may be taking a backup. Returns once it has ended. */
export async function endCopy(work: Work, domain: DomainRef, file: string): Promise<void> {
  for (;;) {
    const xml = await underWay(work, domain);
    if (xml === null || !xml.includes(escapeXml(file))) return;
    await work.connection.call(abortJob, { domain }, { deadlineMs: askDeadlineMs }).catch(orNoBackup);
    await pause(work.clock, lookEveryMs);
  }
}

const backupXml = (device: string, file: string): string =>
  `<domainbackup mode='push'><disks><disk name='${escapeXml(device)}' backup='yes' type='file'>` +
  `<driver type='qcow2'/><target file='${escapeXml(file)}'/></disk></disks></domainbackup>`;

/** The moment of the copy is when this begins: only that long the guest is held still. Answers whether it was. */
async function begin(making: Making, job: InstanceJob, xml: string): Promise<boolean> {
  const { ref, facts } = job;
  const asked = hasAgent(facts);
  try {
    const still = asked && (await freeze(making, ref));
    const what = { domain: ref, xml, checkpoint: null, flags: backup.backupBeginFlags.reuseExternal };
    await making.connection.call(backup.begin, what, working(making));
    return still;
  } finally {
    if (asked) await making.clear(work => thaw(work, ref));
  }
}

const brokeOff = (why: string) =>
  new ProviderError('backend.refused', `The copy of its disk broke off: ${why}`, {
    advice: 'Look whether it was stopped meanwhile, or its storage pool is full; then try again',
  });

async function finished(making: Making, domain: DomainRef, file: string): Promise<void> {
  const { connection, clock, control } = making;
  const stats = (flags: number) =>
    connection.call(getJobStats, { domain, flags }, { deadlineMs: askDeadlineMs }).catch(orNoBackup);
  while ((await underWay(making, domain))?.includes(escapeXml(file)) === true) {
    const now = await stats(0);
    const total = now === null ? 0 : figure(now.params, 'disk_total');
    if (now !== null && total > 0)
      control.progress({
        phase: 'copy',
        fraction: (copyPart * figure(now.params, 'disk_processed')) / total,
      });
    await pause(clock, lookEveryMs, control.signal);
  }
  const end = await stats(jobStatsFlags.completed);
  if (end === null || end.type === jobTypes.none) throw brokeOff('it does not run any more');
  const ours = figure(end.params, 'operation') === jobOperations.backup;
  if (!ours || end.type !== jobTypes.completed)
    throw brokeOff(String(end.params.get('errmsg') ?? 'its host does not say why'));
}

/**
 * A disk of a running or paused instance as it is at one moment, flat, into a volume of its own. By libvirt's backup
 * job: QEMU saves what is about to be overwritten first, and the chain of the disk is never touched. No overlay, so
 * nothing that would have to be committed back.
 */
export async function copyLive(making: Making, job: InstanceJob, device: string): Promise<LiveCopy> {
  const { ref } = job;
  const asked = { domain: ref, path: device, flags: 0 };
  const { capacity, allocation } = await making.connection.call(blocks.getBlockInfo, asked, working(making));
  const pool = choosePool(making.link.live.reader.record, allocation);
  const name = stampedName(`${ref.name}-export`, making.uuid, 'qcow2');
  const target = await makeVolume(making, pool.ref, { name, capacityBytes: capacity, format: 'qcow2' });
  const file = target.definition.path ?? '';
  making.undo.later('the copy under way', () => making.clear(work => endCopy(work, ref, file)));
  const still = await begin(making, job, backupXml(device, file));
  await finished(making, ref, file);
  const volume = await making.link.live.reader.volume(target.ref, 'event');
  if (!volume) throw brokeOff('its file is gone');
  return { volume, consistency: still ? 'quiesced' : 'crash' };
}
