import type { Capability, CapabilityTable } from '@orrery/contract/capabilities.ts';

const mark = 'Orrery keeps the mark itself: placement, plans and moves respect it; the back end is not told';

/** What Orrery does by itself where a back end has no such thing: in words how; null where it cannot either. */
export function ownMeans(capability: Capability, table: CapabilityTable): string | null {
  switch (capability) {
    case 'host.maintenance':
    case 'host.enterMaintenance':
    case 'host.exitMaintenance':
      return mark;
    case 'migration.beginAnew':
      // A back end whose moves nobody can steer takes nothing when they begin either (MG-15).
      return table['migration.cancel'] === true && table['migration.setBandwidth'] === true
        ? 'Orrery calls the move off, waits until the instance is where it was, and begins it anew'
        : null;
    default:
      return null;
  }
}
