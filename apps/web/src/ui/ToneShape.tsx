import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import type { Tone } from '../lib/status-tone.ts';

// One shape for each tone, so that no meaning hangs on colour alone:
// filled disc = well, triangle = look, square with a bar = broken, turning arc = under way, ring = at rest.
const SHAPES: Record<Tone, ReactNode> = {
  ok: <circle cx="6" cy="6" r="4.25" fill="currentColor" />,
  warn: <path d="M6 1.2 11.4 10.6H.6Z" fill="currentColor" strokeLinejoin="round" />,
  bad: (
    <>
      <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="1.5" fill="currentColor" />
      <path d="M4 4l4 4M8 4l-4 4" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  busy: (
    <>
      <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.75" opacity="0.3" />
      <path
        d="M6 1.75A4.25 4.25 0 0 1 10.25 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </>
  ),
  off: <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.75" />,
};

const COLOURS: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  busy: 'text-busy',
  off: 'text-off',
};

export function ToneShape({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      className={cn('size-3 shrink-0', COLOURS[tone], tone === 'busy' && 'anim-turn', className)}
    >
      {SHAPES[tone]}
    </svg>
  );
}
