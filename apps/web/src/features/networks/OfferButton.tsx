import type { Network } from '@orrery/contract/resources/network.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';

/** A network that nobody owns is for administrators alone, or offered to all projects. */
export function OfferButton({ network }: { network: Network }) {
  const t = useT();
  const mayChange = useMayAnywhere('network.change');
  const offered = network.offered === true;
  const change = useMutation({
    mutationFn: () => orrery.own.offerNetwork(network.id, !offered),
    onError: error => showFailure(t, error),
  });
  if (network.project !== null || !mayChange) return null;
  return (
    <Button busy={change.isPending} onClick={() => change.mutate()}>
      {t(offered ? 'networks.withdraw' : 'networks.offer')}
    </Button>
  );
}
