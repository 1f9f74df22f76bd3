import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { kvmLab, kvmLabConfig } from '../../support/kvm-lab.ts';
import { chooseFromHeader } from '../../support/header-menu.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { Transcript } from '../../support/transcript.ts';
import { until } from '../../support/until.ts';
import { paintedAt, rowOf } from '../../support/watch-row.ts';
import { LabHands, labSockets } from './lab-hands.ts';

// Guests boot for minutes on a busy machine.
test.describe.configure({ mode: 'serial', timeout: 600_000 });

let bff: BffProcess;
let admin: ApiSession;
const guests = [
  { host: 1, name: 'e2e-red' },
  { host: 2, name: 'e2e-blue' },
  { host: 3, name: 'e2e-green' },
];

test.beforeAll(async () => {
  for (const { host, name } of guests) {
    await kvmLab.remove(host, name);
    await kvmLab.launch(host, name, '--mem', '96', '--pool', 'local', '--no-start');
  }
  bff = await BffProcess.start({ config: await kvmLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  for (const { name } of guests) await until(`${name} is listed`, () => admin.named('instances', name));
});

test.afterAll(async () => {
  await bff?.stop();
  for (const { host, name } of guests) await kvmLab.remove(host, name);
});

test('an instance started with virsh appears running on the open page without a reload', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/instances');
  await expect(rowOf(page, 'e2e-red')).toContainText('Stopped');
  const shown = paintedAt(page, 'e2e-red', 'Running');
  await kvmLab.virsh(1, 'start', 'e2e-red');
  await shown;
  const figures = await latencies(20, async running => {
    const painted = paintedAt(page, 'e2e-red', running ? 'Running' : 'Paused');
    const asked = Date.now();
    await kvmLab.virsh(1, running ? 'resume' : 'suspend', 'e2e-red');
    return { answered: Date.now() - asked, painted: (await painted) - asked };
  });
  await report('virsh-to-pixel', figures);
  await context.close();
});

test('an instance stopped from the page stops in virsh', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/instances');
  await rowOf(page, 'e2e-red').getByRole('link', { name: 'e2e-red' }).click();
  await chooseFromHeader(page, 'Force off');
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Force off' })
    .click();
  await until('virsh says shut off', async () => (await kvmLab.state(1, 'e2e-red')) === 'shut off');
  await expect(page.getByText('Stopped').first()).toBeVisible();
  await context.close();
});

test('a host whose daemon is killed turns stale with its age, the others go on, and it comes back', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/hosts');
  await expect(rowOf(page, 'host2')).toContainText('Up');
  const painted = paintedAt(page, 'host2', 'Unreachable');
  await kvmLab.killDaemon(2);
  // The lab's script took its time to kill it.
  const killed = Date.now();
  const staleAfter = Math.max(0, (await painted) - killed);
  expect(staleAfter).toBeLessThan(5_000);
  expect((await admin.named('instances', 'e2e-blue'))?.stale).toBe(true);
  // the others keep their pace: a change on host 3 is seen as ever
  await kvmLab.virsh(3, 'start', 'e2e-green', '--paused');
  await until(
    'host 3 is live',
    async () => (await admin.named('instances', 'e2e-green'))?.status === 'paused',
  );
  expect((await admin.named('instances', 'e2e-green'))?.stale).toBe(false);
  await kvmLab.startDaemon(2);
  const back = paintedAt(page, 'host2', 'Up');
  const restarted = Date.now();
  await report('daemon-killed', { staleAfterMs: staleAfter, backAfterMs: (await back) - restarted });
  await until(
    'its instance is fresh',
    async () => (await admin.named('instances', 'e2e-blue'))?.stale === false,
  );
  await context.close();
});

