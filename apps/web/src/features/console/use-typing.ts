import { type RefObject, useRef, useState } from 'react';
import type { ConsoleView } from './console-view.ts';

/** Types texts into a console, one at a time, and says how far it is: a long one takes minutes. */
export function useTyping(view: RefObject<ConsoleView | null>) {
  const [typed, setTyped] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  const stop = () => running.current?.abort();
  const type = (text: string) => {
    stop();
    const mine = new AbortController();
    running.current = mine;
    setTyped(0);
    const over = () => {
      if (running.current === mine) setTyped(null);
    };
    const typing = { signal: mine.signal, typed: setTyped };
    void (view.current?.type(text, typing) ?? Promise.resolve()).then(over, over);
  };
  return { typed, type, stop };
}
