import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActualInstance, InstanceSpec } from '@orrery/provider-kit/conformance/fixture.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import { BootWatch } from '../../support/boot-watch.ts';
import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import { domainXml, inner, powerOf, unescape } from './lab-domain.ts';

/** On a machine that does much else a boot takes minutes. One emulated guest in some hundred hangs in it, which is told by its processor time. */
const bootMs = 600_000;
const agentMs = 30_000;

interface Made {
  host: number;
  /** Boots a real guest, whose agent answers once it is up. */
  listens: boolean;
  volume: string;
}

/** Hands on the lab's hosts by virsh, behind Orrery's back. */
export class LabHands {
  readonly #sockets: ReadonlyMap<number, string>;
  readonly #made = new Map<string, Made>();
  #serial = 0;

  constructor(sockets: ReadonlyMap<number, string>) {
    this.#sockets = sockets;
  }

  virsh(host: number, args: string[], timeout = 0): Promise<string> {
    const uri = `qemu+unix:///system?socket=${this.#sockets.get(host)}`;
    return new Promise((resolve, reject) => {
      execFile('virsh', ['-q', '-c', uri, ...args], { timeout }, (error, stdout, stderr) => {
        if (error) reject(new Error(`virsh ${args.join(' ')}: ${stderr.trim()}`));
        else resolve(stdout.replace(/\n+$/, ''));
      });
    });
  }

