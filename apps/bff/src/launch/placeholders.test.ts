import { afterEach, beforeEach, expect, it } from 'vitest';
import { anInstance } from '../http/testing/samples.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import { iso } from '../inventory/runtime.ts';
import { createInventory, ManualRuntime, openLab, reported } from '../inventory/testing/inventory-rig.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import { Placeholders } from './placeholders.ts';

const id = 'lab:i-new';
let clock: ManualRuntime;
let inventory: InventoryService;

beforeEach(async () => {
  clock = new ManualRuntime();
  ({ inventory } = createInventory(clock));
  await inventory.start();
});
afterEach(() => inventory.stop());

const spec = { name: 'new', tags: [], vcpus: 1, memoryMiB: 64, networks: [], root: { from: 'reference' } };

it('gives way to what was asked of its backend before it was shown, and answered late', async () => {
  const feed = openLab(inventory);
  const record = { target: id, backend: 'lab', createdAt: iso(clock.now()), host: null, project: null };
  await clock.advance(1_000);
  const asked = iso(clock.now());
  await clock.advance(1_000);
  // Of an operation no more is looked at than this.
  const whole = { ...record, creation: { kind: 'instance', spec } } as unknown as OperationRecord;
  new Placeholders(inventory).identified(whole);
  expect(row(inventory.store, 'instance', id)?.status).toBe('creating');
  feed.sink.upsert([reported(anInstance({ id, asOf: asked, status: 'running', powerState: 'running' }))]);
  await clock.advance(1_000);
  expect(row(inventory.store, 'instance', id)?.status).toBe('running');
});
