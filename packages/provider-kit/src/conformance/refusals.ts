import { capabilities } from '@orrery/contract/capabilities.ts';
import { describe, expect, it } from 'vitest';
import { splitCapability, type Suite } from './suite.ts';

/** [action, arguments] that a state forbids. */
const forbidden: Record<'running' | 'stopped', [string, Record<string, unknown>][]> = {
  running: [
    ['start', {}],
    ['resume', {}],
    ['rename', { name: 'conf-never' }],
    ['delete', { withVolumes: false }],
    ['discardSavedState', {}],
  ],
  stopped: [
    ['stop', {}],
    ['forceStop', {}],
    ['reboot', {}],
    ['reset', {}],
    ['pause', {}],
    ['resume', {}],
    ['suspend', {}],
  ],
};

const invalid: [string, Record<string, unknown>][] = [
  ['rename', { name: '' }],
  ['rename', { name: '../etc/passwd' }],
  ['resize', {}],
  ['resize', { vcpus: 0 }],
  ['autostart', { enabled: 'yes' }],
  ['describe', { title: 'two\nlines' }],
];

export function describeRefusals(suite: Suite): void {
  const claims = (action: string) => suite.claimsAction(action);

  describe('refusals', () => {
    it.each(capabilities)(
      'what is not claimed is refused with the reason of the table: %s',
      async capability => {
        if (suite.claims(capability)) return;
        await suite.expectMissing(capability);
      },
    );

    it('shrinks but never grows what the module promises', () => {
      for (const capability of capabilities)
        if (suite.claims(capability))
          expect(suite.fixture.module.capabilities[capability], capability).toBe(true);
    });

    it.each(['running', 'stopped'] as const)('what the state forbids is refused at once: %s', async state => {
      const native = await suite.make({ running: state === 'running' });
      for (const [action, args] of forbidden[state]) {
        if (!claims(action)) continue;
        const error = await suite.refused(suite.session.request('instance', native, action, args));
        expect({ action, code: error.code }).toEqual({ action, code: 'resource.state' });
      }
      expect((await suite.look(native)).powerState).toBe(state);
    });

    it('what does not exist is not found', async () => {
      for (const capability of capabilities) {
        const { kind, action } = splitCapability(capability);
        // Moves are asked of the migrator, and tried with the others of them.
        if (!kind || action === 'migrate' || !suite.claims(capability)) continue;
        const error = await suite.refused(
          suite.session.request(
            kind,
            'no-such-thing',
            action,
            validArgs[`${kind}.${action}`] ?? validArgs[action] ?? {},
          ),
        );
        expect({ capability, code: error.code }).toEqual({ capability, code: 'resource.not-found' });
      }
      const foreign = { ...suite.session.request('instance', 'x', 'start'), id: 'another-backend:x' };
      if (claims('start')) expect((await suite.refused(foreign)).code).toBe('resource.not-found');
    });

    it('arguments that break the rule are refused, and an action nobody knows is missing', async () => {
      const native = await suite.make();
      for (const [action, args] of invalid) {
        if (!claims(action)) continue;
        const error = await suite.refused(suite.session.request('instance', native, action, args));
        expect({ action, args, code: error.code }).toEqual({ action, args, code: 'args.invalid' });
      }
      const unknown = await suite.refused(suite.session.request('instance', native, 'teleport'));
      expect(unknown.code).toBe('capability.missing');
    });
  });
}

const validArgs: Record<string, Record<string, unknown>> = {
  rename: { name: 'conf-any' },
  makeImage: { from: 'registry', reference: 'conf/any:1' },
  'image.tag': { reference: 'conf/any:1' },
  'image.push': { reference: 'conf/any:1' },
  resize: { vcpus: 1 },
  bringImage: { image: 'conf:any' },
  createImage: { name: 'conf-any' },
  setSecurityGroups: { groups: null },
  autostart: { enabled: true },
  assign: { project: null },
  snapshot: { name: 'conf-any' },
  'volume.resize': { capacityBytes: 1_099_511_627_776 },
  attachVolume: { volume: 'conf:any' },
  detachVolume: { volume: 'conf:any' },
  attachNetwork: { network: 'conf:any' },
  detachNetwork: { network: 'conf:any' },
};
