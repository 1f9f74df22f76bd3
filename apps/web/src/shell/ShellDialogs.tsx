import { useIdle } from '../lib/idle.ts';
import { late } from '../lib/late.tsx';
import { useStore } from '../lib/store.ts';
import type { CommandPaletteProps } from './CommandPalette.tsx';
import { dialogStore } from './shell-state.ts';

const CommandPalette = late(async () => (await import('./CommandPalette.tsx')).CommandPalette);
const KeyboardHelp = late(async () => (await import('./KeyboardHelp.tsx')).KeyboardHelp);
const NavigationSheet = late(async () => (await import('./NavigationSheet.tsx')).NavigationSheet);

/** The frame's own dialogs: not needed for the first page, at hand soon after it. */
export function ShellDialogs(known: CommandPaletteProps) {
  const idle = useIdle();
  const asked = useStore(dialogStore) !== 'none';
  if (!idle && !asked) return null;
  return (
    <>
      <NavigationSheet sections={known.sections} />
      <CommandPalette {...known} />
      <KeyboardHelp />
    </>
  );
}
