import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../locales/en.ts';
import { zhCN } from '../../locales/zh-CN.ts';
import { durationBand, joined } from './bands.ts';
import { remedyEffect, remedyLabel, requestOf } from './remedy-words.ts';
import { verdictText } from './verdict-text.ts';

const MIB = 1_048_576;

beforeAll(async () => {
  await i18next.init({
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  });
});

const { forecast, memory } = exampleMigration;
const said = (change: Partial<Migration>, language = 'en') =>
  verdictText(i18next.getFixedT(language), { ...exampleMigration, ...change });
const judged = (change: Partial<NonNullable<Migration['forecast']>>) =>
  said({ forecast: forecast && { ...forecast, ...change } });

describe('a span of time', () => {
  it.each([
    [{ low: 40_000, high: 55_000 }, '40–55 s'],
    [{ low: 2100, high: 4400 }, '2.1–4.4 s'],
    [{ low: 900, high: 1500 }, '900 ms – 1.5 s'],
    [{ low: 40_000, high: 80_000 }, '40 s – 1 min 20 s'],
    [{ low: 5000, high: 5000 }, '5 s'],
  ])('%j', (band, words) => expect(durationBand(band)).toBe(words));

  it('names the unit once only where both ends have it', () => {
    expect(joined('690 MiB', '860 MiB')).toBe('690–860 MiB');
    expect(joined('690 MiB', '1.2 GiB')).toBe('690 MiB – 1.2 GiB');
  });
});

describe('the verdict as a sentence', () => {
  it('says when it ends and how long the guest stands still', () => {
    expect(judged({})).toMatchObject({
      tone: 'ok',
      text: 'Converging; done in 2.1–4.4 s, pause about 120 ms.',
    });
  });

  it('says why it will not finish, with both rates', () => {
    const hopeless = said({
      memory: memory && { ...memory, dirtyRate: 62 * MIB, throughput: 50 * MIB },
      forecast: forecast && { ...forecast, verdict: 'will-not-finish', etaMs: null },
    });
    expect(hopeless).toMatchObject({
      tone: 'bad',
      text: 'Will not finish: it writes 62 MiB/s, the link moves 50 MiB/s.',
    });
  });

  it('does not give rates that explain nothing', () => {
    expect(judged({ verdict: 'will-not-finish' }).text).toBe(
      'Will not finish: the last passes got no closer.',
    );
  });

  it('says which way a borderline case leans, and that it changed', () => {
    const yes = judged({ verdict: 'borderline', leansToFinish: true });
    const no = judged({ verdict: 'borderline', leansToFinish: false });
    expect(yes.text).toContain('probably finish');
    expect(no.text).toContain('probably not finish');
    expect(yes.key).not.toBe(no.key);
  });

  it('stays the same saying while only its figures tick', () => {
    const sooner = judged({ etaMs: { low: 1000, central: 2000, high: 3000 } });
    expect(sooner.key).toBe(judged({}).key);
    expect(sooner.text).not.toBe(judged({}).text);
  });

  it('calls a bare percentage what it is', () => {
    const bare = { memory: null, passes: [], backendPercent: 41 };
    const history = forecast && { ...forecast, verdict: null, basis: 'history' as const };
    expect(said({ ...bare, forecast: null }).text).toContain('percentage only (41 %): low confidence');
    expect(said({ ...bare, forecast: history }).text).toContain('low confidence');
  });

  it('knows nothing in the first pass, and says so', () => {
    expect(judged({ verdict: null }).text).toContain('Nothing is known yet');
    expect(said({ forecast: null }).text).toContain('Nothing is known yet');
  });

  it.each<[Partial<Migration>, string]>([
    [{ status: 'queued' }, 'Waiting'],
    [{ phase: 'prepare' }, 'nothing has been sent'],
    [{ phase: 'post-copy' }, 'can no longer be called off'],
    [{ phase: 'verify' }, 'whether the guest is well'],
    [{ phase: 'roll-back' }, 'host1'],
    [{ status: 'cancelled' }, 'stayed on host1'],
    [{ status: 'failed' }, 'stayed on host1'],
  ])('%j', (change, part) => expect(said(change).text).toContain(part));

  it('gives a receipt in the end, and does not invent a pause', () => {
    const result = { totalMs: 14_000, pauseMs: 84, bytes: 7e8, passes: 5, guestCheck: null };
    expect(said({ status: 'succeeded', result }).text).toBe(
      'Moved in 14 s; the guest stood still for 84 ms.',
    );
    expect(said({ status: 'succeeded', result: { ...result, pauseMs: null } }).text).toContain(
      'does not tell',
    );
  });

  it('is said in Chinese too', () => {
    expect(said({}, 'zh-CN').text).toBe('正在收敛；还需 2.1–4.4 s，停顿约 120 ms。');
  });
});

describe('a remedy', () => {
  const t = () => i18next.getFixedT('en');
  const base = { applies: 'now', least: null, chance: 0.999, etaMs: 9000, pauseMs: 690 } as const;

  it('is a verb with the value that makes it converge, and becomes that request', () => {
    const bandwidth = { ...base, kind: 'bandwidth', value: 68 * MIB + 0.5 } as const;
    expect(remedyLabel(t(), bandwidth)).toBe('Give it 68 MiB/s');
    expect(requestOf(bandwidth)).toEqual({ action: 'setBandwidth', args: { bytesPerSecond: 68 * MIB + 1 } });
    const downtime = { ...base, kind: 'downtime', value: 700.2 } as const;
    expect(remedyLabel(t(), downtime)).toBe('Allow a pause of 700 ms');
    expect(requestOf(downtime)).toEqual({ action: 'setDowntime', args: { milliseconds: 701 } });
    expect(requestOf({ ...base, kind: 'post-copy', value: null })?.action).toBe('startPostCopy');
    expect(requestOf({ ...base, kind: 'abort', value: null })?.action).toBe('cancel');
  });

  it.each([
    ['auto-converge', 40, { autoConverge: true }],
    ['post-copy', null, { postCopy: true }],
    ['bandwidth', 68 * MIB + 0.5, { bandwidth: 68 * MIB + 1 }],
    ['downtime', 700.2, { downtimeMs: 701 }],
  ] as const)(
    'MG-15: %s that needs a new start is one: called off and begun anew with it',
    (kind, value, args) => {
      const remedy = { ...base, kind, applies: 'restart', value } as const;
      expect(requestOf(remedy)).toEqual({ action: 'beginAnew', args });
      expect(remedyLabel(t(), remedy)).toMatch(/^Begin anew/);
    },
  );

  it('is never quite sure, and one that ends it all promises nothing', () => {
    expect(remedyEffect(t(), { ...base, kind: 'bandwidth', value: 1 })).toBe(
      'Then done in 9 s, pause 690 ms; 99 % sure',
    );
    expect(remedyEffect(t(), { ...base, kind: 'abort', value: null })).toBeNull();
  });
});
