import { useLayoutEffect, useMemo, useRef } from 'react';
import { useT } from '../../../lib/i18n.ts';
import { linesOfTerminal } from '../../../lib/terminal-text.ts';

type BootLinesProps = { text: string; search: string; isLive: boolean };

/** The lines, or those with a text in them. While it boots the end stays in sight of whoever is there. */
export function BootLines({ text, search, isLive }: BootLinesProps) {
  const t = useT();
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const lines = useMemo(() => linesOfTerminal(text), [text]);
  const shown = useMemo(() => {
    const wanted = search.toLowerCase();
    return wanted === '' ? lines : lines.filter(line => line.toLowerCase().includes(wanted));
  }, [lines, search]);
  useLayoutEffect(() => {
    const { current } = box;
    if (current && isLive && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [shown, isLive]);
  const scrolled = () => {
    const { current } = box;
    if (current) atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < 24;
  };
  const empty = text === '' ? t('console.bootLog.nothing') : t('logs.nothingFound');
  return (
    <pre
      ref={box}
      onScroll={scrolled}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A region that scrolls is reached by the keyboard.
      tabIndex={0}
      role="log"
      aria-label={t('console.bootLog.title')}
      aria-live="off"
      className="scroll-area h-[60vh] min-h-64 overflow-auto whitespace-pre-wrap break-all rounded-md border bg-sunken p-3 font-mono text-12"
    >
      {text === '' || shown.length === 0 ? <span className="text-muted">{empty}</span> : shown.join('\n')}
    </pre>
  );
}
