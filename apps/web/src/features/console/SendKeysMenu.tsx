import type { ConsoleKind } from '@orrery/contract/console/console.ts';
import { Keyboard } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { DropdownMenu, MenuItem } from '../../ui/DropdownMenu.tsx';
import { type Chord, chordsOf } from './chords.ts';
import type { ConsoleView } from './console-view.ts';

type SendKeysMenuProps = {
  kind: ConsoleKind;
  view: RefObject<ConsoleView | null>;
  disabledReason: string | undefined;
};

/** Keys that a browser or its desktop would take for itself. */
export function SendKeysMenu({ kind, view, disabledReason }: SendKeysMenuProps) {
  const t = useT();
  const hasSent = useRef(false);
  const send = (chord: Chord) => {
    hasSent.current = true;
    view.current?.press(chord);
  };
  /** Whoever pressed keys goes on typing; whoever only looked is where they were. */
  const closed = (event: Event) => {
    if (!hasSent.current) return;
    hasSent.current = false;
    event.preventDefault();
    view.current?.focus();
  };
  const button = (
    <Button disabledReason={disabledReason}>
      <Keyboard aria-hidden className="size-4" />
      {t('console.sendKeys')}
    </Button>
  );
  if (disabledReason) return button;
  return (
    <DropdownMenu label={t('console.sendKeys')} trigger={button} onClosed={closed}>
      {chordsOf(kind).map(chord => (
        <MenuItem key={chord.name} onSelect={() => send(chord)}>
          {chord.name}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
