import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { actionWord } from './action-words.ts';
import { ActionDialog } from './ActionDialog.tsx';

/** One action that asks for something, at the place where what it changes is shown. */
export function ActionButton({ target, action }: { target: Resource; action: string }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const state = target.actions.find(({ name }) => name === action);
  if (!state) return null;
  return (
    <>
      <Button size="small" disabledReason={refusalOf(t, state)} onClick={() => setAsking(true)}>
        {actionWord(t, action, target.kind)}
      </Button>
      {asking && <ActionDialog target={target} action={action} onClose={() => setAsking(false)} />}
    </>
  );
}
