import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { resourceKinds } from '../resources/base.ts';
import { resourceRegistry } from '../resources/registry.ts';
import * as messages from './messages.ts';
import { protocolHistory, protocolVersion } from './protocol.ts';

/** Hash of every message schema and of the rows they carry, by protocol version. A new wire shape needs a new line here and in protocolHistory. */
const knownHashes: Record<number, string> = {
  1: '8d821961e1c28875',
  2: '9177ddc6a24cc9e3',
  3: '5126f7fda8c07c80',
  4: '1793db936efe49fd',
  5: '53e308cd6b61f982',
  6: '77f563f4a055a889',
  7: '2e92ac6fbdae3d69',
  8: '4c40b627a80546a3',
  9: '4404b260205f519b',
  10: '28600a0e2e74e015',
  11: '47dba05b4aa5ff7c',
  12: 'ac0a7d0dd6e73ab5',
  13: '7120805af503d03e',
  14: 'e6fb263d3f23ae4c',
  15: '6901c464d1df6642',
};

function wireHash(): string {
  const schemas = Object.entries(messages)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => (value instanceof z.ZodType ? [[name, jsonSchema(value)]] : []));
  const rows = resourceKinds.map(kind => [
    kind,
    z.toJSONSchema(resourceRegistry[kind].schema, { io: 'output', unrepresentable: 'any' }),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([schemas, rows, messages.realtimeLimits]))
    .digest('hex')
    .slice(0, 16);
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

it('a change of the wire needs a new protocol version and a line of history', () => {
  expect(
    knownHashes[protocolVersion],
    `The socket messages changed (hash ${wireHash()}). Raise protocolVersion, add a line to protocolHistory and the hash here.`,
  ).toBe(wireHash());
});

it('the history has one line a version, the newest last', () => {
  expect(protocolHistory.map(h => h.version)).toEqual(protocolHistory.map((_, i) => i + 1));
  expect(protocolHistory.at(-1)?.version).toBe(protocolVersion);
});
