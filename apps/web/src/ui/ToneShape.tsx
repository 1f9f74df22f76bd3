import { cn } from '../lib/cn.ts';
import type { Tone } from '../lib/status-tone.ts';

/**
 * One shape for each tone, so that no meaning hangs on colour alone: filled disc = well, triangle = look, square with a
 * cross = broken, turning arc = under way, ring = at rest. One element, drawn by styles/marks.css: every row has one.
 */
export function ToneShape({ tone, className }: { tone: Tone; className?: string }) {
  return <i aria-hidden data-tone={tone} className={cn('tone size-3', className)} />;
}
