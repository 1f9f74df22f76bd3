import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { cn } from '../lib/cn.ts';

type CheckboxProps = {
  checked: boolean | 'indeterminate';
  onCheckedChange: (checked: boolean) => void;
  label: string;
  /** Show the label beside the box; otherwise it is only spoken. */
  showLabel?: boolean;
  disabled?: boolean;
  tabIndex?: number;
};

export function Checkbox({ checked, onCheckedChange, label, showLabel, disabled, tabIndex }: CheckboxProps) {
  const box = (
    <Radix.Root
      checked={checked}
      disabled={disabled}
      tabIndex={tabIndex}
      aria-label={label}
      onCheckedChange={next => onCheckedChange(next === true)}
      className={cn(
        'flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface text-on-accent',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        'disabled:opacity-50',
      )}
    >
      <Radix.Indicator>
        {checked === 'indeterminate' ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
  if (!showLabel) return box;
  return (
    <span className="flex min-h-7 items-center gap-2 text-13">
      {box}
      {/* The box carries the name; a click on the words is a convenience for the pointer. */}
      <span aria-hidden onClick={() => !disabled && onCheckedChange(checked !== true)}>
        {label}
      </span>
    </span>
  );
}
