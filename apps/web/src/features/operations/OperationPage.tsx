import type { Operation } from '@orrery/contract/resources/operation.ts';
import { plainWord } from '../../components/actions/action-words.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { CancelButton } from './CancelButton.tsx';
import { OperationEvents } from './OperationEvents.tsx';
import { OperationOverview } from './OperationOverview.tsx';
import { RetryFailedButton } from './RetryFailedButton.tsx';

function OperationPage() {
  const t = useT();
  return (
    <DetailPage
      kind="operation"
      listTitle={t('operations.title')}
      title={operation =>
        `${plainWord(t, operation.action, operation.targetKind)} ${operation.targetName ?? ''}`.trim()
      }
      meta={operation => <Meta operation={operation} />}
      actions={operation => (
        <>
          {operation.batch && <RetryFailedButton batch={operation.batch} />}
          <CancelButton operation={operation} />
        </>
      )}
      tabs={[
        {
          value: 'overview',
          label: t('instances.tabs.overview'),
          render: o => <OperationOverview operation={o} />,
        },
        { value: 'events', label: t('events.title'), render: o => <OperationEvents operation={o} /> },
      ]}
    />
  );
}

function Meta({ operation: o }: { operation: Operation }) {
  return (
    <>
      {o.target && <TextLink href={detailPath(o.targetKind, o.target)}>{o.targetName ?? o.target}</TextLink>}
      <span>{o.actor.name}</span>
      <RelativeTime at={o.createdAt} />
    </>
  );
}

export const page: Page = { Component: OperationPage };
