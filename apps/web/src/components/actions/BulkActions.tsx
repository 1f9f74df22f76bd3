import { useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import type { SelectionStore } from '../../lib/selection.ts';
import { actionWord } from './action-words.ts';
import { BulkDialog } from './BulkDialog.tsx';

const BULK_ACTIONS = ['start', 'stop', 'forceStop', 'reboot', 'pause', 'resume', 'suspend'] as const;

/** Actions on the selected instances: each asks first, saying who will do it and who is refused and why. */
export function BulkActions({ selection, q }: { selection: SelectionStore; q: string }) {
  const t = useT();
  const [asking, setAsking] = useState<string>();
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
