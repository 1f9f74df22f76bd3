import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { MigrationEstimator } from '@orrery/migration-model/estimator.ts';
import type { MigrationOutlook } from '@orrery/migration-model/outlook.ts';
import type { SteerRequest } from '@orrery/provider-kit/migrator.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import { LabHands, labSockets } from './lab-hands.ts';
import { MovableGuest } from './movable-guest.ts';
import { MoveRig, phasesOf, samplesOf, traceMove } from './move-rig.ts';

const MiB = 1_048_576;
const patienceMs = 240_000;
const signal = new AbortController().signal;
const hands = new LabHands(await labSockets());
/** Writes 16 MiB again and again, as fast as it gets processor time. */
const writer = new MovableGuest(hands, 'move-writer');
const local = new MovableGuest(hands, 'move-local');
let rig: MoveRig;

beforeAll(async () => {
  await writer.launch('--pool', 'shared', '--net', 'none', '--dirty', '16 6000');
  rig = await MoveRig.start();
  await rig.seen(writer.name, 'running', i => i.powerState === 'running');
}, patienceMs * 2);

afterAll(async () => {
  await rig?.provider.stop();
  await writer.remove();
  await local.remove();
}, patienceMs);

/** A test that is repeated begins as it did: with a guest that is at one place, and seen there. */
async function settled(guest: MovableGuest): Promise<void> {
  const host = await guest.settled();
  await rig.seen(guest.name, 'at rest', i => i.hostName === `host${host}` && i.status === 'running');
}

const hostNow = (guest: MovableGuest) => Number(rig.named(guest.name)?.hostName?.replace('host', ''));
const elsewhere = (guest: MovableGuest) => (hostNow(guest) === 1 ? 2 : 1);

/** Begins a move, and says how it can be waited for and changed. */
function begin(guest: MovableGuest, to: number, args: Record<string, unknown> = {}) {
  const trace = traceMove();
  const request = rig.request(guest.name, { toHost: `lab:host${to}`, ...args });
  const moving = rig.migrator.migrate(request, trace.control);
  moving.catch(() => {});
  const steer = (change: (which: Pick<SteerRequest, 'instance' | 'handle'>) => SteerRequest) =>
    rig.migrator.steer(change({ instance: request.id, handle: trace.handles[0] ?? null }), signal);
  const sent = () => samplesOf(trace).at(-1)?.memory?.sentBytes ?? 0;
  return {
    trace,
    request,
    moving,
    steer,
    underWay: () => until('it is under way', async () => sent() > MiB, patienceMs),
  };
}

describe('a guest that writes', { timeout: patienceMs * 2 }, () => {
  beforeEach(() => settled(writer));

  it('is moved while it runs, and each pass is told', async () => {
    const to = elsewhere(writer);
    const { trace, moving } = begin(writer, to, { bandwidth: 24 * MiB, downtimeMs: 2_000 });
    const result = await moving;
    expect(result.check).toMatchObject({ method: 'uptime', survived: true });
    expect(result.passes).toBeGreaterThan(1);
    expect(result.pauseMs).toBeGreaterThan(0);
    expect(result.bytes).toBeGreaterThan(20 * MiB);
    expect(phasesOf(trace)).toEqual(['check', 'prepare', 'copy-memory', 'switch-over', 'finish', 'verify']);
    expect(await writer.runsThroughOn(to)).toBe(true);
    await rig.seen(writer.name, `on host${to}`, i => i.hostName === `host${to}` && i.status === 'running');
    const seconds = (samplesOf(trace).at(-1)?.atMs ?? 0) / 1000;
    console.log(`live: ${samplesOf(trace).length} samples in ${seconds} s, paused ${result.pauseMs} ms`);
  });

  it('does not finish within too narrow a limit, and does once the advice is followed', async () => {
    const to = elsewhere(writer);
    const limits = { bandwidth: 3 * MiB, downtimeMs: 300, autoConverge: false };
    const { trace, moving, steer } = begin(writer, to, limits);
    const outlook = await outlookOf(
      trace,
      limits,
      o => o.verdict === 'will-not-finish' && adviceOf(o) !== undefined,
    );
    const advice = adviceOf(outlook);
    expect(advice?.value).toBeGreaterThan(limits.bandwidth);
    await steer(which => ({ ...which, action: 'setBandwidth', bytesPerSecond: advice?.value ?? null }));
    const result = await moving;
    expect(result.check.survived).toBe(true);
    expect(await writer.runsThroughOn(to)).toBe(true);
    console.log(
      `will not finish: κ ${outlook.kappa}; ended with ${advice?.value} bytes/s, ${result.passes} passes`,
    );
  });

  it('is called off, and runs on where it was', async () => {
    const from = hostNow(writer);
    const { trace, moving, underWay } = begin(writer, elsewhere(writer), { bandwidth: 3 * MiB });
    await underWay();
    trace.aborting.abort();
    await expect(moving).rejects.toMatchObject({ code: 'cancelled' });
    expect(await writer.runsThroughOn(from)).toBe(true);
  });

  it('is switched to post-copy, from where there is no way back', async () => {
    const to = elsewhere(writer);
    const { trace, moving, steer, underWay } = begin(writer, to, { bandwidth: 3 * MiB, postCopy: true });
    await underWay();
    await steer(which => ({ ...which, action: 'startPostCopy' }));
    const result = await moving;
    expect(result.check.survived).toBe(true);
    expect(trace.reports.some(r => r.pointOfNoReturn === true && r.cancellable === false)).toBe(true);
    expect(await writer.runsThroughOn(to)).toBe(true);
  });

  it('is followed to its end by the next process when the first was killed in the middle', async () => {
    const to = elsewhere(writer);
    const left = await killedInTheMiddle(to);
    const trace = traceMove();
    const began = performance.now();
    const following = rig.migrator.follow(left.request, left.handle, trace.control);
    await until('it is seen again', async () => samplesOf(trace).length > 0, patienceMs);
    console.log(`seen again ${Math.round(performance.now() - began)} ms after it was asked for`);
    // Not told that it was limited, the next process does not hold it back either.
    await rig.migrator.steer(
      { instance: left.request.id, handle: left.handle, action: 'setBandwidth', bytesPerSecond: null },
      signal,
    );
    expect(await following).toMatchObject({ state: 'succeeded', result: { check: { survived: true } } });
    expect(await writer.runsThroughOn(to)).toBe(true);
  });
});

