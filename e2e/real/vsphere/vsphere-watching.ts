import type { WatchingFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import { vsphereLab } from '../../support/vsphere-lab.ts';

/** The lab's own means of giving vCenter a reason to say something. */
export const vsphereWatching: WatchingFixture = {
  unbalance: async make => {
    const native = await make({ part: null });
    await vsphereLab.recommendMove(native);
    return [native];
  },
  raise: native => vsphereLab.alarm(native, 'red'),
  calm: native => vsphereLab.alarm(native, 'green'),
};
