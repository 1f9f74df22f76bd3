import { ConsoleLink } from '@orrery/client/console/console-link.ts';
import type { ConsoleFromServer, ConsoleKind } from '@orrery/contract/console/console.ts';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import type { ConsoleState } from './console-state.ts';
import type { ConsoleView } from './console-view.ts';
import { notOpened } from './not-opened.ts';

const views = {
  serial: async () => (await import('./serial-view.ts')).serialView,
  exec: async () => (await import('./serial-view.ts')).serialView,
  vnc: async () => (await import('./screen-view.ts')).screenView,
};
const soonest = 500;
const latest = 10_000;

interface UseConsole {
  instance: string;
  kind: ConsoleKind;
  label: string;
  /** What is said below a boot that was recorded. */
  recorded: (until: string) => string;
  isRunning: boolean;
  element: RefObject<HTMLElement | null>;
}

/** Opens a console into an element, and again after the instance stopped, moved or was lost, for as long as it is shown. */
export function useConsole({ instance, kind, label, recorded, isRunning, element }: UseConsole) {
  const [state, setState] = useState<ConsoleState>({ is: 'connecting' });
  const [attempt, setAttempt] = useState(0);
  const view = useRef<ConsoleView | null>(null);
  const failures = useRef(0);
  const noteOf = useEffectEvent(recorded);
  useEffect(() => {
    const target = element.current;
    if (!target || !isRunning) return undefined;
    const session = new ConsoleSession({ instance, kind, label, element: target });
    session.run({
      shown: made => {
        view.current = made;
      },
      recorded: until => noteOf(until),
      state: next => {
        if (next.is === 'open') failures.current = 0;
        setState(next);
      },
      again: () => {
        const wait = Math.min(latest, soonest * 2 ** failures.current++);
        timer = setTimeout(() => setAttempt(n => n + 1), wait);
      },
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    return () => {
      clearTimeout(timer);
      session.end();
      view.current = null;
    };
  }, [instance, kind, label, isRunning, element, attempt]);
  return { state, view, reconnect: () => setAttempt(n => n + 1) };
}

interface SessionEvents {
  shown: (view: ConsoleView) => void;
  recorded: (until: string) => string;
  state: (state: ConsoleState) => void;
  again: () => void;
}

/** One connection with what it is drawn by. */
class ConsoleSession {
  readonly #of: { instance: string; kind: ConsoleKind; label: string; element: HTMLElement };
  readonly #gone = new AbortController();
  #link: ConsoleLink | undefined;
  #view: ConsoleView | undefined;

  constructor(of: { instance: string; kind: ConsoleKind; label: string; element: HTMLElement }) {
    this.#of = of;
  }

  run(events: SessionEvents): void {
    this.#open(events).catch((error: unknown) => {
      if (this.#gone.signal.aborted) return;
      const state = notOpened(error);
      events.state(state);
      if (state.is === 'waiting') events.again();
    });
  }

  end(): void {
    this.#gone.abort();
    this.#link?.close();
    this.#view?.dispose();
    this.#of.element.replaceChildren();
  }

  async #open(events: SessionEvents): Promise<void> {
    const { instance, kind, label, element } = this.#of;
    // The code comes first: a screen must be there when the first byte arrives, and tickets do not wait.
    const makeView = await views[kind]();
    events.state({ is: 'connecting' });
    const { ticket } = await orrery.consoleTicket(instance, kind, this.#gone.signal);
    if (this.#gone.signal.aborted) return;
    const view = makeView({ element, label });
    this.#view = view;
    const link = new ConsoleLink(ticket, {
      kind,
      events: {
        opened: () => {
          view.attach(link);
          events.shown(view);
          view.focus();
        },
        bytes: bytes => view.bytes(bytes),
        message: message => this.#told(message, events),
        lost: () => {
          events.state({ is: 'waiting', why: '' });
          events.again();
        },
      },
    });
    this.#link = link;
  }

  #told(message: ConsoleFromServer, { state, again, recorded }: SessionEvents): void {
    if (message.type === 'recorded') this.#view?.note(recorded(message.until));
    if (message.type === 'opened' || message.type === 'viewers')
      state({ is: 'open', viewers: message.viewers });
    if (message.type !== 'ended') return;
    state({ is: message.again ? 'waiting' : 'ended', why: message.message });
    if (message.again) again();
  }
}
