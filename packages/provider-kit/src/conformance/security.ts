import { describe, expect } from 'vitest';
import type { SecurityRules } from '../action.ts';
import { CreationSession } from './creation-session.ts';
import type { Suite } from './suite.ts';

const web: SecurityRules = {
  id: 'group-web',
  rules: [{ direction: 'in', protocol: 'tcp', ports: { from: 80, to: 80 }, remote: null }],
};
const inside: SecurityRules = {
  id: 'group-inside',
  rules: [
    { direction: 'in', protocol: 'any', ports: null, remote: '10.0.0.0/8' },
    { direction: 'out', protocol: 'udp', ports: { from: 53, to: 53 }, remote: '10.0.0.53/32' },
    { direction: 'in', protocol: 'icmp', ports: null, remote: 'fd00::/8' },
  ],
};
const known = new Map([web, inside].map(group => [group.id, group]));

/** Groups of an instance and what they let through; whether packets are really dropped is tried on real guests. */
export function describeSecurity(suite: Suite): void {
  const session = new CreationSession(suite);

  const set = async (native: string, groups: string[] | null): Promise<void> => {
    const { provider } = suite.session;
    const request = suite.session.request('instance', native, 'setSecurityGroups', { groups });
    const control = {
      ...session.trace().control,
      securityGroups: async (ids: readonly string[]) => ids.flatMap(id => known.get(id) ?? []),
    };
    await suite.within(suite.fixture.timings.actionMs, 'setSecurityGroups', provider.act(request, control));
    if (groups === null) return;
    const { state } = await provider.resolve(request, null, control);
    expect(state, 'resolve without handle').toBe('succeeded');
    await suite.session.seen(
      native,
      `groups ${groups.join()}`,
      i => JSON.stringify((i.securityGroups ?? []).toSorted()) === JSON.stringify(groups.toSorted()),
    );
  };

  describe('security groups', () => {
    for (const running of [false, true]) {
      suite.it(
        'instance.setSecurityGroups',
        `are given, applied anew and taken, ${running ? 'running' : 'stopped'}`,
        async () => {
          const native = await session.make(
            await session.instance(session.name(), { start: running }),
            'project-1',
          );
          const before = await suite.look(native);
          await set(native, [web.id]);
          await set(native, [web.id, inside.id]);
          await set(native, null);
          expect(suite.session.instance(native)?.securityGroups?.toSorted()).toEqual([inside.id, web.id]);
          await set(native, []);
          expect(await suite.look(native)).toMatchObject({
            name: before.name,
            powerState: before.powerState,
            project: 'project-1',
          });
          await suite.fixture.destroyInstance(native);
        },
      );
    }

    suite.it('instance.setSecurityGroups', 'an instance has them from its launch on', async () => {
      const creation = await session.instance(session.name(), { securityGroups: [web.id] });
      const request = await session.request(creation);
      const control = {
        ...session.trace().control,
        securityGroups: async (ids: readonly string[]) => ids.flatMap(id => known.get(id) ?? []),
      };
      const { id } = await session.creator.create(request, control);
      const native = suite.session.native(id);
      const has = (i: { securityGroups?: string[] | undefined }) => i.securityGroups?.join() === web.id;
      await suite.session.seen(native, 'with its group', has);
      await suite.fixture.destroyInstance(native);
    });
  });
}
