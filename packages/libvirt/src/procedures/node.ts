import { procedure, query } from '../rpc/procedure.ts';
import { type Codec, always, array, i32, opaque, string, struct, u32, u64 } from '../xdr/codec.ts';
import { limits } from '../limits.ts';
import { wanted } from './shared.ts';

/** `char model[32]`: XDR gives each char four bytes. */
const cpuModel: Codec<string> = {
  write(w, v) {
    const bytes = Buffer.from(v, 'latin1');
    for (let i = 0; i < 32; i++) w.i32(i < 31 ? (bytes[i] ?? 0) : 0);
  },
  read(r) {
    const chars = Array.from({ length: 32 }, () => r.i32() & 0xff);
    const end = chars.indexOf(0);
    return String.fromCharCode(...chars.slice(0, end < 0 ? 32 : end));
  },
};

/** Memory in KiB. `cores` and `sockets` are per NUMA node and socket; cpus is the number of online processors. */
export const getInfo = query(
  6,
  'NodeGetInfo',
  struct({
    model: cpuModel,
    memoryKiB: u64,
    cpus: i32,
    mhz: i32,
    nodes: i32,
    sockets: i32,
    cores: i32,
    threads: i32,
  }),
);

const stats = array(struct({ field: string, value: u64 }), 1_024);
const statsResult = struct({ params: stats, nparams: i32 });
/** Called with nparams 0 it only tells how many there are. Times in nanoseconds; cpu -1 for all together. */
export const getCpuStats = procedure(
  227,
  'NodeGetCPUStats',
  struct({ cpu: i32, nparams: i32, flags: u32 }),
  statsResult,
);
/** In KiB; cell -1 for all together. */
export const getMemoryStats = procedure(
  228,
  'NodeGetMemoryStats',
  struct({ nparams: i32, cell: i32, flags: u32 }),
  statsResult,
);

/** Bit n of the map: processor n is online. Returns how many processors the map covers. */
export const getCpuMap = procedure(
  293,
  'NodeGetCPUMap',
  struct({ wanted, wantOnline: always(i32, 1), flags: u32 }),
  struct({ map: opaque(limits.cpuMap), online: u32, cpus: i32 }),
);

/** In KiB, one value a NUMA cell. */
export const getCellsFreeMemory = procedure(
  101,
  'NodeGetCellsFreeMemory',
  struct({ start: i32, max: i32 }),
  array(u64, 1_024),
);
export const getFreeMemory = query(102, 'NodeGetFreeMemory', u64);
export const deviceGetXml = procedure(
  114,
  'NodeDeviceGetXMLDesc',
  struct({ name: string, flags: u32 }),
  string,
);
