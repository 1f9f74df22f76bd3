import type { PaletteProvider } from '../lib/feature.ts';
import { useIdle } from '../lib/idle.ts';
import { late } from '../lib/late.tsx';
import { useStore } from '../lib/store.ts';
import type { NavSection } from './nav.ts';
import { dialogStore } from './shell-state.ts';

const CommandPalette = late(async () => (await import('./CommandPalette.tsx')).CommandPalette);
const KeyboardHelp = late(async () => (await import('./KeyboardHelp.tsx')).KeyboardHelp);
const NavigationSheet = late(async () => (await import('./NavigationSheet.tsx')).NavigationSheet);

type ShellDialogsProps = { sections: readonly NavSection[]; providers: readonly PaletteProvider[] };

/** The frame's own dialogs: not needed for the first page, at hand soon after it. */
export function ShellDialogs({ sections, providers }: ShellDialogsProps) {
  const idle = useIdle();
  const asked = useStore(dialogStore) !== 'none';
  if (!idle && !asked) return null;
  return (
    <>
      <NavigationSheet sections={sections} />
      <CommandPalette sections={sections} providers={providers} />
      <KeyboardHelp />
    </>
  );
}
