import { Command } from 'cmdk';
import { Plus, Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { selectionActionsStore } from '../components/selection-actions.ts';
import { useGo } from '../components/use-go.ts';
import type { PaletteEntry, PaletteProvider, PaletteVerb } from '../lib/feature.ts';
import { useT } from '../lib/i18n.ts';
import { statusWord } from '../lib/status-word.ts';
import { useStore } from '../lib/store.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { useDialogFocus } from '../ui/use-dialog-focus.ts';
import type { NavSection } from './nav.ts';
import { dialogStore, openChange } from './shell-state.ts';
import { useShellCommands } from './use-shell-commands.ts';
import { usePaletteSearch } from './use-palette-search.ts';

export type CommandPaletteProps = {
  sections: readonly NavSection[];
  providers: readonly PaletteProvider[];
  verbs: readonly PaletteVerb[];
};

/** Go somewhere, find any resource, act on the selection, change how Orrery looks. */
export function CommandPalette(props: CommandPaletteProps) {
  const t = useT();
  const open = useStore(dialogStore) === 'palette';
  const focus = useDialogFocus();
  return (
    <Radix.Root open={open} onOpenChange={openChange('palette')}>
      <Radix.Portal>
        <Radix.Overlay className="anim-appear fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          className="floating anim-rise fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1rem)] max-w-xl -translate-x-1/2 overflow-hidden"
        >
          <Radix.Title className="sr-only">{t('shell.search')}</Radix.Title>
          <PaletteBody {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// A child, so that each opening starts with an empty query.
function PaletteBody({ sections, providers, verbs }: CommandPaletteProps) {
  const t = useT();
  const go = useGo();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState('');
  const { entries: found, searching } = usePaletteSearch(providers, query);
  const onSelection = useStore(selectionActionsStore);
  const commands = useShellCommands();
  const pages = sections.flatMap(section =>
    section.entries.map((entry): PaletteEntry => {
      const hint = t(`shell.groups.${section.group}`);
      return { id: entry.path, label: t(entry.label), icon: entry.icon, href: entry.path, hint };
    }),
  );
  // A list under another name is told by the page that it is on.
  const titles = new Map(pages.map(({ href, label }) => [href, label]));
  const resources = found.map(entry => {
    const hint = entry.hint ?? titles.get(entry.href?.split('?')[0]);
    return hint === undefined ? entry : { ...entry, hint };
  });
  const doable = verbs.map(({ label, href }) => ({ id: href, label: t(label), icon: Plus, href }));
  const choose = (entry: PaletteEntry) => {
    if (entry.disabledReason) return;
    dialogStore.set('none');
    entry.run?.();
    if (entry.href) go(entry.href);
  };
  const resourceValues = resources.map(entry => itemValue(t('shell.resources'), entry));
  return (
    <Command
      label={t('shell.search')}
      loop
      value={settledChoice(chosen, t('shell.resources'), resourceValues)}
      onValueChange={setChosen}
    >
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-subtle" strokeWidth={1.75} />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={t('shell.searchHint')}
          className="h-12 min-w-0 flex-1 bg-transparent text-14 outline-none placeholder:text-subtle"
        />
        <Kbd keys="Escape" />
      </div>
      <Command.List className="scroll-area max-h-[56vh] p-1.5">
        {/* cmdk counts only what it filtered itself, not what the server found. */}
        {resources.length === 0 && !searching && (
          <Command.Empty className="px-3 py-8 text-center text-13 text-muted">
            {t('shell.noResults', { query })}
          </Command.Empty>
        )}
        <EntryGroup heading={t('shell.onSelection')} entries={onSelection} onChoose={choose} />
        <EntryGroup heading={t('shell.resources')} entries={resources} onChoose={choose} always />
        <EntryGroup heading={t('shell.goTo')} entries={pages} onChoose={choose} />
        <EntryGroup heading={t('shell.verbs')} entries={doable} onChoose={choose} />
        <EntryGroup heading={t('shell.commands')} entries={commands} onChoose={choose} />
      </Command.List>
    </Command>
  );
}

const itemValue = (heading: string, entry: PaletteEntry) => `${heading} ${entry.id}`;

/** What comes from the server comes later than the choice: when nothing, or something gone, is chosen, the first is. */
function settledChoice(chosen: string, heading: string, values: readonly string[]): string {
  const gone = chosen.startsWith(`${heading} `) && !values.includes(chosen);
  return chosen === '' || gone ? (values[0] ?? chosen) : chosen;
}

type EntryGroupProps = {
  heading: string;
  entries: readonly PaletteEntry[];
  onChoose: (entry: PaletteEntry) => void;
  /** The server matched already: do not filter again by the letters of the label. */
  always?: boolean;
};

function EntryGroup({ heading, entries, onChoose, always = false }: EntryGroupProps) {
  const t = useT();
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={heading} forceMount={always} className="palette-group">
      {entries.map(entry => (
        <Command.Item
          key={entry.id}
          value={itemValue(heading, entry)}
          keywords={[entry.label, entry.hint ?? '']}
          forceMount={always}
          disabled={Boolean(entry.disabledReason)}
          onSelect={() => onChoose(entry)}
          className="menu-item h-9"
        >
          {entry.icon && <entry.icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />}
          <span className="min-w-0 truncate">{entry.label}</span>
          <span className="min-w-0 flex-1 truncate text-right text-12 text-muted">
            {entry.disabledReason ?? (entry.status === undefined ? entry.hint : statusWord(t, entry.status))}
          </span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
