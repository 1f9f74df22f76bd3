import { useMemo, useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import type { SelectionStore } from '../../lib/selection.ts';
import { usePublishSelectionActions } from '../selection-actions.ts';
import { actionWord, plainWord } from './action-words.ts';
import { BulkDialog } from './BulkDialog.tsx';

const BULK_ACTIONS = [
  'start',
  'stop',
  'forceStop',
  'reboot',
  'pause',
  'resume',
  'suspend',
  'migrate',
] as const;

/** Actions on the selected instances: each asks first, saying who will do it and who is refused and why. */
export function BulkActions({ selection, q }: { selection: SelectionStore; q: string }) {
  const t = useT();
  const [asking, setAsking] = useState<string>();
  // The palette offers the same while this bar is shown, which is while something is selected.
  usePublishSelectionActions(
    useMemo(
      () =>
        BULK_ACTIONS.map(action => ({
          id: action,
          label: plainWord(t, action),
          run: () => setAsking(action),
        })),
      [t],
    ),
  );
  return (
    <>
      {BULK_ACTIONS.map(action => (
        <Button key={action} size="small" onClick={() => setAsking(action)}>
          {actionWord(t, action)}
        </Button>
      ))}
      {asking && (
        <BulkDialog action={asking} selection={selection} q={q} onClose={() => setAsking(undefined)} />
      )}
    </>
  );
}
