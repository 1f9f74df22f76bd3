import { expect, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { until } from '../../support/until.ts';
import { vsphereLab, vsphereSettings } from '../../support/vsphere-lab.ts';
import { rowOf } from '../../support/watch-row.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asText } from '@orrery/vim25/values.ts';
import { LabHands } from './lab-hands.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const name = 'conf-e2e-machine';
let bff: BffProcess;
let admin: ApiSession;
let hands: LabHands;
let native: string;

test.beforeAll(async () => {
  const vcenter = await vsphereLab.vcenter();
  hands = await LabHands.open(vcenter);
  await hands.sweep();
  native = await hands.make({ name, running: true, guest: 'listening', part: null, project: null });
  const backend = { id: 'vc', name: 'vSphere lab', ...vsphereSettings(vcenter, vcenter.url) };
  bff = await BffProcess.start({ config: { backends: [backend] } });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  await until(`${name} is listed`, () => admin.named('instances', name));
});

test.afterAll(async () => {
  await bff?.stop();
  await hands?.destroy(native);
  await hands?.close();
});

test('a machine that is switched off at the vCenter is shown so on the open page', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto(`/instances?q=${name}`);
  await expect(rowOf(page, name)).toContainText('Running');
  await hands.task(machines.powerOff)(native);
  await expect(rowOf(page, name)).toContainText('Stopped');
  await context.close();
});

test('a machine started from the page runs at the vCenter', async ({ browser }) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto(`/instances?q=${name}`);
  await rowOf(page, name).getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await until('it runs', async () => (await hands.look(native))?.powerState === 'running');
  await expect(page.getByText('Running').first()).toBeVisible();
  await context.close();
});

test('hosts, clusters, datastores and networks of the vCenter are on their pages', async () => {
  for (const [collection, type] of [
    ['hosts', 'HostSystem'],
    ['clusters', 'ClusterComputeResource'],
    ['storage-pools', 'Datastore'],
  ] as const) {
    const there = await hands.list(type, ['name']);
    const shown = await admin.list(collection);
    expect(shown.map(r => r.name).toSorted()).toEqual(
      there.map(o => asText(o.properties['name']) ?? '').toSorted(),
    );
  }
});
