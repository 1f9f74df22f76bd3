import type { ActionState, ResourceKind } from '@orrery/contract/resources/base.ts';
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
import { menuOrder } from './menu-order.ts';
import { useActAtOnce } from './use-act.ts';

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
          <MenuOfActions kind={target.kind} actions={rest} onChoose={choose} />
        </DropdownMenu>
      )}
      {inPalette && <InPalette target={target} onChoose={choose} />}
      {asking && <ActionDialog target={target} action={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

type MenuOfActionsProps = {
  kind: ResourceKind;
  actions: readonly ActionState[];
  onChoose: (action: string) => void;
};

/** Drawn when the menu opens. What is possible may change while it is read, but nothing in it moves. */
function MenuOfActions({ kind, actions, onChoose }: MenuOfActionsProps) {
  const t = useT();
  const [groups] = useState(() => menuOrder(actions));
  return groups.map((names, index) => (
    <Fragment key={names[0]}>
      {index > 0 && <MenuSeparator />}
      {names
        .flatMap(name => actions.find(action => action.name === name) ?? [])
        .map(action => (
          <MenuItem
            key={action.name}
            danger={destructionOf(kind, action.name) === 'data'}
            disabledReason={refusalOf(t, action)}
            onSelect={() => onChoose(action.name)}
          >
            {actionWord(t, action.name, kind)}
          </MenuItem>
        ))}
    </Fragment>
  ));
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
