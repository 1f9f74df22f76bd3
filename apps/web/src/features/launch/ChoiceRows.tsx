import type { ReactNode } from 'react';
import { cn } from '../../lib/cn.ts';

export type Choice = {
  value: string;
  title: string;
  /** What tells it apart: system, size, age. */
  detail?: string | null;
  /** Numbers at the end of the row. */
  facts?: ReactNode;
  /** Why it cannot be taken; it stays visible. */
  refusal?: string | undefined;
};

type ChoiceRowsProps = {
  label: string;
  name: string;
  choices: readonly Choice[];
  value: string | null;
  onChange: (value: string) => void;
};

/** One of many, as rows that show what decides. The platform's radio buttons: arrows move, the form knows them. */
export function ChoiceRows({ label, name, choices, value, onChange }: ChoiceRowsProps) {
  return (
    <div role="radiogroup" aria-label={label} className="scroll-area max-h-72 rounded-md border">
      {choices.map(choice => (
        <label
          key={choice.value}
          className={cn(
            'flex min-h-11 cursor-pointer items-center gap-3 border-b px-3 py-1.5 last:border-b-0 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
            choice.value === value && 'bg-accent-tint hover:bg-accent-tint',
            choice.refusal && 'cursor-not-allowed',
          )}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            aria-disabled={choice.refusal ? true : undefined}
            onChange={() => !choice.refusal && onChange(choice.value)}
            className="size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0 flex-1">
            <span className={cn('block truncate text-13 font-medium', choice.refusal && 'text-subtle')}>
              {choice.title}
            </span>
            {(choice.refusal ?? choice.detail) && (
              <span className="block text-12 text-muted [overflow-wrap:anywhere]">
                {choice.refusal ?? choice.detail}
              </span>
            )}
          </span>
          {choice.facts && (
            <span className="tabular shrink-0 text-right text-12 text-muted">{choice.facts}</span>
          )}
        </label>
      ))}
    </div>
  );
}