  /** A command that takes a description from a file. */
  async #virshXml(host: number, args: string[], xml: string): Promise<void> {
    const file = join(tmpdir(), `orrery-${randomUUID()}.xml`);
    await writeFile(file, xml);
    try {
      await this.virsh(host, [...args, file]);
    } finally {
      await rm(file);
    }
  }

  define(host: number, xml: string): Promise<void> {
    return this.#virshXml(host, ['define'], xml);
  }

  hostOf(native: string): number {
    const made = this.#made.get(native);
    if (!made) throw new Error(`${native} was not made here`);
    return made.host;
  }

  async make({ name, running, guest, part }: InstanceSpec): Promise<string> {
    const hosts = [...this.#sockets.keys()];
    const host = part === null ? (hosts[this.#serial % hosts.length] ?? 1) : Number(part.replace('host', ''));
    const listens = guest === 'listening';
    const volume = `conf-${process.pid}-${++this.#serial}.qcow2`;
    await this.#makeVolume(host, volume, listens);
    const path = await this.virsh(host, ['vol-path', '--pool', 'local', volume]);
    await this.#virshXml(host, ['define'], domainXml({ name, path, listens }));
    const native = await this.virsh(host, ['domuuid', name]);
    this.#made.set(native, { host, listens, volume });
    if (running) await this.virsh(host, ['start', native]);
    if (running && listens) await this.booted(native);
    return native;
  }

  async #makeVolume(host: number, name: string, boots: boolean): Promise<void> {
    const backing = boots
      ? `<backingStore><path>/srv/kvm-lab/images/tinylinux.qcow2</path><format type='qcow2'/></backingStore>`
      : '';
    const size = boots ? 128 : 1;
    await this.#virshXml(
      host,
      ['vol-create', 'local'],
      `<volume><name>${name}</name><capacity unit='MiB'>${size}</capacity><target><format type='qcow2'/></target>${backing}</volume>`,
    );
  }

  async destroy(native: string): Promise<void> {
    const made = this.#made.get(native);
    if (!made) return this.#destroyForeign(native);
    await this.#end(made.host, native);
    await this.#endVolume(made.host, 'local', made.volume);
  }

  /** One that was made by the provider under test, with all its disks. */
  async #destroyForeign(native: string): Promise<void> {
    for (const host of this.#sockets.keys())
      if (await this.#isOn(host, native)) await this.#end(host, native, '--remove-all-storage');
  }

  async #isOn(host: number, uuid: string): Promise<boolean> {
    return (await this.#words(host, ['list', '--all', '--uuid'])).includes(uuid);
  }

  /** Once more where it did not go: a move may be at its end, and a busy machine takes its time to end a guest. */
  async #end(host: number, uuid: string, ...storage: string[]): Promise<void> {
    await until(`${uuid} is gone from host${host}`, async () => {
      await this.#quiet(host, ['destroy', uuid]);
      await this.#quiet(host, ['undefine', uuid, '--managed-save', '--snapshots-metadata', ...storage]);
      if (await this.#isOn(host, uuid))
        await this.forgetHalfStarted(host, await this.virsh(host, ['domname', uuid]));
      return !(await this.#isOn(host, uuid));
    });
  }

  /**
   * A daemon that dies between noting that a guest starts and knowing its process leaves a note of one without a process.
   * The next daemon (libvirt 9.0) holds it as starting for ever, and lets nobody end it: only without the note it forgets.
   */
  async forgetHalfStarted(host: number, name: string): Promise<void> {
    const note = `/run/libvirt/qemu/${name}.xml`;
    const text = await kvmLab.exec(host, 'cat', note).catch(() => '');
    if (!/<domstatus [^>]*pid='0'/.test(text)) return;
    await kvmLab.killDaemon(host);
    await kvmLab.exec(host, 'rm', note);
    await kvmLab.startDaemon(host);
    await this.#quiet(host, ['undefine', name]);
  }

  async #endVolume(host: number, pool: string, name: string): Promise<void> {
    await until(`${name} is gone from host${host}`, async () => {
      const deleted = await this.#quiet(host, ['vol-delete', '--pool', pool, name]);
      return deleted !== undefined || !(await this.volumes(host, pool)).includes(name);
    });
  }

  #quiet(host: number, args: string[]): Promise<string | undefined> {
    return this.virsh(host, args).catch(() => undefined);
  }

  /** The first of each line. */
  async #words(host: number, args: string[]): Promise<string[]> {
    const lines = (await this.virsh(host, args)).split('\n');
    return lines.map(line => line.trim().split(/\s+/)[0] ?? '').filter(word => word !== '');
  }

  /** Names in a pool, read anew: a pool with a job of its own cannot be for the moment. */
  async volumes(host: number, pool: string): Promise<string[]> {
    await until(`pool ${pool} of host${host} can be read`, () => this.#readAnew(host, pool));
    return await this.#words(host, ['vol-list', pool]);
  }

  async #readAnew(host: number, pool: string): Promise<true> {
    await this.virsh(host, ['pool-refresh', pool]);
    return true;
  }

  async look(native: string): Promise<ActualInstance | null> {
    const { host, listens } = this.#made.get(native) ?? { host: 1, listens: false };
    const xml = await this.virsh(host, ['dumpxml', native]).catch(() => null);
    if (xml === null) return null;
    const info = await this.virsh(host, ['dominfo', native]);
    const hasSavedState = /^Managed save:\s+yes/m.test(info);
    const powerState = powerOf(await this.virsh(host, ['domstate', native]), hasSavedState);
    const mark = await this.virsh(host, ['metadata', native, 'https://orrery.dev/ns/libvirt/1']).catch(
      () => '',
    );
    const snapshots = await this.virsh(host, ['snapshot-list', native, '--name']);
    return {
      name: inner(xml, 'name') ?? '',
      powerState,
      vcpus: Number(/<vcpu[^>]* current='(\d+)'/.exec(xml)?.[1] ?? inner(xml, 'vcpu')),
      memoryMiB: Math.round(Number(inner(xml, 'currentMemory')) / 1024),
      title: inner(xml, 'title'),
      description: inner(xml, 'description'),
      tags: [...mark.matchAll(/<tag>([\s\S]*?)<\/tag>/g)].map(([, tag = '']) => unescape(tag)),
      project: inner(mark, 'project'),
      autostart: /^Autostart:\s+enable/m.test(info),
      hasSavedState,
      snapshots: snapshots.split('\n').filter(name => name !== ''),
      boots: listens && powerState === 'running' ? await this.booted(native, host) : null,
    };
  }

  /** The guest counts its boots in a file of its own disk; its agent reads it, once it is up. */
  async bootCount(native: string, host = this.hostOf(native)): Promise<number> {
    const ask = async (execute: string, args: object) => {
      const command = JSON.stringify({ execute, arguments: args });
      const answer: unknown = JSON.parse(
        await this.virsh(host, ['qemu-agent-command', native, command, '--timeout', '2'], agentMs),
      );
      if (typeof answer !== 'object' || answer === null || !('return' in answer))
        throw new Error('no answer');
      return answer.return;
    };
    const handle = await ask('guest-file-open', { path: '/data/boots', mode: 'r' });
    const read = await ask('guest-file-read', { handle });
    await ask('guest-file-close', { handle });
    const text =
      typeof read === 'object' && read !== null && 'buf-b64' in read ? String(read['buf-b64']) : '';
    return Number(Buffer.from(text, 'base64').toString());
  }

  /** How often it has booted once it has. One that hangs in its boot is reset once; what cannot boot still fails. */
  async booted(native: string, host = this.hostOf(native)): Promise<number> {
    const first = await this.#bootsOrHangs(native, host);
    if (first !== 'hangs') return first;
    process.stderr.write(`${native} hangs in its boot and is reset\n`);
    await this.virsh(host, ['reset', native]);
    const second = await this.#bootsOrHangs(native, host);
    if (second === 'hangs') throw new Error(`${native} hangs in its boot again`);
    return second;
  }

  #bootsOrHangs(native: string, host: number): Promise<number | 'hangs'> {
    const watch = new BootWatch(() => this.#cpuSeconds(native, host));
    return until<number | 'hangs'>(
      `${native} has booted`,
      async () => {
        const boots = await this.bootCount(native, host).catch(() => null);
        return boots ?? ((await watch.hangs()) && 'hangs');
      },
      bootMs,
    );
  }

  async #cpuSeconds(native: string, host: number): Promise<number> {
    const said = await this.virsh(host, ['domstats', '--cpu-total', native]);
    return Number(/cpu\.time=(\d+)/.exec(said)?.[1] ?? 0) / 1e9;
  }

  /** What earlier runs may have left, or is just going: what is gone meanwhile is as well. */
  async sweep(): Promise<void> {
    for (const host of this.#sockets.keys()) {
      for (const uuid of await this.#words(host, ['list', '--all', '--uuid'])) {
        const xml = (await this.#quiet(host, ['dumpxml', uuid])) ?? '';
        if (/orrery-conformance|<name>conf-(new|move)-/.test(xml)) await this.#end(host, uuid);
      }
      for (const pool of ['local', 'shared'])
        for (const name of await this.volumes(host, pool))
          if (name.startsWith('conf-')) await this.#endVolume(host, pool, name);
      for (const [list, stop, undefine] of [
        ['pool-list', 'pool-destroy', 'pool-undefine'],
        ['net-list', 'net-destroy', 'net-undefine'],
      ] as const)
        await until(`nothing of ${list} is left on host${host}`, async () => {
          const left = async () =>
            (await this.#words(host, [list, '--all', '--name'])).filter(name => name.startsWith('conf-'));
          for (const name of await left())
            for (const verb of [stop, undefine]) await this.#quiet(host, [verb, name]);
          return (await left()).length === 0;
        });
    }
  }

  async sparePool(): Promise<string> {
    const name = `conf-pool-${++this.#serial}`;
    await this.virsh(1, ['pool-define-as', name, 'dir', '--target', `/var/lib/libvirt/${name}`]);
    await this.virsh(1, ['pool-build', name]);
    await this.virsh(1, ['pool-start', name]);
    return nativeIds.pool('host1', name);
  }

  async spareNetwork(): Promise<string> {
    const name = `conf-net-${++this.#serial}`;
    const xml = `<network><name>${name}</name><bridge name='cf${this.#serial}'/></network>`;
    await this.#virshXml(1, ['net-define'], xml);
    await this.virsh(1, ['net-start', name]);
    return nativeIds.network(name);
  }

  async spareVolume(host = 1): Promise<string> {
    const name = `conf-spare-${++this.#serial}.qcow2`;
    await this.virsh(host, ['vol-create-as', 'local', name, '1M', '--format', 'qcow2']);
    return nativeIds.volume(`host${host}`, { pool: 'local', name });
  }

  /** Everything on all hosts whose name says that it was made for this: domains, volumes, networks. */
  async traces(name: string): Promise<string[]> {
    const found: string[] = [];
    const bears = (line: string) => new RegExp(`^${name}(?![\\w]|-\\d)`).test(line);
    for (const host of this.#sockets.keys()) {
      const there = {
        domain: await this.#words(host, ['list', '--all', '--name']),
        volume: [...(await this.volumes(host, 'local')), ...(await this.volumes(host, 'shared'))],
        network: await this.#words(host, ['net-list', '--all', '--name']),
      };
      for (const [what, names] of Object.entries(there))
        found.push(...names.filter(bears).map(each => `host${host} ${what} ${each}`));
    }
    return found;
  }

  /** Pools and networks, looked up on the first host: ids end in the name. */
  async isActive(kind: 'storage-pool' | 'network', native: string): Promise<boolean> {
    const name = native.split(':').at(-1) ?? '';
    const list = kind === 'network' ? 'net-list' : 'pool-list';
    const names = await this.virsh(1, [list, '--name']);
    return names.split('\n').some(line => line.trim() === name);
  }

  async volumeExists(native: string): Promise<boolean> {
    const [, , name = ''] = native.split(':');
    const volume = { pool: 'local', name };
    const host = [1, 2, 3].find(number => nativeIds.volume(`host${number}`, volume) === native);
    if (host === undefined) throw new Error(`${native} is not a volume of the lab's local pools`);
    return this.virsh(host, ['vol-info', '--pool', volume.pool, name]).then(
      () => true,
      () => false,
    );
  }
}

/** Unix socket of each host that is up. */
export async function labSockets(): Promise<Map<number, string>> {
  const hosts = await kvmLab.hosts();
  const dir = process.env.KVM_LAB_DIR ?? '/var/lib/kvm-lab';
  return new Map(hosts.map(h => [h.number, `${dir}/host${h.number}/run/libvirt/libvirt-sock`]));
}
