import type { Operation } from '@orrery/contract/resources/operation.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { EventLine } from '../../components/EventLine.tsx';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';

/** What happened because of it. */
export function OperationEvents({ operation }: { operation: Operation }) {
  const t = useT();
  const { rows, ready } = useLiveList('event', { q: `operation:${operation.id}`, sort: '-at' });
  return (
    <Card title={t('events.title')} flush>
      {rows.length === 0 && (
        <p className="px-4 py-6 text-center text-13 text-muted">
          {t(ready ? 'events.emptyTitle' : 'ui.loading')}
        </p>
      )}
      <ul>
        {rows.map(event => (
          <EventLine key={event.id} event={event} />
        ))}
      </ul>
    </Card>
  );
}
