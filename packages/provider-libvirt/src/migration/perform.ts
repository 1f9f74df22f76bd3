import type { Connection } from '@orrery/libvirt/connection.ts';
import { migrateFlags } from '@orrery/libvirt/procedures/flags.ts';
import * as migration from '@orrery/libvirt/procedures/migration.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Order } from './order.ts';

const none = new Uint8Array();

/** The source's daemon leads, and goes on when we are gone. Lasts as long as the move. */
export async function performPeerToPeer(
  source: Connection,
  domain: DomainRef,
  { order, daemon }: { order: Order; daemon: string },
): Promise<void> {
  const args = { domain, destination: daemon, params: order.params, cookie: none, flags: order.flags };
  await source.call(migration.migratePerform3Params, args);
}

/** Not for the daemon that takes in. */
const sourceOnly = migrateFlags.abortOnError | migrateFlags.autoConverge;

/**
 * We lead (virDomainMigrateVersion3): the daemons need no way to each other, only their QEMUs do. The source calls it
 * off when our connection breaks.
 */
export async function performManaged(
  source: Connection,
  destination: Connection,
  { domain, order }: { domain: DomainRef; order: Order },
): Promise<void> {
  const { flags } = order;
  const began = await source.call(migration.migrateBegin3Params, { domain, params: order.params, flags });
  const named = order.params.filter(p => p.name !== 'destination_xml');
  const takeIn = [...named, { name: 'destination_xml', type: 'string' as const, value: began.xml }];
  let cancelled = true;
  let cookie: Uint8Array = none;
  let finishing = order.params;
  try {
    const prepared = await destination.call(migration.migratePrepare3Params, {
      params: takeIn,
      cookie: began.cookie,
      flags: flags & ~sourceOnly,
    });
    const sending =
      prepared.uri === null
        ? order.params
        : [
            ...order.params.filter(p => p.name !== 'migrate_uri'),
            { name: 'migrate_uri', type: 'string' as const, value: prepared.uri },
          ];
    finishing = [
      ...sending.filter(p => p.name !== 'destination_name'),
      { name: 'destination_name', type: 'string', value: domain.name },
    ];
    cookie = prepared.cookie;
    cookie = await source.call(migration.migratePerform3Params, {
      domain,
      destination: null,
      params: sending,
      cookie,
      flags,
    });
    cancelled = false;
  } finally {
    await finish(source, destination, { domain, params: finishing, cookie, flags, cancelled });
  }
}

interface Finishing {
  domain: DomainRef;
  params: Order['params'];
  cookie: Uint8Array;
  flags: number;
  cancelled: boolean;
}

/** Both sides are told how it went, whatever one of them says to that. */
async function finish(
  source: Connection,
  destination: Connection,
  { domain, params, cookie, flags, cancelled }: Finishing,
): Promise<void> {
  const finished = await destination
    .call(migration.migrateFinish3Params, {
      params,
      cookie,
      flags: flags & ~sourceOnly,
      cancelled: cancelled ? 1 : 0,
    })
    .then(
      answer => ({ cookie: answer.cookie, failed: null }),
      (error: unknown) => ({ cookie: none, failed: error }),
    );
  const lost = cancelled || finished.failed !== null;
  await source
    .call(migration.migrateConfirm3Params, {
      domain,
      params,
      cookie: finished.cookie,
      flags,
      cancelled: lost ? 1 : 0,
    })
    // A source that cannot confirm has let go by itself; where the guest is, is looked for afterwards.
    .catch(() => {});
  if (!cancelled && finished.failed instanceof Error) throw finished.failed;
}
