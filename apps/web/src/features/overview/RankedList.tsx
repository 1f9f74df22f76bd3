import type { ReactNode } from 'react';
import { useSteadyOrder } from '../../components/use-steady-order.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';

type RankedListProps<R> = {
  title: string;
  rows: readonly R[];
  ready: boolean;
  empty: string;
  /** The whole list in the same order. */
  more: string;
  line: (row: R) => ReactNode;
};

/** The few that matter most. Their order waits while somebody reads them. */
export function RankedList<R extends { readonly id: string }>(props: RankedListProps<R>) {
  const t = useT();
  const { rows, hold } = useSteadyOrder(props.rows);
  return (
    <Card
      title={props.title}
      flush
      actions={
        <TextLink href={props.more} className="px-2 text-12 font-normal text-muted">
          {t('overview.all')}
          <span className="sr-only">: {props.title}</span>
        </TextLink>
      }
    >
      {rows.length === 0 ? (
        <p className="px-4 py-6 text-center text-13 text-muted">
          {props.ready ? props.empty : t('ui.loading')}
        </p>
      ) : (
        <ul {...hold}>
          {rows.map(row => (
            <li key={row.id} className="flex h-9 items-center gap-3 border-b px-4 text-13 last:border-b-0">
              {props.line(row)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
