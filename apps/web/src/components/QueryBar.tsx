import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { Search, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useT } from '../lib/i18n.ts';
import { serverWords } from '../lib/server-text.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { QuerySuggestions } from './QuerySuggestions.tsx';
import { useQueryInput } from './use-query-input.ts';

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
  const problemId = useId();
  const query = useQueryInput(kind, value, onChange);
  const { suggestions, chosen, problem, text } = query;
  return (
    <div className="relative min-w-0 flex-1">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle"
        strokeWidth={1.75}
      />
      <input
        data-query
        role="combobox"
        aria-autocomplete="list"
        aria-label={t('lists.query')}
        aria-expanded={suggestions.length > 0}
        aria-controls={listId}
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={problem && problemId}
        autoComplete="off"
        spellCheck={false}
        placeholder={hint ?? t('lists.queryHint')}
        className="field pr-9 pl-8 font-mono text-13 text-ellipsis"
        value={text}
        {...query.handlers}
      />
      {text !== '' && (
        <span className="absolute inset-y-0 right-0.5 flex items-center">
          <IconButton icon={X} size="small" label={t('ui.clear')} onClick={query.clear} />
        </span>
      )}
      {problem && (
        <span id={problemId} className="sr-only">
          {serverWords(problem.message)}
        </span>
      )}
      <span className="sr-only" aria-live="polite">
        {suggestions.length > 0 && t('lists.suggested', { count: suggestions.length })}
      </span>
      <QuerySuggestions
        id={listId}
        suggestions={suggestions}
        chosen={chosen}
        onAccept={query.accept}
        problem={query.open ? problem : undefined}
      />
      {children}
    </div>
  );
}
