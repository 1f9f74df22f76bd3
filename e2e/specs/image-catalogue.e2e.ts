import { axeFindings } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { signedInPage } from '../support/signed-in-page.ts';

const kibibyte = 1024;

/** A raw disk as far as anybody looks: a boot sector's mark, and nothing else. */
function tinyDisk(): Buffer {
  const disk = Buffer.alloc(64 * kibibyte);
  disk.writeUInt16BE(0x55_aa, 510);
  return disk;
}

test('an image is added to one of two projects, described, shared with the other and converted', async ({
  browser,
  admin,
}) => {
  test.setTimeout(120_000);
  const run = Date.now().toString(36);
  const { tenant } = await admin.tenant(`images-${run}`);
  const other = await admin.tenant(`friends-${run}`);
  const member = encodeURIComponent(tenant.session.user.id);
  await admin.json('PUT', `/projects/${other.project}/members/${member}`, { role: 'member' });
  const { page, context } = await signedInPage(browser, tenant);
  await page.emulateMedia({ reducedMotion: 'reduce' });

  await page.goto('/images');
  await page.getByRole('button', { name: 'Add image' }).click();
  await page
    .getByLabel('Disk image or installer')
    .setInputFiles({ name: `tiny-${run}.img`, mimeType: 'application/octet-stream', buffer: tinyDisk() });
  await page
    .getByRole('dialog')
    .getByLabel('Project')
    .selectOption({ label: `images-${run}` });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(page.getByRole('heading', { name: `tiny-${run}`, level: 1 })).toBeVisible();
  await expect(page.getByText('SHA-256')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Launch', exact: true })).toBeVisible({ timeout: 30_000 });

  await page.getByRole('button', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Least disk').fill('1.5');
  await expect(dialog.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Least disk').fill('1');
  await dialog.getByLabel('Visibility').selectOption('shared');
  await dialog.getByRole('checkbox', { name: `friends-${run}` }).click();
  await dialog.getByRole('checkbox', { name: 'Protected from deletion' }).click();
  expect(await axeFindings(page, 'everything')).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  const facts = page.getByRole('region', { name: 'Facts' });
  await expect(facts).toContainText(`friends-${run}`);
  expect(await other.tenant.named('images', `tiny-${run}`)).toMatchObject({ minDiskGiB: 1, protected: true });

  await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete…' })).toContainText('It is protected');
  const { conversion } = (await admin.json('GET', '/images/options')) as {
    conversion: { available: boolean };
  }; // the contract's own tests check the answer
  if (!conversion.available) {
    await expect(page.getByRole('menuitem', { name: 'Convert…' })).toContainText('qemu-img is not installed');
  } else {
    await page.getByRole('menuitem', { name: 'Convert…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Convert' }).click();
    await expect(facts).toContainText('qcow2', { timeout: 60_000 });
  }
  await context.close();
});
