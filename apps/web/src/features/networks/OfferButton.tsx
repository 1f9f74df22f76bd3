import type { Network } from '@orrery/contract/resources/network.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toast.tsx';

/** A network that nobody owns is for administrators alone, or offered to all projects. */
export function OfferButton({ network }: { network: Network }) {
  const t = useT();
  const session = useSession();
  const offered = network.offered === true;
  const change = useMutation({
    mutationFn: () => orrery.own.offerNetwork(network.id, !offered),
    onError: error => {
      const { title, detail } = failureOf(error);
      showToast('bad', { title, ...(detail ? { detail } : {}) });
    },
  });
  if (network.project !== null || session === null || !mayAnywhere(session, 'network.change')) return null;
  return (
    <Button busy={change.isPending} onClick={() => change.mutate()}>
      {t(offered ? 'networks.withdraw' : 'networks.offer')}
    </Button>
  );
}
