import { Meter } from '../../ui/Meter.tsx';

/** A load in a table: as wide as its column, and never too narrow to compare with the one above. */
export function LoadCell({ percent, label }: { percent: number | null; label: string }) {
  return (
    <span className="block w-full min-w-28">
      <Meter percent={percent} label={label} />
    </span>
  );
}
