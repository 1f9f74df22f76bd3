import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { type FlavorContext, showFlavors } from '../flavors/flavors.ts';
import type { Db } from '../identity/context.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { type KeypairContext, publicKeysOf } from '../keypairs/keypairs.ts';
import type { AuditSink } from '../operations/api.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import { OperationsService } from '../operations/operations-service.ts';
import type { Performer } from '../operations/performer.ts';
import type { Settle } from '../operations/settle.ts';
import { createActionQuota } from '../quota/action-quota.ts';
import { Accounts } from '../quota/accounts.ts';
import { Owners } from '../quota/owners.ts';
import { QuotaService } from '../quota/quota-service.ts';
import { Settling } from '../quota/settling.ts';
import { UsageMeter } from '../quota/usage-meter.ts';
import { SecurityGroups } from './security-groups.ts';
import { SecurityService } from './security-service.ts';
import type { ImageCatalogue } from './image-catalogue.ts';
import { LaunchService } from './launch-service.ts';
import { Placeholders } from './placeholders.ts';
import type { ReserveOptions } from './reserve-options.ts';

export interface OperationsExtension {
  performers: readonly Performer[];
  settle: Settle;
  begun: (record: OperationRecord) => void;
  ended: (record: OperationRecord) => void;
}

export interface SelfServiceOptions {
  db: Db;
  clock: Clock;
  inventory: InventoryService;
  store: OperationStore;
  provider: (backend: string) => Provider | undefined;
  audit: AuditSink;
  log: InventoryLog;
  /** Orrery's own images; without them only those of the backends can be launched. */
  images?: Pick<ImageCatalogue, 'content'> | undefined;
  /** Carries out what is more than an action or a creation: moves. */
  moves?: OperationsExtension | undefined;
  /** For other operations that are more than that. */
  performers?: readonly Performer[] | undefined;
  /** Uniform in [0, 1). */
  random?: () => number;
}

/** What tenants do for themselves, with the operations that carry it out. */
export interface SelfService {
  operations: OperationsService;
  launch: LaunchService;
  making: ReserveOptions;
  quota: QuotaService;
  meter: UsageMeter;
  owners: Owners;
  security: SecurityService;
  flavors: FlavorContext;
  keypairs: KeypairContext;
  /** Before any backend is opened. */
  prepare: () => Promise<void>;
  /** Once the backends are open. */
  start: () => Promise<void>;
  stop: () => void;
}

export function createSelfService(options: SelfServiceOptions): SelfService {
  const { db, clock, inventory, store, provider, audit, log, images, moves } = options;
  const accounts = new Accounts(inventory.store);
  const owners = new Owners({ db, inventory, log });
  const settling = new Settling({ store: inventory.store, operations: store, clock, log });
  const meter = new UsageMeter({ db, clock, totals: accounts.totals, log });
  const placeholders = new Placeholders(inventory);
  const flavors: FlavorContext = { db, clock, to: inventory };
  const groups = new SecurityGroups({ db, clock });
  const operations: OperationsService = new OperationsService({
    inventory,
    store,
    provider,
    clock,
    audit,
    log,
    quota: createActionQuota(accounts),
    securityGroups: async ids => groups.rules(ids),
    refuse: (target, action, args) => security.refuse(target, action, args),
    image: images && (id => images.content(id)),
    performers: [...(options.performers ?? []), ...(moves?.performers ?? [])],
    settle: moves?.settle,
    told: {
      begun: record => moves?.begun(record),
      identified: async record => {
        await owners.claimNew(record);
        placeholders.identified(record);
      },
      ended: record => {
        owners.releaseFailed(record);
        placeholders.ended(record);
        moves?.ended(record);
        settling.watch();
      },
    },
  });
  const security = new SecurityService({ store: inventory.store, groups, operations });
  const making = { inventory, operations, accounts, now: () => clock.now() };
  const launch = new LaunchService({
    ...making,
    reservations: () => store.reservations(),
    groups,
    keys: (user, ids) => publicKeysOf({ db }, user, ids),
    random: options.random ?? Math.random,
  });
  return {
    operations,
    launch,
    making,
    quota: new QuotaService({ store: inventory.store, operations: store, accounts, clock }),
    meter,
    owners,
    security,
    flavors,
    keypairs: { db, clock },
    prepare: async () => {
      await owners.start();
      await groups.start();
    },
    start: async () => {
      await showFlavors(flavors);
      await operations.start();
      settling.watch();
      meter.start();
    },
    stop: () => {
      operations.stop();
      settling.stop();
      meter.stop();
    },
  };
}
