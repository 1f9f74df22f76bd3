import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import type { Completion } from '@orrery/inventory/query/complete.ts';
import { type ComponentProps, type KeyboardEvent, useState } from 'react';
import { useKnownNames } from '../api/known-names.ts';
import { completionsAt, namesWanted, problemsOf, useHiddenFields } from '../api/query-language.ts';
import { useT } from '../lib/i18n.ts';
import { namedValues } from './name-hint.ts';
import { keyIntent } from './query-keys.ts';
import { useOwnText } from './use-own-text.ts';

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
  const t = useT();
  const hides = useHiddenFields();
  const { text, setText, handOn } = useOwnText(value, onChange);
  const [cursor, setCursor] = useState(0);
  const [open, setOpen] = useState(false);
  // By its words: names that are found while the keyboard stands on one move it to another place.
  const [chosenLabel, setChosen] = useState<string>();
  const wanted = open ? namesWanted(kind, { text, cursor }, hides) : undefined;
  const found = useKnownNames(wanted);
  const names = wanted ? namedValues(t, found) : [];
  const suggestions = open ? completionsAt(kind, { text, cursor }, { hides, names }) : [];
  const chosen = suggestions.findIndex(({ label }) => label === chosenLabel);
  const choose = (index: number) => setChosen(suggestions[index]?.label);
  const accept = (index: number) => {
    const suggestion = suggestions[index];
    if (!suggestion) return;
    const completed = withCompletion(text, suggestion);
    setText(completed.text);
    setChosen(undefined);
    setCursor(completed.cursor);
    requestAnimationFrame(() => moveCaret(completed.cursor));
  };
  const intents = {
    accept: () => accept(chosen),
    commit: handOn,
    close: () => setOpen(false),
    leave: () => field()?.blur(),
    down: () => choose(Math.min(chosen + 1, suggestions.length - 1)),
    up: () => choose(chosen - 1),
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
        setChosen(undefined);
      },
    },
  };
}

/** The field that is typed into has the focus, also while a suggestion is clicked. */
const field = () => (document.activeElement instanceof HTMLInputElement ? document.activeElement : undefined);

const moveCaret = (to: number) => field()?.setSelectionRange(to, to);

function withCompletion(text: string, { insert, kind, replace }: Completion) {
  // After a field its value follows at once; after a value or a flag, the next word.
  const space = kind === 'field' ? '' : ' ';
  return {
    text: text.slice(0, replace.start) + insert + space + text.slice(replace.end).trimStart(),
    cursor: replace.start + insert.length + space.length,
  };
}
