import type { ReactNode } from 'react';

export type Fact = { label: string; value: ReactNode; mono?: boolean };

/** Facts in two columns; on a phone the label stands above its value. */
export function KeyValueList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)] text-13 max-sm:grid-cols-1">
      {facts.map(fact => (
        <div
          key={fact.label}
          className="col-span-full grid min-h-8 grid-cols-subgrid items-baseline border-b py-1.5 last:border-b-0"
        >
          <dt className="pr-4 text-muted">{fact.label}</dt>
          <dd
            className={fact.mono ? 'font-mono text-12 [overflow-wrap:anywhere]' : '[overflow-wrap:anywhere]'}
          >
            {fact.value ?? <span className="text-subtle">–</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
