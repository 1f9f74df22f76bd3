import { refuse } from './refused.ts';

/** Header extensions that make QEMU look elsewhere. Feature names, bitmaps and unknown ones are harmless. */
const refusals: ReadonlyMap<number, string> = new Map([
  [0xe2792aca, 'It names the format of a backing file'],
  [0x44415441, 'It names another file for its data, which it would read on the host'],
  [0x0537be77, 'It is encrypted, and nothing here has the key'],
]);
const endOfExtensions = 0;
/** Well-formed images have about five. */
const mostExtensions = 64;

interface Place {
  headerLength: number;
  clusterBits: number;
}

/** They follow the header: type, length, data padded to 8 bytes, to the end mark or the end of the first cluster. */
export function refuseExtensions(head: Buffer, { headerLength, clusterBits }: Place): void {
  const end = Math.min(2 ** clusterBits, head.length);
  let at = headerLength;
  for (let seen = 0; at + 8 <= end; seen++) {
    const type = head.readUInt32BE(at);
    const length = head.readUInt32BE(at + 4);
    if (type === endOfExtensions) return;
    const refusal = refusals.get(type);
    if (refusal !== undefined)
      refuse(refusal, 'Make one file of it: qemu-img convert -O qcow2 <file> flat.qcow2');
    if (seen >= mostExtensions || at + 8 + length > 2 ** clusterBits)
      refuse('Its header extensions do not fit into its first cluster');
    at += 8 + Math.ceil(length / 8) * 8;
  }
}
