import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';

export type SelectOption<V extends string> = { value: V; label: string; disabled?: boolean };

type SelectProps<V extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> & {
  options: readonly SelectOption<V>[];
  value: V;
  onValueChange: (value: V) => void;
};

/** The platform's own select: right on phones and screen readers, and free of injected styles. */
export function Select<V extends string>({
  options,
  value,
  onValueChange,
  className,
  ...rest
}: SelectProps<V>) {
  const change = (text: string) => {
    const chosen = options.find(option => option.value === text);
    if (chosen) onValueChange(chosen.value);
  };
  return (
    <span className={cn('relative block', className)}>
      <select
        {...rest}
        value={value}
        onChange={event => change(event.target.value)}
        className="field appearance-none pr-8"
      >
        {options.map(option => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-subtle" />
    </span>
  );
}
