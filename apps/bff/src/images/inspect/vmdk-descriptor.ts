import { refuse } from './refused.ts';

const single: ReadonlySet<string> = new Set(['monolithicsparse', 'streamoptimized']);
const noParent = 'ffffffff';
const oneFile = 'Convert it into one file: qemu-img convert -f vmdk -O qcow2 <file> disk.qcow2';
const extent = /^(RW|RDONLY|NOACCESS)\s+(\d+)\s+(\S+)(?:\s+"([^"]*)")?/;

/** The descriptor names the parts of a disk: it may name nothing but the file that it stands in. */
export function refuseDescriptor(text: string): void {
  const lines = text.split(/\r?\n/).map(line => line.trim());
  const value = (key: string) => {
    const line = lines.find(candidate => candidate.toLowerCase().startsWith(`${key}=`));
    return line
      ?.slice(key.length + 1)
      .replaceAll('"', '')
      .trim();
  };
  const type = value('createtype') ?? '';
  if (!single.has(type.toLowerCase()))
    refuse(
      `It is a VMDK of type ${JSON.stringify(type.slice(0, 40))}: its data is in other files or devices`,
      oneFile,
    );
  if (
    (value('parentcid') ?? noParent).toLowerCase() !== noParent ||
    value('parentfilenamehint') !== undefined
  )
    refuse('It is a difference to another VMDK, which is not here', oneFile);
  if (lines.some(line => /^(encryption|changeTrackPath)/i.test(line) && !line.endsWith('=')))
    refuse('It is encrypted, or follows changes in another file', oneFile);
  refuseExtents(lines);
}

function refuseExtents(lines: readonly string[]): void {
  const extents = lines.flatMap(line => {
    const found = extent.exec(line);
    return found === null ? [] : [{ type: found[3] ?? '', name: found[4] ?? '' }];
  });
  const [only] = extents;
  if (extents.length !== 1 || only === undefined)
    return refuse(`It consists of ${extents.length} extents; one is taken`, oneFile);
  if (only.type !== 'SPARSE')
    refuse(`Its extent is of type ${only.type.slice(0, 20)}: its data is elsewhere`, oneFile);
  if (/[/\\]/.test(only.name) || only.name.includes('..'))
    refuse('Its extent is a path to somewhere else', oneFile);
}
