import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

const holderScript = join(import.meta.dirname, '../testing/database-holder.ts');
const reportSchema = z.union([
  z.object({ ok: z.literal(true), started: z.string(), data: z.string(), socket: z.string() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

interface Holder {
  readonly process: ChildProcess;
  readonly report: z.infer<typeof reportSchema>;
}

const directories: string[] = [];
const holders: ChildProcess[] = [];

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'orrery-database-'));
  directories.push(directory);
  return directory;
}

/** Starts a BFF's share of the database in a process of its own and waits for what it says. */
async function hold(dataDir: string): Promise<Holder> {
  const child = spawn(process.execPath, [holderScript, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', code => reject(new Error(`the holder ended early with ${code}`)));
  });
  return { process: child, report: reportSchema.parse(JSON.parse(line)) };
}

async function holdOk(dataDir: string) {
  const { process: child, report } = await hold(dataDir);
  if (!report.ok) throw new Error(report.message);
  return { child, ...report };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise(resolve => {
    child.once('exit', code => resolve(code));
    child.kill(signal);
  });
}

/** Every process that belongs to this cluster: PostgreSQL's work in its data directory, the watcher names it. */
async function processesOf(data: string): Promise<number[]> {
  const ids = (await readdir('/proc')).map(Number).filter(id => id > 0);
  const matches = await Promise.all(
    ids.map(async id => {
      const cwd = await readlink(`/proc/${id}/cwd`).catch(() => '');
      const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      return cwd === data || (commandLine.includes('orrery-database-watcher') && commandLine.includes(data));
    }),
  );
  return ids.filter((_, index) => matches[index]);
}

const postmasterPid = async (data: string) =>
  Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10);

const waitUntil = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 100 });

afterEach(async () => {
  await Promise.all(
    holders
      .splice(0)
      .filter(child => child.exitCode === null && child.signalCode === null)
      .map(child => end(child, 'SIGTERM')),
  );
  for (const directory of directories.splice(0)) {
    const outside = await readFile(join(directory, 'data', 'postgres-location'), 'utf8').catch(() => '');
    if (outside) await rm(outside.trim(), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  }
});

describe('the built-in database', { timeout: 60_000 }, () => {
  it('leaves no process, no lock file and no socket when it is stopped', async () => {
    const holder = await holdOk(await makeDirectory());
    expect(await processesOf(holder.data)).not.toEqual([]);
    expect(await end(holder.child, 'SIGTERM')).toBe(0);
    expect(await processesOf(holder.data)).toEqual([]);
    await expect(stat(join(holder.data, 'postmaster.pid'))).rejects.toThrow('ENOENT');
    expect(await readdir(join(holder.data, '../run'))).toEqual([]);
  });

  it('is taken over by the next process after kill -9, and survives the grace of the first one’s watcher', async () => {
    const dataDir = await makeDirectory();
    const first = await holdOk(dataDir);
    const watchersBefore = await processesOf(first.data);
    await end(first.child, 'SIGKILL');
    const second = await holdOk(dataDir);
    expect(second.started).toBe(first.started);
    const pid = await postmasterPid(second.data);
    // The first watcher must end by itself and leave the second one's PostgreSQL alone.
    await waitUntil(async () => {
      const now = await processesOf(second.data);
      const watchersLeft = [];
      for (const id of now) {
        const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
        if (commandLine.includes('orrery-database-watcher')) watchersLeft.push(id);
      }
      expect(watchersLeft).toHaveLength(1);
      expect(watchersBefore).not.toContain(watchersLeft[0]);
    });
    expect(await processesOf(second.data)).toContain(pid);
  });

  it('ends by itself within seconds when its process is killed and never comes back', async () => {
    const holder = await holdOk(await makeDirectory());
    await end(holder.child, 'SIGKILL');
    await waitUntil(async () => expect(await processesOf(holder.data)).toEqual([]));
    await expect(stat(join(holder.data, 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('starts after everything was killed at once and its process id went to another process', async () => {
    const dataDir = await makeDirectory();
    const first = await holdOk(dataDir);
    await end(first.child, 'SIGKILL');
    for (const id of await processesOf(first.data)) process.kill(id, 'SIGKILL');
    await waitUntil(async () => expect(await processesOf(first.data)).toEqual([]));
    const { uid, gid } = await stat(first.data);
    const stranger = spawn('sleep', ['60'], { uid, gid });
    holders.push(stranger);
    const pidFile = join(first.data, 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await writeFile(pidFile, [stranger.pid, ...lines.slice(1)].join('\n'));
    const second = await holdOk(dataDir);
    expect(second.started).not.toBe(first.started);
  });

  it('is started again when PostgreSQL itself dies', async () => {
    const holder = await holdOk(await makeDirectory());
    const pid = await postmasterPid(holder.data);
    process.kill(pid, 'SIGKILL');
    await waitUntil(async () => {
      const now = await postmasterPid(holder.data);
      expect(now).not.toBe(pid);
      expect(await processesOf(holder.data)).toContain(now);
    });
    expect(await end(holder.child, 'SIGTERM')).toBe(0);
    expect(await processesOf(holder.data)).toEqual([]);
  });

  it('refuses a second process on the same data directory and says whose it is', async () => {
    const dataDir = await makeDirectory();
    const first = await holdOk(dataDir);
    const { report } = await hold(dataDir);
    expect(report).toMatchObject({ ok: false, code: 'database.in-use' });
    expect(report).toHaveProperty('message', expect.stringContaining(`process ${first.child.pid}`));
  });

  it('works with a path that is longer than a socket address may be', async () => {
    const top = await makeDirectory();
    await chmod(top, 0o755); // mkdtemp makes it 0700
    const dataDir = join(top, 'a'.repeat(110));
    const holder = await holdOk(dataDir);
    expect(holder.data.startsWith(dataDir)).toBe(true);
    expect(holder.socket.length).toBeLessThan(80);
    await end(holder.child, 'SIGTERM');
    await expect(stat(holder.socket)).rejects.toThrow('ENOENT');
  });

  const asRoot = process.getuid?.() === 0;
  it.runIf(asRoot)('keeps its files outside, and a pointer inside, below a 0700 home when root', async () => {
    const home = await makeDirectory(); // mkdtemp makes it 0700
    const dataDir = join(home, 'data');
    const first = await holdOk(dataDir);
    expect(first.data).not.toContain(home);
    expect((await stat(first.data)).uid).toBeGreaterThan(0);
    await end(first.child, 'SIGTERM');
    const second = await holdOk(dataDir);
    expect(second.data).toBe(first.data);
  });

  it.runIf(asRoot)('opens a closed data directory for its own user only, without listing', async () => {
    const dataDir = await makeDirectory();
    const holder = await holdOk(dataDir);
    expect(holder.data.startsWith(dataDir)).toBe(true);
    const { mode, gid } = await stat(dataDir);
    expect({ mode: (mode & 0o777).toString(8), gid }).toEqual({
      mode: '710',
      gid: (await stat(holder.data)).gid,
    });
  });
});
