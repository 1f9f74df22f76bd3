import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kvmLab } from '../../support/kvm-lab.ts';
import { LabHands, labSockets } from './lab-hands.ts';
import { MoveRig, traceMove } from './move-rig.ts';

// Each failure is brought about on the lab, as a person would meet it; paused guests do, and cost nothing.
const patienceMs = 240_000;
const hands = new LabHands(await labSockets());
const shared = 'fail-shared';
const own = 'fail-own';
const picky = 'fail-picky';
const names = [shared, own, picky];
let rig: MoveRig;

const virsh = (host: number, ...args: string[]) => hands.virsh(host, args);
const removeAll = async () => {
  for (const { number } of await kvmLab.hosts()) for (const name of names) await kvmLab.remove(number, name);
};

beforeAll(async () => {
  await removeAll();
  await kvmLab.launch(1, shared, '--net', 'isolated', '--paused');
  await kvmLab.launch(1, own, '--pool', 'local', '--net', 'none', '--paused');
  await kvmLab.launch(1, picky, '--net', 'none', '--no-start');
  // Emulated processors may be asked for what they have not; libvirt's comparison knows.
  const xml = await virsh(1, 'dumpxml', '--inactive', picky);
  const cpu =
    "<cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model><feature policy='require' name='avx512f'/></cpu>";
  await hands.define(1, xml.replace(/<cpu[\s\S]*<\/cpu>/, cpu));
  await virsh(1, 'start', '--paused', picky);
  rig = await MoveRig.start();
  for (const name of names) await rig.seen(name, 'paused', i => i.powerState === 'paused');
}, patienceMs);

afterAll(async () => {
  await rig?.provider.stop();
  await removeAll();
}, patienceMs);

async function failure(
  name: string,
  args: Record<string, unknown> = {},
  by: MoveRig = rig,
): Promise<ProviderError> {
  const moving = by.migrator.migrate(by.request(name, { toHost: 'lab:host3', ...args }), traceMove().control);
  const error: unknown = await moving.then(
    () => new Error('It was moved'),
    (reason: unknown) => reason,
  );
  expect(await kvmLab.state(1, name), 'it is where it was').toBe('paused');
  if (error instanceof ProviderError) return error;
  throw error;
}

/** Seen to be so here: stopped on one host of three, its status is that of an error. */
const isolatedIs = (status: 'active' | 'error') =>
  rig.mirror.waitFor(
    `network isolated ${status}`,
    () => rig.mirror.get('network', 'lab:net:isolated')?.status === status,
    patienceMs,
  );
const localIs = (status: 'active' | 'inactive') =>
  rig.mirror.waitFor(
    `pool local of host3 ${status}`,
    () => rig.mirror.get('storage-pool', `lab:${nativeIds.pool('host3', 'local')}`)?.status === status,
    patienceMs,
  );

/** By a provider to which somebody has said another way to the third host. */
async function failureByWay(migrationUri: string): Promise<ProviderError> {
  const other = await MoveRig.start((_uri, name) => (name === 'host3' ? { migrationUri } : {}));
  try {
    await other.seen(shared, 'paused', i => i.powerState === 'paused');
    return await failure(shared, {}, other);
  } finally {
    await other.provider.stop();
  }
}

