import { type ConsoleKind, consoleKindSchema } from '@orrery/contract/console/console.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { redirect, useParams, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useRef } from 'react';
import { useLiveResource } from '../../api/live-resource.ts';
import { failureOf } from '../../api/problem.ts';
import { loadSession } from '../../api/session.ts';
import { formatDate } from '../../lib/dates.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ConsoleBar } from './ConsoleBar.tsx';
import { ConsoleNotice } from './ConsoleNotice.tsx';
import { useConsole } from './use-console.ts';
import type { ConsoleState } from './console-state.ts';

/** A console in a window of its own. */
function ConsolePage() {
  const t = useT();
  // The route tree is built from manifests: an unregistered router types both as any.
  const params: Record<string, string | undefined> = useParams({ strict: false });
  const search: Record<string, unknown> = useSearch({ strict: false });
  const found = useLiveResource('instance', params.id ?? '');
  if (found.state === 'failed') return <ErrorState failure={failureOf(found.error)} />;
  if (found.state === 'missing')
    return <EmptyState title={t('lists.missingTitle')} text={t('lists.missingText')} />;
  if (found.state === 'loading') return null;
  const kinds = kindsOf(found.resource);
  const asked = consoleKindSchema.safeParse(search.kind).data;
  const kind = asked && kinds.includes(asked) ? asked : kinds[0];
  if (!kind) return <EmptyState title={t('console.none')} text={t('console.noneText')} />;
  return <OpenConsole instance={found.resource} kind={kind} kinds={kinds} />;
}

const kindsOf = ({ consoles }: Instance): ConsoleKind[] =>
  (['serial', 'vnc', 'exec'] as const).filter(kind => consoles.includes(kind));

function OpenConsole({
  instance,
  kind,
  kinds,
}: {
  instance: Instance;
  kind: ConsoleKind;
  kinds: ConsoleKind[];
}) {
  const t = useT();
  const element = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const isRunning = instance.powerState === 'running' || instance.powerState === 'paused';
  const label = t('console.label', { kind: t(`console.kinds.${kind}`), name: instance.name });
  const recorded = (until: string) => t('console.recorded', { time: formatDate(until) });
  const of = { instance: instance.id, kind, label, recorded, isRunning, element };
  const { state, view, reconnect } = useConsole(of);
  // What was open a moment ago is not, once it is off: the link may learn of it later than the row.
  const shown: ConsoleState = isRunning ? state : { is: 'waiting', why: t('console.off') };
  /** Every other key belongs to the instance: this one leads out (WCAG 2.1.2). */
  const leave = (event: KeyboardEvent) => {
    if (!(event.ctrlKey && event.altKey && event.key === 'Home')) return;
    event.preventDefault();
    event.stopPropagation();
    bar.current?.querySelector('button')?.focus();
  };
  return (
    <main className="flex h-dvh flex-col bg-canvas">
      <ConsoleBar ref={bar} instance={instance} kind={kind} kinds={kinds} state={shown} view={view} />
      <ConsoleNotice
        state={shown}
        powerState={instance.powerState}
        onReconnect={isRunning ? reconnect : undefined}
      />
      <div
        onKeyDownCapture={leave}
        className="min-h-0 flex-1 overflow-hidden bg-surface p-2 text-text"
        ref={element}
      />
      <p className="px-3 py-1 text-12 text-muted">{t('console.leave')}</p>
    </main>
  );
}

export const page: Page = {
  Component: ConsolePage,
  loader: async () => {
    const { pathname, search } = globalThis.location;
    if ((await loadSession()) === null)
      redirect({ to: '/login', search: { to: `${pathname}${search}` }, throw: true });
  },
};
