import { describe, expect, it } from 'vitest';
import type { Suite } from './suite.ts';

export function describeInspection(suite: Suite): void {
  describe('inspection', () => {
    suite.it('instance.raw', "gives the backend's own description", async () => {
      const native = await suite.make();
      const { provider } = suite.session;
      const raw = await provider.raw('instance', suite.session.id(native), new AbortController().signal);
      expect(raw.text).toContain((await suite.look(native)).name);
      if (raw.format === 'json') expect(JSON.parse(raw.text)).toBeTypeOf('object');
      else expect(raw.text).toMatch(/^\s*<[\s\S]*>\s*$/);
    });

    it('tries settings out part by part', async () => {
      const good = await suite.fixture.probe(new AbortController().signal);
      expect(good.ok).toBe(true);
      expect(good.parts.map(p => p.step)).toEqual(good.parts.map(() => 'done'));
      const wrong = await suite.fixture.probeWrong?.(new AbortController().signal);
      if (!wrong) return;
      expect(wrong.ok).toBe(false);
      const failed = wrong.parts.filter(p => !p.ok);
      expect(failed.length).toBeGreaterThan(0);
      for (const part of failed) expect(part.message).toMatch(/\S{2,}/);
    });
  });
}
