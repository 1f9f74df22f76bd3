import type { Capability } from '@orrery/contract/capabilities.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';
import { useState } from 'react';
import { useLiveList } from '../../api/live-rows.ts';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { HostImageDialog } from '../../components/HostImageDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { PruneDialog } from './PruneDialog.tsx';

const can = ({ capabilities }: Backend, wanted: Capability) =>
  capabilities.some(({ name, supported }) => name === wanted && supported);

/** For back ends whose hosts keep images themselves; where there is none, nothing is shown. */
export function HostImageButtons() {
  const session = useSession();
  if (session === null || !mayAnywhere(session, 'image.manage')) return null;
  return <Buttons />;
}

function Buttons() {
  const t = useT();
  const [open, setOpen] = useState<'make' | 'prune'>();
  const { rows } = useLiveList('backend', { sort: 'name' });
  const pruning = rows.filter(backend => can(backend, 'image.prune'));
  const close = () => setOpen(undefined);
  return (
    <>
      {pruning.length > 0 && <Button onClick={() => setOpen('prune')}>{t('hostImages.prune')}</Button>}
      {rows.some(backend => can(backend, 'host.makeImage')) && (
        <Button onClick={() => setOpen('make')}>{t('hostImages.make')}</Button>
      )}
      {open === 'make' && <HostImageDialog onClose={close} />}
      {open === 'prune' && <PruneDialog backends={pruning} onClose={close} />}
    </>
  );
}
