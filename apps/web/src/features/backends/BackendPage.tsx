import type { Backend } from '@orrery/contract/resources/backend.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Badge } from '../../ui/Badge.tsx';
import { BackendActions } from './BackendActions.tsx';
import { BackendCapabilities } from './BackendCapabilities.tsx';
import { BackendOverview } from './BackendOverview.tsx';

function BackendPage() {
  const t = useT();
  return (
    <DetailPage
      kind="backend"
      listTitle={t('backends.title')}
      meta={backend => <Meta backend={backend} />}
      actions={backend => <BackendActions backend={backend} />}
      tabs={[
        {
          value: 'overview',
          label: t('backends.tabs.overview'),
          render: b => <BackendOverview backend={b} />,
        },
        {
          value: 'capabilities',
          label: t('backends.tabs.capabilities'),
          render: b => <BackendCapabilities backend={b} />,
        },
        { value: 'activity', label: t('backends.tabs.activity'), render: b => <ActivityTab target={b} /> },
      ]}
    />
  );
}

function Meta({ backend }: { backend: Backend }) {
  const t = useT();
  return (
    <>
      <span>{t(`backends.kinds.${backend.backendKind}`)}</span>
      {backend.demo && <Badge tone="busy">{t('shell.demo')}</Badge>}
      {backend.reason && <span className="[overflow-wrap:anywhere]">{serverWords(backend.reason)}</span>}
    </>
  );
}

export const page: Page = { Component: BackendPage };
