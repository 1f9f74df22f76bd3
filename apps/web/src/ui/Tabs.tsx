import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export type Tab<V extends string> = { value: V; label: string; count?: number };

type TabsProps<V extends string> = {
  tabs: readonly Tab<V>[];
  value: V;
  onValueChange: (value: V) => void;
  label: string;
  children: ReactNode;
};

/** Tabs of a page. The value belongs in the URL; `TabPanel`s are the children. */
export function Tabs<V extends string>({ tabs, value, onValueChange, label, children }: TabsProps<V>) {
  const change = (text: string) => {
    const chosen = tabs.find(tab => tab.value === text);
    if (chosen) onValueChange(chosen.value);
  };
  return (
    <Radix.Root value={value} onValueChange={change} className="flex min-h-0 flex-1 flex-col">
      <Radix.List
        aria-label={label}
        className="flex shrink-0 gap-1 overflow-x-auto border-b px-4 max-md:px-2 [scrollbar-width:none]"
      >
        {tabs.map(tab => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="relative -mb-px flex h-10 items-center gap-1.5 whitespace-nowrap px-2 text-13 font-medium text-muted -outline-offset-2 hover:text-text data-[state=active]:text-text data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent"
          >
            {tab.label}
            {tab.count !== undefined && <span className="tabular font-normal text-subtle">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className="scroll-area min-h-0 flex-1 p-6 -outline-offset-2 max-md:p-4">
      {children}
    </Radix.Content>
  );
}
