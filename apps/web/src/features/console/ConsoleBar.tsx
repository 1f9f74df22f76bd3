import type { ConsoleKind } from '@orrery/contract/console/console.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useNavigate } from '@tanstack/react-router';
import { ClipboardPaste, Keyboard, Maximize } from 'lucide-react';
import { type Ref, type RefObject, useState } from 'react';
import { detailPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { Select } from '../../ui/Select.tsx';
import type { ConsoleView } from './console-view.ts';
import { TypeTextDialog } from './TypeTextDialog.tsx';
import type { ConsoleState } from './use-console.ts';

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
  const [isTyping, setTyping] = useState(false);
  const notOpen = state.is === 'open' ? undefined : t('console.notOpen');
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
      <div className="ml-auto flex items-center gap-2">
        {kinds.length > 1 && (
          <Select
            aria-label={t('console.which')}
            value={kind}
            onValueChange={choose}
            options={kinds.map(value => ({ value, label: t(`console.kinds.${value}`) }))}
          />
        )}
        {kind === 'vnc' && (
          <Button disabledReason={notOpen} onClick={() => view.current?.ctrlAltDelete?.()}>
            <Keyboard aria-hidden className="size-4" />
            Ctrl-Alt-Del
          </Button>
        )}
        <Button disabledReason={notOpen} onClick={() => setTyping(true)}>
          <ClipboardPaste aria-hidden className="size-4" />
          {t('console.typeText')}
        </Button>
        <Button onClick={() => void document.documentElement.requestFullscreen()}>
          <Maximize aria-hidden className="size-4" />
          {t('console.fullScreen')}
        </Button>
      </div>
      {isTyping && (
        <TypeTextDialog
          onClose={() => setTyping(false)}
          onType={text => {
            setTyping(false);
            view.current?.focus();
            void view.current?.type(text);
          }}
        />
      )}
    </div>
  );
}
