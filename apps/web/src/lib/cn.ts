import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// Our sizes are named after their pixels; tailwind-merge would take `text-13` for a colour otherwise.
const merge = extendTailwindMerge({
  extend: { theme: { text: ['12', '13', '14', '16', '20', '28'], shadow: ['float'] } },
});

/** Joins class names; a later utility wins over an earlier one of the same kind. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
