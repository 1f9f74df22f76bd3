import { useT } from '../../lib/i18n.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import type { KeyPress } from './table-keys.ts';

type Press = KeyPress & { preventDefault(): void };

function press(key: string): Press {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, preventDefault() {} };
}

/** j, k and x work from anywhere on the page, not only once the table has the focus; `?` lists them. */
export function useTableShortcuts(run: (press: Press) => void): void {
  const t = useT();
  const group = t('ui.keys.group');
  useShortcuts([
    { keys: 'j', label: t('ui.keys.next'), group, run: () => run(press('j')) },
    { keys: 'k', label: t('ui.keys.previous'), group, run: () => run(press('k')) },
    { keys: 'x', label: t('ui.keys.select'), group, run: () => run(press('x')) },
    {
      keys: 'shift+ArrowDown',
      label: t('ui.keys.range'),
      group,
      run: () => run({ ...press('ArrowDown'), shiftKey: true }),
    },
    { keys: 'Enter', label: t('ui.keys.open'), group, run: () => run(press('Enter')) },
  ]);
}
