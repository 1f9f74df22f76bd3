import { useListSearch } from '../../components/use-list-search.ts';
import { useLiveAggregate } from '../../api/live-aggregate.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { type Tab, TabPanel, Tabs } from '../../ui/Tabs.tsx';
import { UNDER_WAY } from '../../components/migrations/migration-words.ts';
import { History } from './History.tsx';
import { PlanList } from './PlanList.tsx';
import { MovesNow } from './MovesNow.tsx';

/** What moves now, with its verdicts; and what was predicted of the moves that have ended, beside what came of them. */
function MigrationsPage() {
  const t = useT();
  const { search, setSearch } = useListSearch();
  const { groups } = useLiveAggregate({ topic: 'migration', q: UNDER_WAY });
  const tab = search.tab === 'history' || search.tab === 'plans' ? search.tab : 'now';
  const count = groups[0]?.count ?? 0;
  const tabs: Tab<'now' | 'history' | 'plans'>[] = [
    { value: 'now', label: t('migrations.tabs.now'), count },
    { value: 'history', label: t('migrations.tabs.history') },
    { value: 'plans', label: t('plans.tab') },
  ];
  return (
    <>
      <PageHeader title={t('migrations.title')} />
      <Tabs
        tabs={tabs}
        value={tab}
        onValueChange={value => setSearch({ tab: value === 'now' ? '' : value, q: '', view: '' })}
        label={t('migrations.title')}
      >
        <TabPanel value="now">{tab === 'now' && <MovesNow />}</TabPanel>
        <TabPanel value="history">{tab === 'history' && <History />}</TabPanel>
        <TabPanel value="plans">{tab === 'plans' && <PlanList />}</TabPanel>
      </Tabs>
    </>
  );
}

export const page: Page = { Component: MigrationsPage };
