import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { VolumeFacts } from '../host/facts.ts';
import type { PoolFacts } from '../host/facts.ts';
import { makeIso } from '../seed/iso9660.ts';
import { nocloudFiles, type SeedNic, seedLabel } from '../seed/nocloud.ts';
import { seedName } from './made-names.ts';
import type { Making } from './making.ts';
import { upload } from './upload.ts';
import { makeVolume } from './volumes.ts';

/** What the guest reads at its first boot, as a CD of a few KiB in the pool of its disk. */
export async function makeSeed(
  making: Making,
  pool: PoolFacts,
  { spec, nics }: { spec: InstanceCreation; nics: readonly SeedNic[] },
): Promise<VolumeFacts | null> {
  if (spec.firstBoot === null) return null;
  const bytes = makeIso(seedLabel, nocloudFiles(making.uuid, spec.firstBoot, nics));
  const name = seedName(spec.name, making.uuid);
  const seed = await makeVolume(making, pool.ref, { name, capacityBytes: bytes.length, format: 'raw' });
  await upload(making, seed.ref, { bytes: [bytes], signal: making.control.signal });
  return (await making.link.live.reader.volume(seed.ref, 'event')) ?? seed;
}
