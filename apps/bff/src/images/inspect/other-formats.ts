interface Advice {
  is: string;
  todo: string;
}

const unpack = (kind: string, command: string): Advice => ({
  is: `It is compressed (${kind})`,
  todo: `Unpack it first: ${command}`,
});
const convert = (kind: string): Advice => ({
  is: `It is a ${kind}, which is not taken`,
  todo: 'Convert it first: qemu-img convert -O qcow2 <file> disk.qcow2',
});
const archive = (kind: string): Advice => ({
  is: `It is an archive (${kind})`,
  todo: 'Send the disk that is in it',
});

/** What a file is by its first bytes, with what to do about it. */
const known: readonly (readonly [offset: number, magic: string | Buffer, Advice])[] = [
  [0, Buffer.from('1f8b', 'hex'), unpack('gzip', 'gunzip <file>')],
  [0, Buffer.from('fd377a585a00', 'hex'), unpack('xz', 'unxz <file>')],
  [0, 'BZh', unpack('bzip2', 'bunzip2 <file>')],
  [0, Buffer.from('28b52ffd', 'hex'), unpack('zstd', 'unzstd <file>')],
  [0, Buffer.from('04224d18', 'hex'), unpack('lz4', 'unlz4 <file>')],
  [0, 'PK\x03\x04', archive('zip')],
  [0, Buffer.from('377abcaf271c', 'hex'), archive('7z')],
  [0, 'Rar!', archive('rar')],
  [0, 'vhdxfile', convert('Hyper-V disk (vhdx)')],
  [0, 'conectix', convert('Virtual PC disk (vhd)')],
  [64, Buffer.from('7f10dabe', 'hex'), convert('VirtualBox disk (vdi)')],
  [0, 'QED\0', convert('QED disk')],
  [0, 'COWD', convert('old ESX sparse disk (COWD)')],
  [0, 'OOOM', convert('copy-on-write disk of User Mode Linux')],
  [0, 'WithoutFreeSpace', convert('Parallels disk')],
  [0, 'WithouFreSpacExt', convert('Parallels disk')],
  [0, 'Bochs Virtual HD Image', convert('Bochs disk')],
  [
    0,
    '# Disk DescriptorFile',
    {
      is: 'It is a VMDK descriptor: a text that points at other files, which are not here',
      todo: 'Make one file of them: qemu-img convert -f vmdk -O qcow2 <descriptor> disk.qcow2',
    },
  ],
  [
    0,
    'LUKS\xba\xbe',
    {
      is: 'It is encrypted (LUKS): nothing here has the key',
      todo: 'Send it decrypted; volumes can be encrypted where they are stored',
    },
  ],
  [0, '\x7fELF', { is: 'It is a program (ELF), not a disk', todo: 'Look at what was sent' }],
  [0, '%PDF', { is: 'It is a PDF document, not a disk', todo: 'Look at what was sent' }],
];

const page = /^\s*(<!doctype|<html|<\?xml|<head|\{|\[)/i;

export function adviceOnOther(head: Buffer): Advice | null {
  for (const [offset, magic, advice] of known) {
    const wanted = typeof magic === 'string' ? Buffer.from(magic, 'latin1') : magic;
    if (head.subarray(offset, offset + wanted.length).equals(wanted)) return advice;
  }
  if (!page.test(head.toString('latin1', 0, 256))) return null;
  return {
    is: 'It is text (a web page or an error message), not a disk',
    todo: 'Open the address and look at what it gives',
  };
}
