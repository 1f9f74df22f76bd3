import type { Network } from '@orrery/contract/resources/network.ts';
import { detailPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';

/** Networks that nothing hangs on: named, but without a lane of their own. */
export function EmptyNetworks({ networks }: { networks: readonly Network[] }) {
  const t = useT();
  if (networks.length === 0) return null;
  return (
    <div className="pt-4">
      <Card title={t('topology.without')}>
        <ul className="flex flex-wrap gap-x-5 gap-y-1.5 text-13">
          {networks.map(network => (
            <li key={network.id}>
              <TextLink href={detailPath('network', network.id)}>{network.name}</TextLink>{' '}
              <span className="text-muted">
                {t(`networks.types.${network.type}`)} {network.cidrs[0]}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
