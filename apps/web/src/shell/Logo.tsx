/** A planet on its orbit. Drawn in the accent colour; the word stands beside it where there is room. */
export function Logo() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      className="size-5 shrink-0 text-accent"
      fill="none"
      stroke="currentColor"
    >
      <circle cx="12" cy="12" r="3.25" fill="currentColor" stroke="none" />
      <circle cx="12" cy="12" r="9" strokeWidth="1.5" />
      <circle cx="18.36" cy="5.64" r="2.75" fill="currentColor" stroke="var(--rail)" strokeWidth="1.5" />
    </svg>
  );
}
