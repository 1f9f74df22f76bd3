import { useState } from 'react';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { HostImageDialog } from '../../components/HostImageDialog.tsx';
import { can } from '../../lib/can.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { PruneDialog } from './PruneDialog.tsx';

/** For back ends whose hosts keep images themselves; where there is none, nothing is shown. */
export function HostImageButtons() {
  return useMayAnywhere('image.manage') ? <Buttons /> : null;
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
