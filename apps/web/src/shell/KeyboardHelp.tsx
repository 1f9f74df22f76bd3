import { useT } from '../lib/i18n.ts';
import { type Shortcut, useRegisteredShortcuts } from '../lib/shortcuts.ts';
import { useStore } from '../lib/store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { dialogStore, openChange } from './shell-state.ts';

/** The keys that work on this page, as registered: never a list that someone forgot to update. */
export function KeyboardHelp() {
  const t = useT();
  const open = useStore(dialogStore) === 'keyboard';
  const groups = Map.groupBy(unique(useRegisteredShortcuts()), shortcut => shortcut.group);
  return (
    <Dialog open={open} onOpenChange={openChange('keyboard')} title={t('shell.keyboard')}>
      <div className="grid gap-5 pt-2 sm:grid-cols-2">
        {[...groups].map(([group, shortcuts]) => (
          <section key={group}>
            <h3 className="mb-1 text-12 font-medium text-muted">{group}</h3>
            <dl>
              {shortcuts.map(shortcut => (
                <div
                  key={shortcut.keys}
                  className="flex min-h-8 items-center justify-between gap-4 border-b text-13 last:border-b-0"
                >
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function unique(shortcuts: readonly Shortcut[]): Shortcut[] {
  return [...new Map(shortcuts.map(shortcut => [shortcut.keys, shortcut])).values()];
}
