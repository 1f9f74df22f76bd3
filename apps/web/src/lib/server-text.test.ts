import { errorCodes } from '@orrery/contract/errors/codes.ts';
import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../locales/en.ts';
import { zhCN } from '../locales/zh-CN.ts';
import { setIntlLocale } from './locale.ts';
import { eventText, failureWords, refusalOf, textOfCode } from './server-text.ts';

beforeAll(async () => {
  await i18next.init({
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  });
});

function inLanguage(language: 'en' | 'zh-CN') {
  setIntlLocale(language);
  return i18next.getFixedT(language);
}

const event: OrreryEvent = {
  id: 'e1',
  kind: 'event',
  backend: 'lab',
  name: 'e1',
  project: null,
  asOf: '2026-11-22T08:00:00.000Z',
  source: 'event',
  stale: false,
  actions: [],
  status: 'info',
  type: 'instance.move-failed',
  message: 'Migration failed: the peer hung up',
  targetKind: 'instance',
  target: 'lab:1',
  targetName: 'web-01',
  host: null,
  actor: { kind: 'outside', id: null, name: 'outside' },
  operation: null,
  at: '2026-11-22T08:00:00.000Z',
};

describe('words of the server', () => {
  it('stay as they are in English', () => {
    const t = inLanguage('en');
    expect(textOfCode(t, 'state.busy', 'It is starting now')).toBe('It is starting now');
    expect(eventText(t, event)).toBe('web-01: Migration failed: the peer hung up');
  });

  it('follow the code in another language', () => {
    const t = inLanguage('zh-CN');
    expect(textOfCode(t, 'state.in-use', 'An instance uses it')).toBe(zhCN.server.refusals.state_in_use);
    expect(eventText(t, event)).toBe('web-01 迁移失败');
  });

  it('stay as they are where the code has no word', () => {
    const t = inLanguage('zh-CN');
    expect(textOfCode(t, 'state.new-one', 'Its own words')).toBe('Its own words');
    expect(eventText(t, { ...event, type: 'instance.sung' })).toBe(
      'web-01: Migration failed: the peer hung up',
    );
  });

  it('have a word for every code that the API can answer', () => {
    const words = new Set(Object.keys(en.server.refusals));
    const codes = Object.keys(errorCodes);
    expect(codes.filter(code => !words.has(code.replaceAll(/[.-]/g, '_')))).toEqual([]);
  });

  it('tell a failure by its codes, and keep figures beside them', () => {
    const t = inLanguage('zh-CN');
    const refusals = zhCN.server.refusals;
    const vcpus = { code: 'quota.vcpus', message: '4 more vCPUs, 2 are left' };
    const failure = {
      code: 'quota.exceeded',
      title: 'The quota is used up',
      detail: 'Busy',
      reasons: [vcpus],
    };
    expect(failureWords(t, failure)).toEqual({
      title: refusals.quota_exceeded,
      detail: 'Busy',
      reasons: [`${refusals.quota_vcpus}（${vcpus.message}）`],
    });
    const busy = { ...failure, reasons: [{ code: 'state.busy', message: 'Busy' }] };
    expect(failureWords(t, busy)).toMatchObject({ detail: refusals.state_busy, reasons: [] });
  });

  it('refuse only what is refused', () => {
    const t = inLanguage('en');
    expect(refusalOf(t, { name: 'start', allowed: true })).toBeUndefined();
    expect(refusalOf(t, { name: 'start', allowed: false, code: 'state.busy', reason: 'Busy' })).toBe('Busy');
  });
});
