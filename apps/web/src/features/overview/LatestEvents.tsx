import { useLiveList } from '../../api/live-rows.ts';
import { EventLine } from '../../components/EventLine.tsx';
import { listPath } from '../../components/paths.ts';
import { useSteadyOrder } from '../../components/use-steady-order.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';

const SHOWN = 10;

export function LatestEvents() {
  const t = useT();
  const events = useLiveList('event', { sort: '-at', limit: SHOWN });
  const { rows, hold } = useSteadyOrder(events.rows);
  return (
    <Card
      title={t('overview.latest')}
      flush
      actions={
        <TextLink href={listPath('event')} className="px-2 text-12 font-normal text-muted">
          {t('overview.all')}
          <span className="sr-only">: {t('overview.latest')}</span>
        </TextLink>
      }
    >
      {rows.length === 0 && (
        <p className="px-4 py-6 text-center text-13 text-muted">
          {t(events.ready ? 'events.emptyTitle' : 'ui.loading')}
        </p>
      )}
      <ul {...hold}>
        {rows.map(event => (
          <EventLine key={event.id} event={event} />
        ))}
      </ul>
    </Card>
  );
}
