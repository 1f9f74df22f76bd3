import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import type { Completion } from '@orrery/inventory/query/complete.ts';
import { type ComponentProps, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { completionsAt, problemsOf, useHiddenFields } from '../api/query-language.ts';
import { keyIntent } from './query-keys.ts';

// Only one question at a time is under way and the last one counts (client: Subscriptions), so this need only spare
// the server the middle of a quickly typed word.
const SETTLE_MS = 60;

type QueryInput = {
  text: string;
  suggestions: readonly Completion[];
  /** Index of the suggestion under the keyboard; -1 for none. */
  chosen: number;
  problem: QueryProblem | undefined;
  open: boolean;
  accept: (index: number) => void;
  clear: () => void;
  /** Spread on the input. */
  handlers: Pick<ComponentProps<'input'>, 'onChange' | 'onSelect' | 'onBlur' | 'onKeyDown'>;
};

/** What is typed into the query bar: completion at the cursor, keys, and handing on once typing has paused. */
export function useQueryInput(kind: ResourceKind, value: string, onChange: (q: string) => void): QueryInput {
  const hides = useHiddenFields();
  const [text, setText] = useFollowed(value);
  const [cursor, setCursor] = useState(0);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  useSettled(text, value, onChange);
  const suggestions = open ? completionsAt(kind, text, cursor, hides) : [];
  const accept = (index: number) => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    const completed = withCompletion(text, suggestion);
    setText(completed.text);
    setChosen(-1);
    setCursor(completed.cursor);
    requestAnimationFrame(() => moveCaret(completed.cursor));
  };
  const intents = {
    accept: () => accept(chosen),
    commit: () => onChange(text.trim()),
    close: () => setOpen(false),
    leave: () => field()?.blur(),
    down: () => setChosen(Math.min(chosen + 1, suggestions.length - 1)),
    up: () => setChosen(Math.max(chosen - 1, -1)),
    open: () => setOpen(true),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const intent = keyIntent(event.key, { open: suggestions.length > 0, chosen });
    if (!intent) return;
    event.preventDefault();
    intents[intent]();
  };
  return {
    text,
    suggestions,
    chosen,
    problem: problemsOf(kind, text, hides)[0],
    open,
    accept,
    clear: () => setText(''),
    handlers: {
      onKeyDown,
      onBlur: () => setOpen(false),
      onSelect: event => setCursor(event.currentTarget.selectionStart ?? 0),
      onChange: event => {
        setText(event.target.value);
        setCursor(event.target.selectionStart ?? event.target.value.length);
        setOpen(true);
        setChosen(-1);
      },
    },
  };
}

/** The field that is typed into has the focus, also while a suggestion is clicked. */
const field = () => (document.activeElement instanceof HTMLInputElement ? document.activeElement : undefined);

const moveCaret = (to: number) => field()?.setSelectionRange(to, to);

/** Own text that follows the value when that changes by other means (a tab, the back button). */
function useFollowed(value: string): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  return [text, setText];
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

function withCompletion(text: string, { insert, kind, replace }: Completion) {
  // After a field its value follows at once; after a value or a flag, the next word.
  const space = kind === 'field' ? '' : ' ';
  return {
    text: text.slice(0, replace.start) + insert + space + text.slice(replace.end).trimStart(),
    cursor: replace.start + insert.length + space.length,
  };
}
