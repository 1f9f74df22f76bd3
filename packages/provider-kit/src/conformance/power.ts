import type { PowerState } from '@orrery/contract/resources/instance.ts';
import { describe, expect, it } from 'vitest';
import type { Suite } from './suite.ts';

export function describePower(suite: Suite): void {
  /** The goal is told to the sink, and the backend's own tools agree. */
  async function reaches(native: string, state: PowerState): Promise<void> {
    await suite.session.seen(native, state, i => i.powerState === state && i.status === state);
    expect((await suite.look(native)).powerState).toBe(state);
  }

  async function rebooted(action: 'reboot' | 'reset'): Promise<void> {
    const native = await suite.make({ running: true, guest: 'listening' });
    const before = (await suite.look(native)).boots;
    await suite.act('instance', native, action);
    await reaches(native, 'running');
    if (before !== null) expect((await suite.look(native)).boots).toBe(before + 1);
  }

  describe('power', () => {
    suite.it('instance.start', 'runs afterwards', async () => {
      const native = await suite.make();
      const { progress } = await suite.act('instance', native, 'start');
      expect(progress.length).toBeGreaterThan(0);
      await reaches(native, 'running');
    });

    suite.it('instance.stop', 'asks the guest and waits for it', async () => {
      const native = await suite.make({ running: true, guest: 'listening' });
      await suite.act('instance', native, 'stop');
      await reaches(native, 'stopped');
    });

    suite.it('instance.forceStop', 'ends a guest that does not listen', async () => {
      const native = await suite.make({ running: true, guest: 'deaf' });
      await suite.act('instance', native, 'forceStop');
      await reaches(native, 'stopped');
    });

    suite.it('instance.reboot', 'boots the guest anew, once', () => rebooted('reboot'));
    suite.it('instance.reset', 'boots the guest anew without asking, once', () => rebooted('reset'));

    suite.it('instance.pause', 'holds the guest', async () => {
      const native = await suite.make({ running: true });
      await suite.act('instance', native, 'pause');
      await reaches(native, 'paused');
    });

    suite.it('instance.resume', 'lets the guest go on', async () => {
      const native = await suite.make({ running: true });
      const { pause } = suite.fixture.outside;
      if (!pause) throw new Error('instance.resume is claimed, but the fixture has no hand that pauses');
      await pause(native);
      await suite.session.seen(native, 'paused', i => i.powerState === 'paused');
      await suite.act('instance', native, 'resume');
      await reaches(native, 'running');
    });

    suite.it('instance.suspend', 'saves the memory, and start brings it back', async () => {
      const native = await suite.make({ running: true });
      await suite.act('instance', native, 'suspend');
      await suite.session.seen(native, 'suspended', i => i.hasSavedState && i.powerState === 'suspended');
      const saved = await suite.look(native);
      expect(saved.hasSavedState).toBe(true);
      await suite.act('instance', native, 'start');
      await reaches(native, 'running');
      const back = await suite.look(native);
      expect(back).toMatchObject({ hasSavedState: false, boots: saved.boots });
    });

    suite.it('instance.discardSavedState', 'throws the saved memory away', async () => {
      const native = await suite.make({ running: true });
      await suite.act('instance', native, 'suspend');
      await suite.act('instance', native, 'discardSavedState');
      await suite.session.seen(
        native,
        'without saved memory',
        i => !i.hasSavedState && i.powerState === 'stopped',
      );
      expect((await suite.look(native)).hasSavedState).toBe(false);
    });

    it('acts on several instances at once', async () => {
      if (!suite.claims('instance.start')) return;
      const natives = [await suite.make(), await suite.make(), await suite.make()];
      await Promise.all(natives.map(native => suite.act('instance', native, 'start')));
      for (const native of natives) await reaches(native, 'running');
    });
  });
}
