import type { Backend } from '@orrery/contract/resources/backend.ts';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Card } from '../../ui/Card.tsx';
import { Input } from '../../ui/Input.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { areaOf, areas, capabilityWord } from './capability-words.ts';

type Capability = Backend['capabilities'][number];
type Shown = 'all' | 'can' | 'cannot';

/** What can be done on this back end, and why not where it cannot. */
export function BackendCapabilities({ backend }: { backend: Backend }) {
  const t = useT();
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const able = backend.capabilities.filter(one => one.supported).length;
  const wanted = text.trim().toLowerCase();
  const matches = (one: Capability) =>
    (shown === 'all' || one.supported === (shown === 'can')) &&
    [
      one.name,
      t(`backends.areas.${areaOf(one.name)}`),
      capabilityWord(t, one.name),
      serverWords(one.reason) ?? '',
    ].some(part => part.toLowerCase().includes(wanted));
  return (
    <div className="flex max-w-5xl flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-48 flex-1">
          <Input
            icon={Search}
            type="search"
            aria-label={t('backends.findCapability')}
            placeholder={t('backends.findCapability')}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        </div>
        <SegmentedControl<Shown>
          label={t('backends.show')}
          value={shown}
          onValueChange={setShown}
          segments={[
            { value: 'all', label: t('backends.views.all') },
            { value: 'can', label: t('backends.can') },
            { value: 'cannot', label: t('backends.cannot') },
          ]}
        />
        <p className="text-13 text-muted">
          {t('backends.ableOf', { able, total: backend.capabilities.length })}
        </p>
      </div>
      <CapabilityTable rows={backend.capabilities.filter(matches)} />
    </div>
  );
}

function CapabilityTable({ rows }: { rows: readonly Capability[] }) {
  const t = useT();
  const rank = (one: Capability) => areas.indexOf(areaOf(one.name));
  return (
    <Card flush>
      <SimpleTable<Capability>
        label={t('backends.tabs.capabilities')}
        rows={rows.toSorted((a, b) => rank(a) - rank(b))}
        rowKey={one => one.name}
        empty={t('lists.noMatch')}
        columns={[
          {
            header: t('fields.kind'),
            cell: one => (
              <span className="whitespace-nowrap text-muted">{t(`backends.areas.${areaOf(one.name)}`)}</span>
            ),
          },
          {
            header: t('backends.capability'),
            cell: one => <span className="block min-w-40">{capabilityWord(t, one.name)}</span>,
          },
          {
            header: t('backends.supported'),
            cell: one => (
              <span className="flex items-center gap-2 whitespace-nowrap">
                <ToneShape tone={one.supported ? 'ok' : 'off'} />
                {t(one.supported ? 'fields.yes' : 'fields.no')}
              </span>
            ),
          },
          {
            header: t('backends.whyNot'),
            cell: one => <span className="block min-w-32">{serverWords(one.reason)}</span>,
          },
          {
            header: t('fields.id'),
            cell: one => <code className="font-mono text-12 whitespace-nowrap text-muted">{one.name}</code>,
          },
        ]}
      />
    </Card>
  );
}
