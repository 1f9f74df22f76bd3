import type { QuotaRequest } from '@orrery/contract/quota/quota.ts';
import { expect, it } from 'vitest';
import { newAnswers } from './quota-requests.ts';

const now = Date.parse('2026-03-10T12:00:00.000Z');
const asked = (id: string, project: string, decidedAt: string | null): QuotaRequest => ({
  id,
  project,
  projectName: project,
  status: decidedAt === null ? 'open' : 'denied',
  quota: { instances: 20 },
  granted: null,
  reason: 'more load',
  requestedBy: 'tina',
  decidedBy: decidedAt === null ? null : 'ada',
  note: null,
  createdAt: '2026-03-01T12:00:00.000Z',
  decidedAt,
});

it('tells the newest answer of each project for three days', () => {
  const requests = [
    asked('new', 'blue', '2026-03-10T11:00:00.000Z'),
    asked('before', 'blue', '2026-03-10T10:00:00.000Z'),
    asked('old', 'red', '2026-03-07T11:00:00.000Z'),
  ];
  expect(newAnswers(requests, now).map(({ id }) => id)).toEqual(['new']);
});

it('an answer is no news any more once more was asked for', () => {
  const requests = [asked('open', 'blue', null), asked('before', 'blue', '2026-03-10T10:00:00.000Z')];
  expect(newAnswers(requests, now)).toEqual([]);
});
