import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import type { Translate } from '../../lib/i18n.ts';

export const UNDER_WAY = 'status:running,queued';

/** Moves of one instance, or those that come to or go from one host. */
export const movesOf = (kind: 'instance' | 'host', id: string): string =>
  `${kind}:${quoteIfNeeded(id)} ${UNDER_WAY}`;

export const fromTo = (t: Translate, { fromHostName, toHostName }: Migration): string =>
  t('migrations.fromTo', {
    from: fromHostName ?? '–',
    to: toHostName ?? t('migrations.somewhere'),
  });
