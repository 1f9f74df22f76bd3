import { ToggleGroup } from 'radix-ui';
import type { LucideIcon } from 'lucide-react';

export type Segment<V extends string> = { value: V; label: string; icon?: LucideIcon };

type SegmentedControlProps<V extends string> = {
  segments: readonly Segment<V>[];
  value: V;
  onValueChange: (value: V) => void;
  label: string;
};

/** One choice of a few, all of them visible. */
export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>) {
  const { segments, value, onValueChange, label } = props;
  const change = (text: string) => {
    const chosen = segments.find(segment => segment.value === text);
    if (chosen) onValueChange(chosen.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={change}
      aria-label={label}
      className="inline-flex max-w-full self-start overflow-x-auto rounded-md border bg-sunken p-0.5"
    >
      {segments.map(({ value: segment, label: text, icon: Icon }) => (
        <ToggleGroup.Item
          key={segment}
          value={segment}
          className="flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-[4px] border border-transparent px-2.5 text-13 text-muted hover:text-text data-[state=on]:border-line data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-text"
        >
          {Icon && <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />}
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
