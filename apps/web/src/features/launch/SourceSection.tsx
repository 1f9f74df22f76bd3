import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ChoiceRows } from './ChoiceRows.tsx';
import type { Draft } from './draft.ts';
import { SnapshotContents } from './SnapshotContents.tsx';
import type { Change } from './use-draft.ts';
import { type Sources, sourceChoices } from './sources.ts';

type SourceSectionProps = {
  draft: Draft;
  change: Change;
  sources: Sources;
  check: LaunchCheck | undefined;
};

/** Where the first disk comes from. */
export function SourceSection({ draft, change, sources, check }: SourceSectionProps) {
  const t = useT();
  const { sourceKind } = draft;
  const value = draft.sources[sourceKind] ?? null;
  const choose = (chosen: string) => change({ sources: { ...draft.sources, [sourceKind]: chosen } });
  const kinds = sources.kinds;
  return (
    <Card title={t('launch.source')}>
      <div className="flex flex-col gap-3">
        {kinds.length > 1 && (
          <SegmentedControl
            label={t('launch.source')}
            segments={kinds.map(kind => ({ value: kind, label: t(`launch.sources.${kind}`) }))}
            value={sourceKind}
            onValueChange={kind => change({ sourceKind: kind })}
          />
        )}
        {sourceKind === 'reference' ? (
          <Field label={t('launch.reference')} hint={t('launch.referenceHint')}>
            {ids => (
              <Input
                {...ids}
                autoComplete="off"
                spellCheck={false}
                placeholder="nginx:1"
                value={value ?? ''}
                onChange={event => choose(event.target.value)}
              />
            )}
          </Field>
        ) : (
          <SourceRows draft={draft} sources={sources} value={value} onChange={choose} />
        )}
        {sourceKind === 'snapshot' && (
          <SnapshotContents snapshot={sources.snapshots.find(({ id }) => id === value)} check={check} />
        )}
      </div>
    </Card>
  );
}

/** So many are seen without looking for them. */
const FILTERED_FROM = 8;

function SourceRows({
  draft,
  sources,
  value,
  onChange,
}: {
  draft: Draft;
  sources: Sources;
  value: string | null;
  onChange: (value: string) => void;
}) {
  const t = useT();
  const [filter, setFilter] = useState('');
  if (!sources.ready) return <Skeleton className="h-24 w-full" />;
  const choices = sourceChoices(t, draft.sourceKind, sources);
  if (choices.length === 0)
    return (
      <EmptyState
        title={t(`launch.none.${draft.sourceKind}`)}
        text={draft.sourceKind === 'image' && <TextLink href="/images">{t('launch.addImage')}</TextLink>}
      />
    );
  const wanted = filter.trim().toLowerCase();
  const shown = choices.filter(
    ({ value: id, title, detail }) =>
      id === value || `${title} ${detail ?? ''}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      {choices.length > FILTERED_FROM && (
        <Input
          icon={Search}
          aria-label={t('launch.filter')}
          placeholder={t('launch.filter')}
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
      )}
      <ChoiceRows
        label={t('launch.source')}
        name="source"
        choices={shown}
        value={value}
        onChange={onChange}
      />
    </>
  );
}
