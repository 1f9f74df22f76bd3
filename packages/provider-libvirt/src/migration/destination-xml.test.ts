import { expect, it } from 'vitest';
import { parseXml } from '../map/xml.ts';
import { relocateDisks } from './destination-xml.ts';

const xml = `<domain type='kvm'><name>a</name><devices>
<disk type='file' device='disk'><source file='/old/a.qcow2'/><target dev='vda' bus='virtio'/></disk>
<disk type='volume' device='disk'><source pool='p' volume='b.qcow2'/><target dev='vdb' bus='virtio'/></disk>
<disk type='file' device='disk'><source file='/old/c.qcow2'/><target dev='vdc' bus='virtio'/></disk>
</devices></domain>`;
const copy = (device: string, name: string) => ({
  device,
  from: { pool: 'p', name, path: `/old/${name}` },
  to: { pool: 'q', name, path: `/new/${name}` },
});

it('names the copied disks where they will be, and the others where they are', () => {
  const there = relocateDisks(xml, [copy('vda', 'a.qcow2'), copy('vdb', 'b.qcow2')]);
  expect(() => parseXml(there)).not.toThrow();
  expect([...there.matchAll(/<source ([^>]*?)\/>/g)].map(([, source]) => source)).toEqual([
    'file="/new/a.qcow2"',
    'pool="q" volume="b.qcow2"',
    'file="/old/c.qcow2"',
  ]);
});
