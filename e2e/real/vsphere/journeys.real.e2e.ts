import { launchReplySchema } from '@orrery/contract/launch/launch.ts';
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

test('a template is launched where placement says, moved to the recommended host, and told by the vCenter so', async () => {
  const launched = 'conf-e2e-launched';
  const template = await hands.make({
    name: 'conf-e2e-template',
    running: false,
    guest: 'any',
    part: null,
    project: null,
  });
  await machines.markAsTemplate(hands.session, hands.ref(template));
  const image = await until('the template is listed', () => admin.named('images', 'conf-e2e-template'));
  const { project } = await admin.tenant('vsphere-e2e');
  const reply = await admin.json('POST', '/instances', {
    ...{ name: launched, project, source: { from: 'image', image: image.id } },
    size: { vcpus: 2, memoryMiB: 256, diskGiB: 1 },
  });
  const { operation } = launchReplySchema.parse(reply);
  expect(await admin.ended(operation.id)).toMatchObject({ status: 'succeeded' });
  const made = await until('it runs', async () => {
    const row = await admin.named('instances', launched);
    return row?.status === 'running' ? row : undefined;
  });
  const id = made.id.slice('vc:'.length);
  expect(await hands.look(id)).toMatchObject({ powerState: 'running', vcpus: 2, memoryMiB: 256, project });
  const move = await admin.act('instances', made.id, 'migrate', {});
  expect(await admin.ended(move.id)).toMatchObject({ status: 'succeeded' });
  const moved = await admin.named('instances', launched);
  expect(moved?.['host']).not.toBe(made['host']);
  await hands.destroy(id);
  await hands.destroy(template);
});
