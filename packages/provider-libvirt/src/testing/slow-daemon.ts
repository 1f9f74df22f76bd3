import { LibvirtError } from '@orrery/libvirt/errors.ts';
import * as connect from '@orrery/libvirt/procedures/connect.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import type {
  DomainRef,
  NetworkRef,
  StoragePoolRef,
  StorageVolumeRef,
} from '@orrery/libvirt/procedures/refs.ts';
import * as snapshot from '@orrery/libvirt/procedures/snapshot.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { Caller, Procedure } from '@orrery/libvirt/rpc/procedure.ts';
import { recorded } from './recorded.ts';

const running = 1;
const poolRunning = 2;

/** What a call waits for, on its way there and back. */
export type Wait = (what: string) => Promise<unknown>;

const on = <A, R>({ name }: Procedure<A, R>, answer: (args: A) => R) =>
  [name, answer as (args: never) => unknown] as const;

const gone = (code: number) =>
  new LibvirtError({
    code,
    domain: 0,
    message: null,
    level: 2,
    str1: null,
    str2: null,
    str3: null,
    int1: 0,
    int2: 0,
  });

/** A daemon with domains, networks and pools that change while calls are on their way. */
export class SlowDaemon {
  /** By uuid, a number that is told as the reason of its state. */
  readonly domains = new Map<string, number>();
  /** By name; another uuid is another network of that name. */
  readonly networks = new Map<string, { uuid: string; active: boolean }>();
  /** By name; of each volume its capacity. */
  readonly pools = new Map<string, { uuid: string; volumes: Map<string, number> }>();
  readonly #wait: Wait;

  constructor(wait: Wait) {
    this.#wait = wait;
  }

  domainRef = (uuid: string): DomainRef => ({ name: `vm-${uuid}`, uuid, id: 1 });
  volumeRef = (pool: string, name: string): StorageVolumeRef => ({ pool, name, key: `/${pool}/${name}` });

  readonly caller: Caller = {
    call: async (procedure, args) => {
      await this.#wait(`${procedure.name} asked`);
      const answer = this.#answers.get(procedure.name);
      if (!answer) throw new Error(`${procedure.name} is not known here`);
      // Failures too are decided when it is asked, and told when it answers.
      const outcome = (async () => answer(args as never))();
      outcome.catch(() => {});
      await this.#wait(`${procedure.name} answered`);
      // What each of the procedures below answers.
      return outcome as never;
    },
  };

  #domain({ uuid }: DomainRef | { uuid: string }): number {
    const version = this.domains.get(uuid);
    if (version === undefined) throw gone(42);
    return version;
  }

  #network({ name, uuid }: NetworkRef) {
    const found = this.networks.get(name);
    if (found?.uuid !== uuid) throw gone(43);
    return found;
  }

  #pool({ name, uuid }: StoragePoolRef) {
    const found = this.pools.get(name);
    if (found?.uuid !== uuid) throw gone(49);
    return found;
  }

  #named<T extends { uuid: string }>(all: Map<string, T>, name: string, code: number) {
    const found = all.get(name);
    if (!found) throw gone(code);
    return { name, uuid: found.uuid };
  }

  #refs = <T extends { uuid: string }>(all: Map<string, T>) =>
    [...all].map(([name, { uuid }]) => ({ name, uuid }));

  readonly #answers = new Map<string, (args: never) => unknown>([
    on(connect.listAllDomains, ({ flags }) =>
      flags === 0 ? [...this.domains.keys()].map(this.domainRef) : [],
    ),
    on(connect.getAllDomainStats, () =>
      [...this.domains].map(([uuid, version]) => ({
        domain: this.domainRef(uuid),
        params: new Map([
          ['state.state', running],
          ['state.reason', version],
        ]),
      })),
    ),
    on(domain.lookupByUuid, args => (this.#domain(args), this.domainRef(args.uuid))),
    on(domain.getXml, args => (this.#domain(args.domain), '<domain/>')),
    on(domain.getState, args => ({ state: running, reason: this.#domain(args.domain) })),
    on(domain.isPersistent, args => (this.#domain(args.domain), false)),
    on(domain.hasManagedSave, args => (this.#domain(args.domain), false)),
    on(domain.interfaceAddresses, () => []),
    on(snapshot.listAll, args => (this.#domain(args.domain), [])),
    on(connect.listAllNetworks, () => this.#refs(this.networks)),
    on(network.lookupByName, ({ name }) => this.#named(this.networks, name, 43)),
    on(network.getXml, args => (this.#network(args.network), recorded('network-isolated'))),
    on(network.isActive, args => this.#network(args.network).active),
    on(network.getAutostart, args => (this.#network(args.network), true)),
    on(network.getDhcpLeases, () => []),
    on(connect.listAllStoragePools, () => this.#refs(this.pools)),
    on(storage.poolLookupByName, ({ name }) => this.#named(this.pools, name, 49)),
    on(storage.poolGetXml, ({ pool }) => (this.#pool(pool), recorded('pool'))),
    on(storage.poolGetInfo, ({ pool }) => {
      this.#pool(pool);
      return { state: poolRunning, capacity: 1, allocation: 1, available: 0 };
    }),
    on(storage.poolGetAutostart, ({ pool }) => (this.#pool(pool), true)),
    on(storage.poolListAllVolumes, ({ pool }) =>
      [...this.#pool(pool).volumes.keys()].map(name => this.volumeRef(pool.name, name)),
    ),
    on(storage.volumeGetXml, ({ volume: { pool, name } }) => {
      const capacity = this.pools.get(pool)?.volumes.get(name);
      if (capacity === undefined) throw gone(50);
      return `<volume type='file'><name>${name}</name><capacity unit='bytes'>${capacity}</capacity></volume>`;
    }),
  ]);
}
