import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import type { Tone } from '../lib/status-tone.ts';

const style = cva(
  'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-12 font-medium',
  {
    variants: {
      tone: {
        ok: 'bg-ok-tint text-ok-text',
        warn: 'bg-warn-tint text-warn-text',
        bad: 'bg-bad-tint text-bad-text',
        busy: 'bg-busy-tint text-busy-text',
        off: 'bg-off-tint text-off-text',
        neutral: 'border text-muted',
      } satisfies Record<Tone | 'neutral', string>,
    },
  },
);

export function Badge({ tone = 'neutral', children }: { tone?: Tone | 'neutral'; children: ReactNode }) {
  return <span className={style({ tone })}>{children}</span>;
}
