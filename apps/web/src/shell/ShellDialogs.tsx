import { lazy, Suspense } from 'react';
import type { PaletteProvider } from '../lib/feature.ts';
import { useIdle } from '../lib/idle.ts';
import { useStore } from '../lib/store.ts';
import type { NavSection } from './nav.ts';
import { dialogStore } from './shell-state.ts';

const CommandPalette = lazy(async () => ({
  default: (await import('./CommandPalette.tsx')).CommandPalette,
}));
const KeyboardHelp = lazy(async () => ({ default: (await import('./KeyboardHelp.tsx')).KeyboardHelp }));
const NavigationSheet = lazy(async () => ({
  default: (await import('./NavigationSheet.tsx')).NavigationSheet,
}));

type ShellDialogsProps = { sections: readonly NavSection[]; providers: readonly PaletteProvider[] };

/** The frame's own dialogs: not needed for the first page, at hand soon after it. */
export function ShellDialogs({ sections, providers }: ShellDialogsProps) {
  const idle = useIdle();
  const asked = useStore(dialogStore) !== 'none';
  return (
    <Suspense>
      {(idle || asked) && (
        <>
          <NavigationSheet sections={sections} />
          <CommandPalette sections={sections} providers={providers} />
          <KeyboardHelp />
        </>
      )}
    </Suspense>
  );
}
