/** Boot sector or partition table (MBR, GPT), or a file system right at the beginning. */
export function looksLikeDisk(head: Buffer): boolean {
  const at = (offset: number, text: string) => head.toString('latin1', offset, offset + text.length) === text;
  const bootSector = head.length >= 512 && head.readUInt16BE(510) === 0x55aa;
  const extended = head.length >= 1082 && head.readUInt16LE(1080) === 0xef53;
  return bootSector || extended || at(512, 'EFI PART') || at(4096, 'EFI PART') || at(0, 'XFSB');
}
