import { cn } from '../lib/cn.ts';

type RingProps = {
  label: string;
  /** 0 to 100: what is used, and what is kept besides that. */
  used: number;
  reserved?: number;
  /** Nothing more fits. */
  full?: boolean;
  /** Stands in the middle. */
  text: string;
};

const RADIUS = 26;
const LENGTH = 2 * Math.PI * RADIUS;

/** A share of a whole as an arc from the top; the words beside it say the same. */
export function Ring({ label, used, reserved = 0, full = false, text }: RingProps) {
  const arc = (from: number, share: number) => ({
    strokeDasharray: `${(share / 100) * LENGTH} ${LENGTH}`,
    strokeDashoffset: (-from / 100) * LENGTH,
  });
  return (
    <svg
      viewBox="0 0 64 64"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(Math.min(100, used + reserved))}
      className="size-16 shrink-0"
    >
      <g fill="none" strokeWidth={7} transform="rotate(-90 32 32)">
        <circle cx={32} cy={32} r={RADIUS} className="stroke-hover" />
        <circle
          cx={32}
          cy={32}
          r={RADIUS}
          className={full ? 'stroke-warn' : 'stroke-accent'}
          {...arc(0, used)}
        />
        {reserved > 0 && (
          <circle cx={32} cy={32} r={RADIUS} className="stroke-busy" {...arc(used, reserved)} />
        )}
      </g>
      <text
        x={32}
        y={36.5}
        textAnchor="middle"
        className={cn('tabular fill-text text-13 font-semibold', full && 'fill-warn-text')}
      >
        {text}
      </text>
    </svg>
  );
}
