import { expect, it } from 'vitest';
import type { EngineEvent } from './event-stream.ts';
import { translateNode, translateService } from './swarm-events.ts';

const event = (type: string, action: string, attributes: Record<string, string>): EngineEvent => ({
  type,
  action,
  id: 'x',
  attributes,
  nanos: '1767225600000000000',
  at: '2026-01-01T00:00:00.000Z',
});

it.each([
  ['create', { name: 'web' }, 'cluster.service-created'],
  ['remove', { name: 'web' }, 'cluster.service-deleted'],
  ['update', { name: 'web', 'replicas.old': '2', 'replicas.new': '5' }, 'cluster.service-scaled'],
  ['update', { name: 'web', 'updatestate.new': 'updating' }, 'cluster.service-changed'],
  ['update', { name: 'web', 'updatestate.old': 'updating', 'updatestate.new': 'completed' }, undefined],
  ['update', { name: 'web' }, undefined],
])('of a service: %s %j', (action, attributes, type) =>
  expect(translateService(event('service', action, attributes))?.type).toBe(type),
);

it('scaling says from how many to how many', () => {
  const { message = '' } =
    translateService(event('service', 'update', { name: 'web', 'replicas.old': '2', 'replicas.new': '5' })) ??
    {};
  expect(message).toMatch(/web.*2.*5/);
});

it.each([
  [{ 'availability.old': 'active', 'availability.new': 'drain' }, 'host.maintenance-entered'],
  [{ 'availability.old': 'drain', 'availability.new': 'active' }, 'host.maintenance-left'],
  [{ 'availability.old': 'active', 'availability.new': 'pause' }, undefined],
  [{ 'state.old': 'ready', 'state.new': 'down' }, undefined],
])('of a node: %j', (attributes, type) =>
  expect(translateNode(event('node', 'update', attributes))?.type).toBe(type),
);