test('kill -9 of the BFF in the middle of an operation loses and doubles nothing', async () => {
  const target = await until('e2e-green is listed', () => admin.named('instances', 'e2e-green'));
  if (target.status !== 'stopped')
    await admin.ended((await admin.act('instances', target.id, 'forceStop')).id);
  const before = await bootsOf(3, 'e2e-green');
  const operation = await admin.act('instances', target.id, 'start');
  await bff.kill();
  await bff.up();
  const again = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  const ended = await again.ended(operation.id);
  const running = (await kvmLab.state(3, 'e2e-green')) === 'running';
  // whichever way the crash fell: what Orrery says is what the hypervisor did
  expect(ended.status === 'succeeded').toBe(running);
  if (!running) await again.ended((await again.act('instances', target.id, 'start')).id);
  const hands = new LabHands(await labSockets());
  await hands.booted(await kvmLab.virsh(3, 'domuuid', 'e2e-green'), 3);
  await until('it has said so', async () => (await bootsOf(3, 'e2e-green')) > before);
  expect(await bootsOf(3, 'e2e-green')).toBe(before + 1);
  expect((await again.list('operations')).filter(o => o.id === operation.id)).toHaveLength(1);
  admin = again;
});

test('two tenants in two browsers: neither sees a trace of the other, or of a host', async ({ browser }) => {
  const [red, blue] = [await admin.tenant('red-team'), await admin.tenant('blue-team')];
  const owned = { red: await give('e2e-red', red.project), blue: await give('e2e-blue', blue.project) };
  const hosts = (await kvmLab.hosts()).map(h => h.name);
  for (const [mine, theirs, own, other] of [
    [red, blue, 'e2e-red', 'e2e-blue'],
    [blue, red, 'e2e-blue', 'e2e-red'],
  ] as const) {
    const { page, context } = await signedInPage(browser, mine.tenant);
    const transcript = new Transcript(page);
    await page.goto('/instances');
    await expect(rowOf(page, own)).toBeVisible();
    await expect(rowOf(page, other)).toHaveCount(0);
    for (const path of ['/', '/operations', '/networks', '/volumes', '/images', '/hosts'])
      await page.goto(path);
    await kvmLab.virsh(own === 'e2e-red' ? 2 : 1, 'start', other, '--paused');
    await kvmLab.virsh(own === 'e2e-red' ? 2 : 1, 'destroy', other);
    await page.goto('/instances?q=host%3Ahost1');
    expect((await mine.tenant.list('instances')).map(i => i.name)).toEqual([own]);
    const otherId = other === 'e2e-blue' ? owned.blue : owned.red;
    expect((await mine.tenant.request('GET', `/instances/${encodeURIComponent(otherId)}`)).status).toBe(404);
    expect(
      await transcript.mentions([other, otherId, theirs.project, theirs.tenant.session.user.id, ...hosts]),
    ).toEqual([]);
    await context.close();
  }
});

async function give(name: string, project: string): Promise<string> {
  const row = await until(`${name} is listed`, () => admin.named('instances', name));
  const ended = await admin.ended((await admin.act('instances', row.id, 'assign', { project })).id);
  expect(ended.status, JSON.stringify(ended.error)).toBe('succeeded');
  return row.id;
}

/** The lab's guest says LAB-GUEST-READY once a boot. */
async function bootsOf(host: number, name: string): Promise<number> {
  const log = await kvmLab.consoleLog(host, name).catch(() => '');
  return log.split('LAB-GUEST-READY').length - 1;
}

async function latencies(
  rounds: number,
  once: (running: boolean) => Promise<{ answered: number; painted: number }>,
) {
  const painted: number[] = [];
  const afterAnswer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const figure = await once(round % 2 === 1);
    painted.push(figure.painted);
    afterAnswer.push(figure.painted - figure.answered);
  }
  return { rounds, paintedMs: spread(painted), afterVirshReturnedMs: spread(afterAnswer) };
}

function spread(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return { median: at(0.5), p90: at(0.9), worst: sorted.at(-1) };
}

async function report(name: string, figures: object): Promise<void> {
  await mkdir('.cache/figures', { recursive: true });
  await writeFile(`.cache/figures/kvm-${name}.json`, JSON.stringify(figures, null, 2));
  console.log(name, JSON.stringify(figures));
}
