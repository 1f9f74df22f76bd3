import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceGuest } from '@orrery/migration-model/testing/trace.ts';

const pagesPerMiB = 256;
/** Timer of boot.S. */
const ticksPerSecond = 100;
/** Memory that the guest leaves alone: its own first 4 MiB, and as much at the end for the firmware. */
const reservedMiB = 8;
/** Where boot.S keeps its fields: tper npt2 hotp hots ramp wp npt rnd. */
const fieldsAt = 478;

/** Assembles boot.S; needs `as` and `ld` (Debian: binutils). */
export function assembleBootSector(folder: string): Buffer {
  const object = join(folder, 'boot.o');
  const binary = join(folder, 'boot.bin');
  execFileSync('as', ['--32', join(import.meta.dirname, 'boot.S'), '-o', object]);
  execFileSync('ld', ['-m', 'elf_i386', '-Ttext', '0x7c00', '--oformat', 'binary', object, '-o', binary]);
  return readFileSync(binary);
}

/** Writes a disk image that boots into what `guest` says. */
export function writeGuestImage(path: string, bootSector: Buffer, guest: TraceGuest): void {
  const image = Buffer.alloc(1024 * 1024);
  bootSector.copy(image);
  const pagesPerTick = (mibps: number) => Math.trunc((mibps * pagesPerMiB) / ticksPerSecond);
  const fields = [
    Math.round((guest.alternates?.everySeconds ?? 0) * ticksPerSecond),
    pagesPerTick(guest.alternates?.dirtyMiBps ?? 0),
    Math.max(1, Math.round((guest.hot?.mib ?? 0) * pagesPerMiB)),
    Math.round((guest.hot?.share ?? 0) * 256),
    Math.max(1, Math.min(guest.touchedMiB, guest.memoryMiB - reservedMiB) * pagesPerMiB),
    Math.max(1, guest.workingSetMiB * pagesPerMiB),
    pagesPerTick(guest.dirtyMiBps),
    guest.order === 'random' ? 1 : 0,
  ];
  for (const [index, value] of fields.entries()) image.writeUInt32LE(value, fieldsAt + 4 * index);
  writeFileSync(path, image);
}
