import type { SavedView } from '@orrery/contract/views/saved-views.ts';
import { useMutation } from '@tanstack/react-query';
import { ArrowLeft, ArrowRight, Bookmark, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/DropdownMenu.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { showFailure } from '../show-failure.ts';
import { useShareWords } from './share-words.ts';
import { useViews, useViewsWritten } from './use-views.ts';
import { ViewDialog } from './ViewDialog.tsx';
import { moved } from './view-state.ts';

type Asking = 'edit' | 'copy' | 'delete';

/** What can be done with the view that is open. Others' are looked at and copied. */
export function ViewMenu({ view }: { view: SavedView }) {
  const t = useT();
  const [asking, setAsking] = useState<Asking>();
  const mayShare = useMayAnywhere('view.share');
  const mayDelete = useMayAnywhere('user.manage') || view.mine;
  const shared = useShareWords()(view);
  const close = () => setAsking(undefined);
  const trigger = (
    <Toolbar.Button asChild>
      <IconButton icon={Ellipsis} size="small" label={t('views.menu', { name: view.name })} />
    </Toolbar.Button>
  );
  return (
    <>
      <DropdownMenu trigger={trigger} align="start">
        {shared && <MenuLabel>{shared}</MenuLabel>}
        {view.mine && (
          <MenuItem icon={Pencil} onSelect={() => setAsking('edit')}>
            {t(mayShare ? 'views.renameOrShare' : 'views.rename')}
          </MenuItem>
        )}
        <MenuItem icon={Bookmark} onSelect={() => setAsking('copy')}>
          {t('views.saveAsNew')}
        </MenuItem>
        {view.mine && <MoveItems view={view} />}
        {mayDelete && (
          <>
            <MenuSeparator />
            <MenuItem icon={Trash2} danger onSelect={() => setAsking('delete')}>
              {t('views.remove')}
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      {asking === 'edit' && <ViewDialog kind={view.kind} view={view} onClose={close} />}
      {asking === 'copy' && <ViewDialog kind={view.kind} onClose={close} />}
      {asking === 'delete' && <DeleteDialog view={view} onClose={close} />}
    </>
  );
}

function MoveItems({ view }: { view: SavedView }) {
  const t = useT();
  const { views } = useViews(view.kind);
  const written = useViewsWritten(view.kind);
  const order = useMutation({
    mutationFn: (ids: readonly string[]) => orrery.views.order(view.kind, ids),
    onSuccess: written,
    onError: error => showFailure(t, error),
  });
  // Alone it has no place to go to.
  if (views.filter(({ mine }) => mine).length < 2) return null;
  const steps = [
    { icon: ArrowLeft, words: t('views.moveLeft'), ids: moved(views, view.id, -1) },
    { icon: ArrowRight, words: t('views.moveRight'), ids: moved(views, view.id, 1) },
  ];
  return steps.map(({ icon, words, ids }) => (
    <MenuItem
      key={words}
      icon={icon}
      disabledReason={ids ? undefined : t('views.atEnd')}
      onSelect={() => ids && order.mutate(ids)}
    >
      {words}
    </MenuItem>
  ));
}

function DeleteDialog({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const t = useT();
  const { leave } = useViews(view.kind);
  const written = useViewsWritten(view.kind);
  const remove = useMutation({
    mutationFn: () => orrery.views.delete(view.id),
    onSuccess: async () => {
      leave();
      onClose();
      await written();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('views.removeTitle', { name: view.name })}
      description={t(view.share.with === 'nobody' ? 'views.removeText' : 'views.removeShared')}
      confirm={t('views.removeVerb')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
