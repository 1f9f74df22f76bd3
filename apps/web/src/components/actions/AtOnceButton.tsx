import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useT } from '../../lib/i18n.ts';
import { refusalOf, serverWords } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { actionWord } from './action-words.ts';
import { useActAtOnce } from './use-act.ts';

type AtOnceButtonProps = {
  target: Resource;
  action: string;
  /** Of a table that holds the focus itself. */
  inGrid?: boolean;
};

/** An action that asks nothing and loses nothing, in the row of what it is about. */
export function AtOnceButton({ target, action, inGrid = false }: AtOnceButtonProps) {
  const t = useT();
  const { run, running } = useActAtOnce(target);
  const state = target.actions.find(({ name }) => name === action);
  if (!state) return null;
  const word = actionWord(t, action, target.kind);
  return (
    <Button
      size="small"
      aria-label={`${word}: ${target.kind === 'alarm' ? serverWords(target.name) : target.name}`}
      busy={running === action}
      disabledReason={refusalOf(t, state)}
      onClick={() => run(action)}
      {...(inGrid ? { tabIndex: -1 } : {})}
    >
      {word}
    </Button>
  );
}