describe('a daemon that dies in the middle of a move', { timeout: patienceMs * 2 }, () => {
  beforeEach(() => settled(writer));

  it.each(['source', 'destination'])('at the %s: what is told is what the hosts hold', async which => {
    const from = hostNow(writer);
    const to = elsewhere(writer);
    const dying = which === 'source' ? from : to;
    const { moving, underWay } = begin(writer, to, { bandwidth: 3 * MiB });
    await underWay();
    await kvmLab.killDaemon(dying);
    await kvmLab.startDaemon(dying);
    const arrived = await moving.then(
      () => true,
      () => false,
    );
    expect(await writer.runsThroughOn(arrived ? to : from)).toBe(true);
    await rig.seen(
      writer.name,
      'where it is',
      i => i.hostName === `host${arrived ? to : from}` && i.status === 'running',
    );
    console.log(`daemon of the ${which} killed: ${arrived ? 'it had moved' : 'it stayed'}`);
  });
});

describe('a guest with a disk of its own', { timeout: patienceMs * 2 }, () => {
  beforeAll(async () => {
    await local.launch('--pool', 'local', '--net', 'none');
    await rig.seen(local.name, 'running', i => i.powerState === 'running');
  }, patienceMs * 2);
  beforeEach(() => settled(local));

  it('is moved with it, only what its image lacks, and leaves nothing behind', async () => {
    const to = elsewhere(local);
    const { trace, moving } = begin(local, to, { method: 'block', incremental: true });
    const result = await moving;
    expect(result.check.survived).toBe(true);
    expect(phasesOf(trace)).toContain('copy-memory');
    expect(await local.runsThroughOn(to)).toBe(true);
    expect(await disksOf(1)).not.toContain(`${local.name}.qcow2`);
    const backing = await hands.virsh(to, ['vol-dumpxml', '--pool', 'local', `${local.name}.qcow2`]);
    expect(backing).toContain('tinylinux.qcow2');
  });

  it('is moved with all of it, and is based on nothing afterwards', async () => {
    const from = hostNow(local);
    const to = elsewhere(local);
    // Held back, so that its disk is not over between two looks.
    const { trace, moving } = begin(local, to, { method: 'block', bandwidth: 8 * MiB });
    const result = await moving;
    expect(result.check.survived).toBe(true);
    expect(phasesOf(trace)).toContain('copy-disks');
    expect(samplesOf(trace).some(s => (s.disk?.totalBytes ?? 0) > 0)).toBe(true);
    expect(await local.runsThroughOn(to)).toBe(true);
    expect(await disksOf(from)).not.toContain(`${local.name}.qcow2`);
  });

  it('leaves nothing at the destination when it is called off', async () => {
    const from = hostNow(local);
    const to = elsewhere(local);
    const { trace, moving, underWay } = begin(local, to, { method: 'block', bandwidth: 4 * MiB });
    await Promise.race([
      underWay(),
      until('disks', async () => samplesOf(trace).some(s => s.disk), patienceMs),
    ]);
    trace.aborting.abort();
    await expect(moving).rejects.toMatchObject({ code: 'cancelled' });
    expect(await local.runsThroughOn(from)).toBe(true);
    expect(await disksOf(to)).not.toContain(`${local.name}.qcow2`);
  });
});

const disksOf = (host: number): Promise<string[]> => hands.volumes(host, 'local');

const adviceOf = (outlook: MigrationOutlook) =>
  outlook.remedies.find(r => r.kind === 'bandwidth' && r.applies === 'now' && r.value !== null);

/** What the model says of the samples as they come. */
async function outlookOf(
  trace: ReturnType<typeof traceMove>,
  limits: { bandwidth: number; downtimeMs: number; autoConverge: boolean },
  test: (outlook: MigrationOutlook) => boolean,
): Promise<MigrationOutlook> {
  const estimator = new MigrationEstimator(
    { memoryBytes: 96 * MiB, limits },
    { offers: [{ kind: 'bandwidth', applies: 'now' }] },
  );
  let taken = 0;
  return until(
    'the model says so',
    async () => {
      const fresh = samplesOf(trace).slice(taken);
      taken += fresh.length;
      return fresh.map(sample => estimator.observe(sample)).find(test) ?? null;
    },
    patienceMs,
  );
}

async function killedInTheMiddle(to: number) {
  const script = join(import.meta.dirname, 'move-until-killed.ts');
  const child = spawn(process.execPath, [script, writer.name, `lab:host${to}`, String(3 * MiB)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const request = rig.request(writer.name, { toHost: `lab:host${to}`, bandwidth: 3 * MiB });
  let handle: string | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, rest = ''] = line.split(/ (.*)/);
    if (word === 'handle') handle = rest;
    if (word === 'sample' && Number(rest) > MiB) break;
  }
  child.kill('SIGKILL');
  if (handle === null) throw new Error('It ended before it was under way');
  return { request, handle };
}
