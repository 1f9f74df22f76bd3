const descriptorAt = 16 * 2048;

/** ISO 9660: volume descriptors from sector 16 on, each with the name CD001. */
export function isIso(head: Buffer): boolean {
  return head.toString('latin1', descriptorAt + 1, descriptorAt + 6) === 'CD001';
}
