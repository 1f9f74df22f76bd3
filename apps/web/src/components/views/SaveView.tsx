import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { SavedView } from '@orrery/contract/views/saved-views.ts';
import { useMutation } from '@tanstack/react-query';
import { Bookmark, ChevronDown, RotateCcw, Save } from 'lucide-react';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { DropdownMenu, MenuItem } from '../../ui/DropdownMenu.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { showFailure } from '../show-failure.ts';
import { useViews, useViewsWritten } from './use-views.ts';
import { ViewDialog } from './ViewDialog.tsx';
import { saysNothing } from './view-state.ts';

/** Beside the query: keeps the list as it is under a name, or the view that is open with what was changed. */
export function SaveView({ kind }: { kind: ResourceKind }) {
  const t = useT();
  const { current, changed, state } = useViews(kind);
  const [naming, setNaming] = useState(false);
  const unchanged = current && !changed ? t('views.nothingChanged') : undefined;
  const reason = unchanged ?? (!current && saysNothing(state) ? t('views.nothingToSave') : undefined);
  return (
    <>
      {current && changed ? (
        <ChangedMenu kind={kind} view={current} onSaveAsNew={() => setNaming(true)} />
      ) : (
        <Tooltip content={t('views.saveHint')} disabled={reason !== undefined}>
          <Button disabledReason={reason} onClick={() => setNaming(true)}>
            <Bookmark aria-hidden className="size-3.5" />
            <span className="max-md:sr-only">{t('views.save')}</span>
          </Button>
        </Tooltip>
      )}
      {naming && <ViewDialog kind={kind} onClose={() => setNaming(false)} />}
    </>
  );
}

type ChangedMenuProps = { kind: ResourceKind; view: SavedView; onSaveAsNew: () => void };

/** What differs from what was saved goes into the view, into a new one, or away. */
function ChangedMenu({ kind, view, onSaveAsNew }: ChangedMenuProps) {
  const t = useT();
  const { state, open } = useViews(kind);
  const written = useViewsWritten(kind);
  const save = useMutation({
    mutationFn: () => orrery.views.change(view.id, { state }),
    onSuccess: written,
    onError: error => showFailure(t, error, t('views.notSaved')),
  });
  const trigger = (
    <Button busy={save.isPending}>
      {!save.isPending && <Bookmark aria-hidden className="size-3.5" />}
      <span className="max-md:sr-only">{t('views.save')}</span>
      <ChevronDown aria-hidden className="size-3.5 text-subtle" />
    </Button>
  );
  return (
    <DropdownMenu trigger={trigger}>
      {view.mine && (
        <MenuItem icon={Save} onSelect={() => save.mutate()}>
          {t('views.saveChanges', { name: view.name })}
        </MenuItem>
      )}
      <MenuItem icon={Bookmark} onSelect={onSaveAsNew}>
        {t('views.saveAsNew')}
      </MenuItem>
      <MenuItem icon={RotateCcw} onSelect={() => open(view)}>
        {t('views.discard')}
      </MenuItem>
    </DropdownMenu>
  );
}
