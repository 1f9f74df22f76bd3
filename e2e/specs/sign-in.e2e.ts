import { expect, test } from '@playwright/test';
import { demoPassword } from '../support/demo.ts';

test('a wrong password is refused where it was typed, the right one leads to where one wanted to go', async ({
  page,
}) => {
  await page.goto('/instances?q=status%3Arunning');
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText('User name or password is not right.');
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Instances/ })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Query' })).toHaveValue('status:running');
});

test('after signing out neither the page nor its session is left', async ({ page, request }) => {
  await page.goto('/login');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /^Account/ }).click();
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  expect((await request.get('/api/v1/session', { headers: { cookie } })).status()).toBe(200);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect((await request.get('/api/v1/session', { headers: { cookie } })).status()).toBe(401);
  await page.goto('/instances');
  await expect(page).toHaveURL(/\/login/);
});
