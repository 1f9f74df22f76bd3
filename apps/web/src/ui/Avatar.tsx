/** Initials of a person or a project. Decorative: the name stands beside it or in the label of its button. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      // Drawn by CSS: decoration is no text that a label would have to repeat.
      data-initials={initials(name)}
      className="before:content-[attr(data-initials)] inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-tint text-[0.625rem] font-semibold text-accent"
    />
  );
}

export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : name.slice(0, 2);
  return letters.toUpperCase();
}
