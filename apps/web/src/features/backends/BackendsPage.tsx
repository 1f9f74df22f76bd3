import { Plus, Cable } from 'lucide-react';
import { useState } from 'react';
import { useMayAnywhere } from '../../api/session.ts';
import { FoundHere } from '../../components/FoundHere.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useAdding } from '../../components/use-adding.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { AddBackendSheet } from './add/AddBackendSheet.tsx';
import { type BackendDraft, emptyDraft } from './add/draft.ts';
import { draftOf, useFoundInAddress } from './add/found.ts';
import { useBackendColumns } from './columns.tsx';

function BackendsPage() {
  const t = useT();
  const columns = useBackendColumns();
  const adding = useAdding();
  // Kept here, so that closing the sheet by mistake loses nothing that was typed.
  const [draft, setDraft] = useState<BackendDraft>(emptyDraft);
  const manages = useMayAnywhere('backend.manage');
  useFoundInAddress(setDraft);
  const refusal = manages ? undefined : t('backends.mayNotManage');
  const add = (start?: BackendDraft) => {
    if (start) setDraft(start);
    adding.open();
  };
  const addButton = (
    <Button tone="primary" disabledReason={refusal} onClick={() => add()}>
      <Plus aria-hidden className="size-4" />
      {t('backends.add')}
    </Button>
  );
  return (
    <>
      <ListPage
        kind="backend"
        title={t('backends.title')}
        columns={columns}
        defaultSort="name"
        actions={addButton}
        examples={['is:attention', 'latency>100ms', 'instances>100']}
        views={[
          { label: t('backends.views.all'), q: '' },
          { label: t('backends.views.attention'), q: 'is:attention' },
        ]}
        empty={
          <EmptyState
            icon={Cable}
            title={t('backends.emptyTitle')}
            text={t('backends.emptyText')}
            action={
              <>
                {addButton}
                {manages && <FoundHere onChoose={found => add(draftOf(found))} />}
              </>
            }
          />
        }
      />
      <AddBackendSheet
        open={manages && adding.isOpen}
        onClose={adding.close}
        draft={draft}
        onDraftChange={setDraft}
      />
    </>
  );
}

export const page: Page = { Component: BackendsPage, rows: { kind: 'backend', sort: 'name' } };
