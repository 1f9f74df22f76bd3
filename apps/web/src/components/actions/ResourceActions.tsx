import type { Resource } from '@orrery/contract/resources/registry.ts';
import { Ellipsis } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { Button } from '../../ui/Button.tsx';
import { DropdownMenu, MenuItem, MenuSeparator } from '../../ui/DropdownMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { usePublishSelectionActions } from '../selection-actions.ts';
import { actionWord, destructionOf } from './action-words.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { asksFirst } from './argument-forms.ts';
import { useActAtOnce } from './use-act.ts';

/** A long menu is read in groups: power, what it is, copies of it, what hangs on it, where it is, its end. */
const BEGINS_GROUP: ReadonlySet<string> = new Set([
  'rename',
  'snapshot',
  'setSecurityGroups',
  'migrate',
  'delete',
]);

type ResourceActionsProps = {
  target: Resource;
  /** Names of the actions that people want now; the rest is behind ⋯. */
  primary?: readonly string[];
  /** It is what the page is about: the palette offers its actions too. */
  inPalette?: boolean;
  /** Items of the menu that are no actions of the resource; they come first. */
  children?: ReactNode;
};

/** The actions of one resource, each with its reason where it is refused. */
export function ResourceActions(props: ResourceActionsProps) {
  const { target, primary = [], inPalette = false, children } = props;
  const t = useT();
  const [asking, setAsking] = useState<string>();
  const { run, running } = useActAtOnce(target);
  const choose = (action: string) => {
    if (asksFirst(target.kind, action) || destructionOf(target.kind, action) !== 'no') setAsking(action);
    else run(action);
  };
  const first = primary.flatMap(name => target.actions.find(action => action.name === name) ?? []);
  const rest = target.actions.filter(action => !first.includes(action));
  return (
    <>
      {first.map(action => (
        <Button
          key={action.name}
          busy={running === action.name}
          disabledReason={refusalOf(t, action)}
          onClick={() => choose(action.name)}
        >
          {actionWord(t, action.name, target.kind)}
        </Button>
      ))}
      {rest.length > 0 && (
        <DropdownMenu
          label={t('ui.more')}
          trigger={<IconButton icon={Ellipsis} label={t('ui.more')} tone="normal" />}
        >
          {children}
          {rest.map((action, index) => (
            <Fragment key={action.name}>
              {index > 0 && BEGINS_GROUP.has(action.name) && <MenuSeparator />}
              <MenuItem
                danger={destructionOf(target.kind, action.name) === 'data'}
                disabledReason={refusalOf(t, action)}
                onSelect={() => choose(action.name)}
              >
                {actionWord(t, action.name, target.kind)}
              </MenuItem>
            </Fragment>
          ))}
        </DropdownMenu>
      )}
      {inPalette && <InPalette target={target} onChoose={choose} />}
      {asking && <ActionDialog target={target} action={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

type InPaletteProps = { target: Resource; onChoose: (action: string) => void };

/** Draws nothing: what can be done here, found by typing it. */
function InPalette({ target, onChoose }: InPaletteProps) {
  const t = useT();
  const { actions, kind, name } = target;
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });
  usePublishSelectionActions(
    useMemo(
      () =>
        actions.map(action => {
          const disabledReason = refusalOf(t, action);
          return {
            id: action.name,
            label: actionWord(t, action.name, kind),
            hint: name,
            run: () => choose.current(action.name),
            ...(disabledReason ? { disabledReason } : {}),
          };
        }),
      [t, actions, kind, name],
    ),
  );
  return null;
}
