import * as migration from '@orrery/libvirt/procedures/migration.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { SteerRequest } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostLink } from '../host/host-link.ts';
import { isMigrationCopy } from '../map/power.ts';
import { readHandle } from './handle.ts';
import { lookAtJob } from './job-watch.ts';
import { linkNamed, type MoveTools, uuidOf } from './move.ts';
import { toMiBps, unlimitedMiBps } from './order.ts';

const setDeadlineMs = 15_000;

/** Where the job runs: as the handle says, or wherever it is seen. */
async function findJob(tools: MoveTools, request: SteerRequest): Promise<{ link: HostLink; ref: DomainRef }> {
  const uuid = uuidOf(tools, request.instance);
  const handle = readHandle(request.handle);
  const links = handle === null ? tools.links : [linkNamed(tools, handle.from)];
  for (const link of links) {
    const facts = link.record?.domains.get(uuid);
    // The copy that waits for memory at the destination is not where the job is changed or called off.
    if (!facts || isMigrationCopy(facts.state)) continue;
    if ((await lookAtJob(link, facts.ref)) !== null) return { link, ref: facts.ref };
  }
  throw new ProviderError('resource.state', 'It is not being moved any more');
}

/** Changes a move that runs. libvirt takes the values at once; QEMU keeps to them from its next burst on. */
export async function steer(tools: MoveTools, request: SteerRequest, signal: AbortSignal): Promise<void> {
  const { link, ref: domain } = await findJob(tools, request);
  const options = { signal, deadlineMs: setDeadlineMs };
  const { connection } = link.live;
  switch (request.action) {
    case 'setBandwidth': {
      const { bytesPerSecond } = request;
      const bandwidth = bytesPerSecond === null ? unlimitedMiBps : toMiBps(bytesPerSecond);
      await connection.call(migration.migrateSetMaxSpeed, { domain, bandwidth, flags: 0 }, options);
      break;
    }
    case 'setDowntime':
      await connection.call(
        migration.migrateSetMaxDowntime,
        { domain, downtime: request.milliseconds, flags: 0 },
        options,
      );
      break;
    case 'startPostCopy':
      await connection.call(migration.migrateStartPostCopy, { domain, flags: 0 }, options);
      break;
    case 'cancel':
      await connection.call(migration.abortJob, { domain }, options);
      break;
  }
  tools.jobs.tell({ host: link.name, uuid: domain.uuid, event: { kind: 'changed' } });
}
