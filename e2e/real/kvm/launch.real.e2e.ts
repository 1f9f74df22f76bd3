import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { kvmLab, kvmLabConfig } from '../../support/kvm-lab.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { until } from '../../support/until.ts';
import { LabHands, labSockets } from './lab-hands.ts';

// A guest boots for minutes on a busy machine.
test.describe.configure({ mode: 'serial', timeout: 900_000 });

const guest = 'e2e-launched';
const hosts = [1, 2, 3];
let bff: BffProcess;
let admin: ApiSession;

test.beforeAll(async () => {
  for (const host of hosts) await kvmLab.remove(host, guest);
  bff = await BffProcess.start({ config: await kvmLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
});

test.afterAll(async () => {
  await bff?.stop();
  for (const host of hosts) await kvmLab.remove(host, guest);
});

/** The lab's guest in Orrery's catalogue, for everybody. */
async function publishLabImage(project: string): Promise<void> {
  const file = join(process.env.KVM_LAB_DIR ?? '/var/lib/kvm-lab', 'shared', 'images', 'tinylinux.qcow2');
  const bytes = await readFile(file);
  const image = await admin.json('POST', '/images', {
    name: 'tinylinux',
    project,
    source: { from: 'upload', sizeBytes: bytes.length, fileName: 'tinylinux.qcow2' },
    minMemoryMiB: 96,
    visibility: 'public',
  });
  const { id } = image as { id: string }; // every resource has an id
  const sent = await fetch(`${bff.url}/api/v1/uploads/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    headers: {
      cookie: admin.cookie,
      'x-csrf-token': admin.session.csrfToken,
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
    },
    body: new Uint8Array(bytes),
  });
  expect(sent.status).toBe(204);
  await until('the image is available', async () => {
    const row = await admin.named('images', 'tinylinux');
    return row?.status === 'available';
  });
}

/** Where it was put, it has booted. */
async function booted(): Promise<void> {
  const hands = new LabHands(await labSockets());
  for (const host of hosts) {
    const names = await kvmLab.virsh(host, 'list', '--name');
    if (names.split('\n').some(line => line.trim() === guest))
      await hands.booted(await kvmLab.virsh(host, 'domuuid', guest), host);
  }
}

test('a new tenant has a shell on the serial console of a launched guest, in three clicks', async ({
  browser,
}) => {
  const { tenant, project } = await admin.tenant(`launch-${Date.now().toString(36)}`);
  await publishLabImage(project);
  const { page, context } = await signedInPage(browser, tenant);
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Launch', exact: true }).first().click();
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  // A name is proposed once the image is known; nobody types within the same millisecond.
  await expect(name).not.toHaveValue('');
  await name.fill(guest);
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await expect(summary.getByText(/It fits now/)).toBeVisible();
  await summary.getByRole('button', { name: 'Launch' }).click();
  await page.getByRole('button', { name: 'Console' }).click({ timeout: 120_000 });
  const screen = page.locator('.xterm');
  await expect(screen).toBeVisible();
  await screen.click();
  await booted();
  // It may still be starting: a shell that is not there yet does not hear.
  await until(
    'the shell answers',
    async () => {
      await page.keyboard.type('echo $((6*7))00\n');
      return /4200/.test((await screen.textContent()) ?? '');
    },
    180_000,
  );
  const made = await until('it is listed', () => tenant.named('instances', guest));
  expect(made).toMatchObject({ project, host: null, hostName: null, status: 'running' });
  await context.close();

  // What was made goes whole: the guest, its disk and its seed.
  await until(
    'its launch has ended',
    async () => {
      const open = await tenant.list('operations', 'status:queued,running');
      return open.length === 0;
    },
    120_000,
  );
  await tenant.ended((await tenant.act('instances', made.id, 'forceStop')).id);
  const gone = await tenant.ended(
    (await tenant.act('instances', made.id, 'delete', { withVolumes: true })).id,
  );
  expect(gone.status, JSON.stringify(gone.error)).toBe('succeeded');
  for (const host of hosts) {
    expect(await kvmLab.virsh(host, 'list', '--all', '--name')).not.toContain(guest);
    expect(await kvmLab.virsh(host, 'vol-list', 'default').catch(() => '')).not.toContain(guest);
  }
});
