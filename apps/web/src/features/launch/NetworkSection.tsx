import type { Network } from '@orrery/contract/resources/network.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';
import type { Change } from './use-draft.ts';

type NetworkSectionProps = {
  draft: Draft;
  change: Change;
  networks: { rows: readonly Network[]; ready: boolean };
  problems: Problems;
};

/** Which networks it stands in; nothing chosen is the default one. */
export function NetworkSection({ draft, change, networks, problems }: NetworkSectionProps) {
  const t = useT();
  const chosen = draft.networks ?? [];
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter(other => other !== id);
    change({ networks: next.length === 0 ? null : next });
  };
  const error = problems.of('networks');
  return (
    <Card title={t('launch.networks')}>
      {networks.rows.length > 0 && <p className="mb-2 text-12 text-muted">{t('launch.networksHint')}</p>}
      <div role="group" aria-label={t('launch.networks')} className="scroll-area max-h-56">
        {networks.rows.map(network => (
          <div key={network.id} className="flex items-center gap-3">
            <Checkbox
              showLabel
              label={network.name}
              checked={chosen.includes(network.id)}
              onCheckedChange={on => toggle(network.id, on)}
            />
            <span className="min-w-0 truncate text-12 text-muted">
              {[t(`networks.types.${network.type}`), network.cidrs.join(', ')].filter(Boolean).join(' · ')}
            </span>
          </div>
        ))}
      </div>
      {networks.ready && networks.rows.length === 0 && (
        <p className="text-13 text-muted">{t('launch.noNetworks')}</p>
      )}
      {error && (
        <p role="alert" className="mt-2 text-12 text-bad-text">
          {error}
        </p>
      )}
    </Card>
  );
}
