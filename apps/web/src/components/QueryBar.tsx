import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { completionsAt, problemsOf, useHiddenFields } from '../api/query-language.ts';
import { cn } from '../lib/cn.ts';
import { useT } from '../lib/i18n.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { QuerySuggestions } from './QuerySuggestions.tsx';

// Long enough that a word is typed, short enough to feel immediate.
const SETTLE_MS = 150;

type QueryBarProps = {
  kind: ResourceKind;
  value: string;
  onChange: (q: string) => void;
  /** An example for this kind, shown while nothing is typed. */
  hint?: string | undefined;
  children?: ReactNode;
};

/** The one query language, with completion and with what is wrong said where it is typed. `/` focuses it. */
export function QueryBar({ kind, value, onChange, hint, children }: QueryBarProps) {
  const t = useT();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const hides = useHiddenFields();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const [cursor, setCursor] = useState(0);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  // The URL changed by other means (a tab, the back button): follow it.
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useSettled(text, value, onChange);
  const suggestions = open ? completionsAt(kind, text, cursor, hides) : [];
  const problem = problemsOf(kind, text, hides)[0];
  const accept = (index: number) => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    const { start, end } = suggestion.replace;
    const space = suggestion.kind === 'field' ? '' : ' ';
    const next = text.slice(0, start) + suggestion.insert + space + text.slice(end).trimStart();
    setText(next);
    setChosen(-1);
    moveCursor(input.current, start + suggestion.insert.length + space.length, setCursor);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const handled = keyIntent(event.key, { open: suggestions.length > 0, chosen });
    if (!handled) return;
    event.preventDefault();
    if (handled === 'accept') accept(chosen);
    if (handled === 'commit') onChange(text.trim());
    if (handled === 'close') setOpen(false);
    if (handled === 'leave') input.current?.blur();
    if (handled === 'down') setChosen(now => Math.min(now + 1, suggestions.length - 1));
    if (handled === 'up') setChosen(now => Math.max(now - 1, -1));
    if (handled === 'open') setOpen(true);
  };
  return (
    <div className="relative min-w-0 flex-1">
      <div className={cn('relative', problem && 'query-problem')}>
        <Search
          aria-hidden
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle"
          strokeWidth={1.75}
        />
        <input
          ref={input}
          data-query
          role="combobox"
          aria-label={t('lists.query')}
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-invalid={problem !== undefined}
          aria-description={problem?.message}
          autoComplete="off"
          spellCheck={false}
          placeholder={hint ?? t('lists.queryHint')}
          className="field pr-9 pl-8 font-mono text-13"
          value={text}
          onChange={event => {
            setText(event.target.value);
            setCursor(event.target.selectionStart ?? event.target.value.length);
            setOpen(true);
            setChosen(-1);
          }}
          onSelect={event => setCursor(event.currentTarget.selectionStart ?? 0)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {text !== '' && (
          <span className="absolute inset-y-0 right-0.5 flex items-center">
            <IconButton icon={X} size="small" label={t('ui.clear')} onClick={() => setText('')} />
          </span>
        )}
      </div>
      <QuerySuggestions
        id={listId}
        suggestions={suggestions}
        chosen={chosen}
        onAccept={accept}
        problem={open ? problem : undefined}
      />
      {children}
    </div>
  );
}

/** Hands the text on once typing has paused. */
function useSettled(text: string, value: string, onChange: (q: string) => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => latest.current(text.trim()), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
}

type Intent = 'accept' | 'commit' | 'close' | 'leave' | 'down' | 'up' | 'open';

export function keyIntent(key: string, list: { open: boolean; chosen: number }): Intent | undefined {
  if (key === 'Enter' || key === 'Tab') {
    if (list.open && list.chosen >= 0) return 'accept';
    return key === 'Enter' ? 'commit' : undefined;
  }
  if (key === 'Escape') return list.open ? 'close' : 'leave';
  if (key === 'ArrowDown') return list.open ? 'down' : 'open';
  if (key === 'ArrowUp' && list.open) return 'up';
  return undefined;
}

function moveCursor(input: HTMLInputElement | null, to: number, setCursor: (at: number) => void): void {
  setCursor(to);
  requestAnimationFrame(() => input?.setSelectionRange(to, to));
}
