import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { QmpClient } from './qmp.ts';

export interface HypervisorPair {
  source: QmpClient;
  destination: QmpClient;
  migrationUri: string;
  nbdSocket: string;
  /** Seconds of processor time used so far: by the thread that sends, and by all of the destination. */
  cpuSeconds(): { source: number; destination: number };
  /** Resident memory of the source. */
  residentMiB(): number;
  stop(): Promise<void>;
}

export interface PairOptions {
  folder: string;
  image: string;
  memoryMiB: number;
  /** Disks of `diskMiB` at both ends; the source's is full of random bytes. */
  diskMiB: number;
}

/**
 * 64 KiB less than whole MiB. QEMU 7.2 under TCG loses writes of a migrating guest on its fast path for bitmaps of
 * memory that is a multiple of 256 KiB, see e2e/labs/kvm/README.md.
 */
const memoryArgument = (mib: number) => `size=${mib * 1024 - 64}K`;

/** Two QEMU processes: a guest that runs, and one that waits for it. */
export async function startPair(options: PairOptions): Promise<HypervisorPair> {
  const at = (name: string) => join(options.folder, name);
  const disks = options.diskMiB > 0 ? makeDisks(options) : null;
  const common = (disk: string | undefined) => [
    ...['-machine', 'pc', '-accel', 'tcg', '-m', memoryArgument(options.memoryMiB), '-nodefaults'],
    ...['-display', 'none', '-boot', 'c', '-name', 'guest,debug-threads=on'],
    ...['-drive', `file=${options.image},format=raw,if=ide,file.locking=off`],
    ...(disk
      ? ['-drive', `file=${disk},format=raw,if=none,id=data`, '-device', 'virtio-blk-pci,drive=data']
      : []),
  ];
  const log = openSync(at('qemu.log'), 'a');
  const run = (args: string[]) => spawn('qemu-system-x86_64', args, { stdio: ['ignore', log, log] });
  const qmp = (name: string) => ['-qmp', `unix:${at(name)},server=on,wait=off`];
  const migrationUri = `unix:${at('move')}`;
  const a = run([...common(disks?.source), '-serial', `file:${at('serial')}`, ...qmp('a')]);
  const b = run([...common(disks?.destination), '-serial', 'null', ...qmp('b'), '-incoming', migrationUri]);
  try {
    const source = await open(at('a'));
    const destination = await open(at('b'));
    await until(
      'the guest to be ready',
      () => existsSync(at('serial')) && readFileSync(at('serial'), 'utf8').startsWith('R'),
    );
    const cpuSeconds = () => ({
      source: threadSeconds(a, name => name.startsWith('live_migration')),
      destination: threadSeconds(b, () => true),
    });
    const residentMiB = () =>
      Math.round(
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${a.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
      );
    const stop = async () => {
      source.close();
      destination.close();
      await end([a, b]);
    };
    return { source, destination, migrationUri, nbdSocket: at('nbd'), cpuSeconds, residentMiB, stop };
  } catch (error) {
    await end([a, b]);
    throw new Error(`QEMU did not start: ${readFileSync(at('qemu.log'), 'utf8')}`, { cause: error });
  }
}

function makeDisks({ folder, diskMiB }: PairOptions) {
  const source = join(folder, 'source.raw');
  const destination = join(folder, 'destination.raw');
  execFileSync('dd', ['if=/dev/urandom', `of=${source}`, 'bs=1M', `count=${diskMiB}`, 'status=none']);
  execFileSync('truncate', ['-s', `${diskMiB}M`, destination]);
  return { source, destination };
}

async function open(path: string): Promise<QmpClient> {
  await until(`QEMU to open ${path}`, () => existsSync(path));
  return QmpClient.open(path);
}

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Gave up waiting for ${what}`);
    await pause(50);
  }
}

/** Kernel clock ticks a second, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

function threadSeconds(process: ChildProcess, counts: (name: string) => boolean): number {
  const tasks = `/proc/${process.pid}/task`;
  let ticks = 0;
  for (const task of readdirSync(tasks)) {
    // `pid (name) state …`: the 14th and 15th fields are user and system time.
    const stat = readIfThere(join(tasks, task, 'stat'));
    const close = stat.lastIndexOf(')');
    if (!counts(stat.slice(stat.indexOf('(') + 1, close))) continue;
    const fields = stat.slice(close + 2).split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}

/** Threads end while one looks. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function end(processes: ChildProcess[]): Promise<void> {
  for (const process of processes) process.kill('SIGTERM');
  await until('QEMU to end', () => processes.every(p => p.exitCode !== null || p.signalCode !== null));
}
