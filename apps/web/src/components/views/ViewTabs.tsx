import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { SavedView } from '@orrery/contract/views/saved-views.ts';
import { ChevronDown, Plus, Users } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { type ReactNode, type Ref, useState } from 'react';
import { cn } from '../../lib/cn.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { DropdownMenu, MenuItem } from '../../ui/DropdownMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useListSearch } from '../use-list-search.ts';
import { useShareWords } from './share-words.ts';
import { useViews } from './use-views.ts';
import { ViewDialog } from './ViewDialog.tsx';
import { ViewMenu } from './ViewMenu.tsx';
import { placed, saysNothing } from './view-state.ts';

/** A question that the list itself offers. */
export type Preset = { label: string; q: string };

type ViewTabsProps = { kind: ResourceKind; presets?: readonly Preset[] | undefined };

/** What the list offers, then what was saved of it; arrows go from one to the next. The one in the address is marked. */
export function ViewTabs({ kind, presets = [] }: ViewTabsProps) {
  const t = useT();
  const { search } = useListSearch();
  const { views, current, ask, open, failed, retry } = useViews(kind);
  if (presets.length === 0 && views.length === 0 && !failed) return null;
  const offered = presets.length > 0 ? presets : [{ label: t('instances.views.all'), q: '' }];
  const { tabs, rest } = placed(views, current);
  return (
    <Toolbar.Root
      aria-label={t('lists.views')}
      className="flex items-center gap-1 overflow-x-auto px-6 pb-2 max-md:px-4 [scrollbar-width:none]"
    >
      {offered.map(({ label, q }) => (
        <TabButton key={q} pressed={!current && q === (search.q ?? '')} onClick={() => ask(q)}>
          {label}
        </TabButton>
      ))}
      {views.length > 0 && <Toolbar.Separator className="mx-1 h-4 w-px shrink-0 bg-line" />}
      {tabs.map(view => (
        <ViewTab key={view.id} view={view} />
      ))}
      {rest.length > 0 && <MoreMenu views={rest} onOpen={open} />}
      <AddTab kind={kind} />
      {failed && (
        <Toolbar.Button asChild>
          <Button tone="quiet" size="small" onClick={retry}>
            {t('views.failed')}
          </Button>
        </Toolbar.Button>
      )}
    </Toolbar.Root>
  );
}

type TabButtonProps = {
  pressed: boolean;
  onClick: () => void;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement> | undefined;
};

/** On a narrow screen the open one, and its menu, may stand beyond the edge. */
const intoView = (tab: HTMLButtonElement | null) =>
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

function TabButton({ pressed, onClick, children, ...rest }: TabButtonProps) {
  return (
    <Toolbar.Button
      {...rest}
      aria-pressed={pressed}
      onClick={onClick}
      className={cn(
        'flex h-7 shrink-0 scroll-mr-12 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-13 text-muted -outline-offset-2 hover:bg-hover hover:text-text',
        pressed && 'bg-accent-tint font-medium text-text',
      )}
    >
      {children}
    </Toolbar.Button>
  );
}

function ViewTab({ view }: { view: SavedView }) {
  const t = useT();
  const { current, changed, open } = useViews(view.kind);
  const shared = useShareWords()(view);
  const isOpen = current?.id === view.id;
  return (
    <>
      <Tooltip content={shared}>
        <TabButton ref={isOpen ? intoView : undefined} pressed={isOpen} onClick={() => open(view)}>
          <span className="max-w-60 truncate">{view.name}</span>
          {shared && <Users aria-hidden className="size-3.5 text-subtle" strokeWidth={1.75} />}
          {shared && <span className="sr-only">{shared}</span>}
          {isOpen && changed && <span className="font-normal text-muted italic">{t('views.changed')}</span>}
        </TabButton>
      </Tooltip>
      {isOpen && <ViewMenu view={view} />}
    </>
  );
}

type MoreMenuProps = { views: readonly SavedView[]; onOpen: (view: SavedView) => void };

function MoreMenu({ views, onOpen }: MoreMenuProps) {
  const t = useT();
  const trigger = (
    <Toolbar.Button asChild>
      <Button tone="quiet" size="small">
        {t('views.more', { value: formatCount(views.length) })}
        <ChevronDown aria-hidden className="size-3.5" />
      </Button>
    </Toolbar.Button>
  );
  return (
    <DropdownMenu trigger={trigger} align="start">
      {views.map(view => (
        <MenuItem key={view.id} onSelect={() => onOpen(view)} hint={<SharedMark view={view} />}>
          {view.name}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}

function SharedMark({ view }: { view: SavedView }) {
  const shared = useShareWords()(view);
  return shared && <span className="text-12 text-muted">{shared}</span>;
}

function AddTab({ kind }: { kind: ResourceKind }) {
  const t = useT();
  const { current, changed, state } = useViews(kind);
  const [naming, setNaming] = useState(false);
  const unasked = !current && saysNothing(state) ? t('views.nothingToSave') : undefined;
  const reason = current && !changed ? t('views.nothingChanged') : unasked;
  return (
    <>
      <Toolbar.Button asChild>
        <IconButton
          icon={Plus}
          size="small"
          label={t('views.newTitle')}
          disabledReason={reason}
          onClick={() => setNaming(true)}
        />
      </Toolbar.Button>
      {naming && <ViewDialog kind={kind} onClose={() => setNaming(false)} />}
    </>
  );
}