describe('what keeps a move from being made is said with what to do', { timeout: patienceMs }, () => {
  it.each([
    ['a name that leads nowhere', 'qemu+tcp://nowhere.invalid/system', 'no-route'],
    ['a port where nobody listens', 'qemu+tcp://host3:1/system', 'no-route'],
    ['a daemon that asks for a certificate', 'qemu+tls://host3/system', 'certificate'],
  ])('%s', async (_, uri, reason) => {
    const error = await failureByWay(uri);
    expect(error).toMatchObject({ code: 'backend.refused', reason });
    expect(error.advice).toMatch(/\S{10,}|migrationUri|certificate/);
    expect(error.message).not.toContain('host3');
  });

  it('a firewall before the migration ports', async () => {
    const rule = [
      'INPUT',
      '-p',
      'tcp',
      '--dport',
      '49152:49215',
      '-j',
      'REJECT',
      '--reject-with',
      'tcp-reset',
    ];
    await kvmLab.exec(3, 'iptables', '-I', ...rule);
    try {
      expect(await failure(shared)).toMatchObject({
        reason: 'port-closed',
        message: 'The destination does not take in data on its migration port',
        advice: expect.stringContaining('49152 to 49215'),
      });
    } finally {
      await kvmLab.exec(3, 'iptables', '-D', ...rule);
    }
  });

  it('a network that is not started there', async () => {
    await virsh(3, 'net-destroy', 'isolated');
    try {
      // Not its event, which is told before it has been read anew.
      await isolatedIs('error');
      expect(await failure(shared)).toMatchObject({
        code: 'resource.state',
        reason: 'network-missing',
        message: 'A network of it is missing there, or not started',
      });
    } finally {
      await virsh(3, 'net-start', 'isolated');
      await isolatedIs('active');
    }
  });

  it('a disk that the destination does not have', async () => {
    expect(await failure(own)).toMatchObject({
      reason: 'storage-not-shared',
      message: 'A disk of it is on storage that the host does not share',
      advice: 'Move it with its disks (block)',
    });
  });

  it('a file of the same name that is another one', async () => {
    await virsh(3, 'vol-create-as', 'local', `${own}.qcow2`, '128M', '--format', 'qcow2');
    try {
      expect(await failure(own)).toMatchObject({
        reason: 'storage-not-shared',
        message: 'The file there is another one of the same name',
      });
      expect(await failure(own, { method: 'block' })).toMatchObject({
        reason: 'name-taken',
        message: 'The storage pool there has a volume of this name',
      });
    } finally {
      await virsh(3, 'vol-delete', '--pool', 'local', `${own}.qcow2`);
    }
  });

  it('a storage pool that is not started there', async () => {
    await virsh(3, 'pool-destroy', 'local');
    try {
      await localIs('inactive');
      expect(await failure(own, { method: 'block' })).toMatchObject({
        reason: 'storage-pool-missing',
        message: 'The host has no active storage pool for a disk of it',
      });
    } finally {
      await virsh(3, 'pool-start', 'local');
      await localIs('active');
    }
  });

  it('an instance of the same name', async () => {
    const xml = await virsh(1, 'dumpxml', '--inactive', shared);
    const file = join(tmpdir(), `orrery-${randomUUID()}.xml`);
    await writeFile(file, xml.replace(/<uuid>.*<\/uuid>/, `<uuid>${randomUUID()}</uuid>`));
    await virsh(3, 'define', file);
    try {
      const there = () => rig.mirror.all('instance').filter(i => i.name === shared).length === 2;
      await rig.mirror.waitFor('both to be seen', there, patienceMs);
      const instance = rig.mirror.all('instance').find(i => i.name === shared && i.hostName === 'host1');
      const request = { ...rig.request(shared, { toHost: 'lab:host3' }), id: instance?.id ?? '' };
      await expect(rig.migrator.migrate(request, traceMove().control)).rejects.toMatchObject({
        reason: 'name-taken',
        message: 'The host has another instance of this name',
      });
    } finally {
      await virsh(3, 'undefine', shared);
      // The next test asks for it by its name.
      const alone = () => rig.mirror.all('instance').filter(i => i.name === shared).length === 1;
      await rig.mirror.waitFor('the other to be gone', alone, patienceMs);
    }
  });

  it('a processor that lacks what the guest uses', async () => {
    const error = await failure(picky);
    expect(error).toMatchObject({
      reason: 'cpu-features',
      message: 'The processor there lacks something that the guest uses',
    });
    expect(String(error.cause)).toContain('avx512f');
  });

  it('a snapshot', async () => {
    await virsh(1, 'snapshot-create-as', own, 'before');
    try {
      await rig.provider.refresh(new AbortController().signal);
      expect(await failure(own, { method: 'block' })).toMatchObject({ reason: 'snapshots' });
    } finally {
      await virsh(1, 'snapshot-delete', own, 'before');
    }
  });

  it('certificates that QEMU does not find', async () => {
    const folder = '/etc/libvirt/pki/qemu';
    await kvmLab.exec(3, 'mv', `${folder}/server-cert.pem`, `${folder}/away.pem`);
    try {
      expect(await failure(shared, { tls: true })).toMatchObject({ reason: 'certificate' });
    } finally {
      await kvmLab.exec(3, 'mv', `${folder}/away.pem`, `${folder}/server-cert.pem`);
    }
  });
});

describe('the same instance', { timeout: patienceMs }, () => {
  it('is moved over a way of its own between the hosts', async () => {
    const other = await MoveRig.start((_uri, name) => ({ migrationUri: `qemu+tcp://${name}/system` }));
    try {
      await other.seen(shared, 'paused', i => i.powerState === 'paused');
      const request = other.request(shared, { toHost: 'lab:host3' });
      expect((await other.migrator.migrate(request, traceMove().control)).check.survived).toBeNull();
      expect(await kvmLab.state(3, shared)).toBe('paused');
    } finally {
      await other.provider.stop();
    }
  });
});
