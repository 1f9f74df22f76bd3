import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Connection } from './connection.ts';
import { LibvirtError } from './errors.ts';
import * as connect from './procedures/connect.ts';
import * as domain from './procedures/domain.ts';
import { startFlags, statsGroups, undefineFlags } from './procedures/flags.ts';
import * as storage from './procedures/storage.ts';

/** What `kvm-lab status` printed: one line a host. Without it these tests are skipped. */
const status = process.env.KVM_LAB_STATUS ?? '';
const hosts = status
  .split('\n')
  .filter(line => / up /.test(line))
  .map(line => new Map([...line.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value])));
const [first, second, third] = [0, 1, 2].map(i => hosts[i] ?? new Map<string, string>());

const pem = (name: string) => readFileSync(`${third?.get('pki')}/${name}`, 'utf8');
const uris = {
  unix: `qemu+unix:///system?socket=${first?.get('unix')}`,
  tcp: `qemu+tcp://${second?.get('tcp')}/system`,
  tls: `qemu+tls://${third?.get('tls')}/system`,
};

const open: Connection[] = [];
afterAll(() => {
  for (const connection of open) connection.close();
});

async function connectTo(transport: keyof typeof uris, readOnly = false): Promise<Connection> {
  const tls =
    transport === 'tls' ? { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') } : undefined;
  const uri = readOnly ? `${uris[transport]}-ro` : uris[transport];
  const connection = await Connection.open(uri, { tls, readOnly, defaultDeadlineMs: 60_000 });
  open.push(connection);
  return connection;
}

const domainXml = (
  name: string,
) => `<domain type='qemu'><name>${name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type></os><devices><console type='pty'/></devices></domain>`;

/** Resolves when `until` holds for the list of what `collect` was given. */
function collector<T>() {
  const seen: T[] = [];
  let check = () => {};
  return {
    seen,
    add: (value: T) => {
      seen.push(value);
      check();
    },
    until: (holds: (seen: T[]) => boolean) =>
      new Promise<void>(resolve => {
        check = () => (holds(seen) ? resolve() : undefined);
        check();
      }),
  };
}

describe.skipIf(hosts.length < 3)('against real libvirt', () => {
  it.each(['unix', 'tcp', 'tls'] as const)('opens and lists over %s', async transport => {
    const connection = await connectTo(transport);
    expect(await connection.call(connect.getHostname, undefined)).toMatch(/^host[123]$/);
    expect(await connection.call(connect.getLibVersion, undefined)).toBeGreaterThan(9_000_000 - 1);
    const pools = await connection.call(connect.listAllStoragePools, { flags: 0 });
    expect(pools.map(p => p.name).sort()).toEqual(['images', 'local', 'shared']);
  });

  it('refuses a server whose certificate is not the pinned one', async () => {
    const tls = { cert: pem('client.pem'), key: pem('client.key'), fingerprint: `SHA256:${'00'.repeat(32)}` };
    await expect(Connection.open(uris.tls, { tls })).rejects.toMatchObject({ code: 'tls' });
  });

  it('refuses changes on a read-only connection', async () => {
    const connection = await connectTo('unix', true);
    const error = await connection
      .call(domain.defineXml, { xml: domainXml('forbidden'), flags: 0 })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LibvirtError);
    expect(error).toMatchObject({ codeName: 'OPERATION_DENIED' });
  });

  it('defines, starts, watches and removes a domain', async () => {
    const connection = await connectTo('tcp');
    const lifecycle = collector<string>();
    const name = `rpc-${process.pid}`;
    await connection.onDomainEvent('lifecycle', e => {
      if (e.domain.name === name) lifecycle.add(`${e.type}:${e.detail}`);
    });
    const ref = await connection.call(domain.defineXml, { xml: domainXml(name), flags: 0 });
    const running = await connection.call(domain.create, { domain: ref, flags: startFlags.paused });
    expect(running.id).toBeGreaterThan(0);
    const stream = await connection.openStream(domain.openConsole, {
      domain: running,
      device: null,
      flags: 1,
    });
    const [stats] = await connection.call(connect.getAllDomainStats, {
      domains: [running],
      stats: statsGroups.state | statsGroups.cpuTotal | statsGroups.balloon,
      flags: 0,
    });
    expect(stats?.params.get('state.state')).toBe(3);
    await stream.abort();
    await connection.call(domain.destroy, { domain: ref, flags: 0 });
    await connection.call(domain.undefine, { domain: ref, flags: undefineFlags.managedSave });
    await lifecycle.until(seen => seen.includes('1:0'));
    // defined, started, suspended (it starts paused), stopped, undefined; QEMU may also announce its shutdown (6)
    expect(lifecycle.seen.map(s => s[0]).filter(type => type !== '6')).toEqual(['0', '2', '3', '5', '1']);
    await expect(connection.call(domain.getXml, { domain: ref, flags: 0 })).rejects.toMatchObject({
      codeName: 'NO_DOMAIN',
    });
  });

  it('sends a volume up and gets the same bytes down', async () => {
    const connection = await connectTo('unix');
    const pools = await connection.call(connect.listAllStoragePools, { flags: 0 });
    const pool = pools.find(p => p.name === 'local');
    if (!pool) throw new Error('the lab has a pool "local"');
    const size = 3 * 1024 * 1024 + 5;
    const xml = `<volume><name>rpc-${process.pid}.raw</name><capacity>${size}</capacity><target><format type='raw'/></target></volume>`;
    const volume = await connection.call(storage.volumeCreateXml, { pool, xml, flags: 0 });
    try {
      const data = Buffer.alloc(size, 'orrery');
      const range = { volume, offset: 0, length: size, flags: 0 };
      const up = await connection.openStream(storage.volumeUpload, range);
      await up.write(data);
      await up.finish();
      const down = await connection.openStream(storage.volumeDownload, range);
      const chunks: Buffer[] = [];
      for await (const chunk of down) chunks.push(Buffer.from(chunk));
      await down.finish();
      expect(Buffer.concat(chunks).equals(data)).toBe(true);
    } finally {
      await connection.call(storage.volumeDelete, { volume, flags: 0 });
    }
  });
});
