import { type Capability, type CapabilityTable, capabilities } from '@orrery/contract/capabilities.ts';

/** A table in which everything not named is refused with one reason. */
export function capabilityTable(
  supported: readonly Capability[],
  why: (capability: Capability) => string,
): CapabilityTable {
  const has = new Set(supported);
  // fromEntries loses the key type; every capability of the contract is a key here.
  return Object.fromEntries(capabilities.map(c => [c, has.has(c) ? true : why(c)])) as CapabilityTable;
}
