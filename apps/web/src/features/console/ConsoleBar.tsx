import type { ConsoleKind } from '@orrery/contract/console/console.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useNavigate } from '@tanstack/react-router';
import { ClipboardPaste } from 'lucide-react';
import { type Ref, type RefObject, useState } from 'react';
import { detailPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Select } from '../../ui/Select.tsx';
import type { ConsoleView } from './console-view.ts';
import { FullScreenButton } from './FullScreenButton.tsx';
import { SendKeysMenu } from './SendKeysMenu.tsx';
import { TypeTextDialog } from './TypeTextDialog.tsx';
import type { ConsoleState } from './console-state.ts';
import { useTyping } from './use-typing.ts';

type ConsoleBarProps = {
  instance: Instance;
  kind: ConsoleKind;
  kinds: readonly ConsoleKind[];
  state: ConsoleState;
  view: RefObject<ConsoleView | null>;
  ref: Ref<HTMLDivElement>;
};

/** Which console this is, how it stands, and the keys that a browser cannot press. */
export function ConsoleBar({ instance, kind, kinds, state, view, ref }: ConsoleBarProps) {
  const t = useT();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const { typed, type, stop } = useTyping(view);
  const notOpen = state.is === 'open' ? undefined : t('console.notOpen');
  /** The dialog gives the focus back to where it came from: to the console, where its text goes. */
  const ask = () => {
    view.current?.focus();
    setAsking(true);
  };
  const choose = (chosen: ConsoleKind) => void navigate({ to: '.', search: { kind: chosen }, replace: true });
  return (
    <div ref={ref} className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5">
      <h1 className="text-14 font-semibold">
        <TextLink href={detailPath('instance', instance.id)}>{instance.name}</TextLink>
      </h1>
      <p role="status" className="text-13 text-muted">
        {t(`console.states.${state.is}`)}
        {state.is === 'open' && state.viewers > 1 && ` · ${t('console.viewers', { count: state.viewers })}`}
      </p>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {kinds.length > 1 && (
          <Select
            aria-label={t('console.which')}
            value={kind}
            onValueChange={choose}
            options={kinds.map(value => ({ value, label: t(`console.kinds.${value}`) }))}
          />
        )}
        <SendKeysMenu kind={kind} view={view} disabledReason={notOpen} />
        {typed !== null && state.is === 'open' ? (
          <Button onClick={stop}>{t('console.stopTyping', { percent: Math.floor(typed * 100) })}</Button>
        ) : (
          <Button disabledReason={notOpen} onClick={ask}>
            <ClipboardPaste aria-hidden className="size-4" />
            {t('console.typeText')}
          </Button>
        )}
        <FullScreenButton />
      </div>
      {isAsking && (
        <TypeTextDialog
          kind={kind}
          onClose={() => setAsking(false)}
          onType={text => {
            setAsking(false);
            type(text);
          }}
        />
      )}
    </div>
  );
}
