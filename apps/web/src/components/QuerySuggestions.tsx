import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import type { Completion } from '@orrery/inventory/query/complete.ts';
import { cn } from '../lib/cn.ts';
import { useT } from '../lib/i18n.ts';
import { serverWords } from '../lib/server-text.ts';

type QuerySuggestionsProps = {
  id: string;
  suggestions: readonly Completion[];
  chosen: number;
  onAccept: (index: number) => void;
  problem: QueryProblem | undefined;
};

const intoView = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' });

/** What may stand at the cursor, and what is not understood. */
export function QuerySuggestions({ id, suggestions, chosen, onAccept, problem }: QuerySuggestionsProps) {
  const t = useT();
  if (suggestions.length === 0 && !problem)
    return <div id={id} role="listbox" aria-label={t('lists.suggestions')} hidden />;
  return (
    <div className="absolute top-full right-0 left-0 z-30 mt-1 overflow-hidden rounded-md border bg-surface shadow-float">
      {problem && (
        <p className="border-b px-3 py-2 text-12 text-warn-text last:border-b-0" role="status">
          {serverWords(problem.message)} {problem.suggestion}
        </p>
      )}
      <div id={id} role="listbox" aria-label={t('lists.suggestions')} className="scroll-area max-h-72">
        {suggestions.map((suggestion, index) => (
          <div
            key={suggestion.label}
            id={`${id}-${index}`}
            role="option"
            ref={index === chosen ? intoView : undefined}
            tabIndex={-1}
            aria-selected={index === chosen}
            className={cn(
              'flex h-8 cursor-default items-center gap-3 px-3 text-13',
              index === chosen && 'bg-hover',
            )}
            // Before the input loses the focus.
            onPointerDown={event => {
              event.preventDefault();
              onAccept(index);
            }}
          >
            <code className="max-w-2/3 shrink-0 truncate font-mono">{suggestion.label}</code>
            <span className="truncate text-muted">{serverWords(suggestion.detail)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
