import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import { useEffect, useRef } from 'react';
import { useT } from '../../../lib/i18n.ts';
import type { Tone } from '../../../lib/status-tone.ts';
import { serverWords } from '../../../lib/server-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { ToneShape } from '../../../ui/ToneShape.tsx';
import { latencyOf } from '../columns.tsx';

type Part = ProbeReply['parts'][number];

const STEPS = ['name', 'connect', 'tls', 'login', 'privilege'] as const;

type ProbeResultProps = {
  reply: ProbeReply;
  /** Takes a fingerprint over into the form, for kinds that can trust one. */
  onTrust?: ((fingerprint: string) => void) | undefined;
};

/** How far each connection came, and what to do where it stopped. */
export function ProbeResult({ reply, onTrust }: ProbeResultProps) {
  const t = useT();
  const section = useRef<HTMLElement>(null);
  // The form may be longer than the sheet: what was asked for comes into view.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section
      ref={section}
      aria-label={t('backends.test.title')}
      aria-live="polite"
      className="rounded-lg border"
    >
      <p className="flex items-center gap-2 border-b px-3 py-2 text-13 font-medium">
        <ToneShape tone={reply.ok ? 'ok' : 'bad'} />
        {t(reply.ok ? 'backends.test.ok' : 'backends.test.failed')}
      </p>
      <ul>
        {reply.parts.map((part, index) => (
          <li key={`${index} ${part.address}`} className="border-b px-3 py-3 text-13 last:border-b-0">
            <ProbePart part={part} onTrust={onTrust} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProbePart({ part, onTrust }: { part: Part; onTrust: ProbeResultProps['onTrust'] }) {
  const t = useT();
  const { fingerprint } = part;
  return (
    <>
      <p className="font-mono text-12 [overflow-wrap:anywhere]">{part.address}</p>
      <ol className="my-2 flex flex-wrap gap-x-3 gap-y-1" aria-label={t('backends.test.steps')}>
        {STEPS.map(step => (
          <Step key={step} step={step} part={part} />
        ))}
      </ol>
      <p className={part.ok ? 'text-muted' : 'font-medium'}>{serverWords(part.message)}</p>
      {part.advice && <p className="mt-1">{serverWords(part.advice)}</p>}
      <p className="mt-1 flex flex-wrap gap-x-3 text-12 text-muted">
        {part.version && <span>{part.version}</span>}
        {part.latencyMs !== null && <span>{`${t('fields.latency')} ${latencyOf(part)}`}</span>}
      </p>
      {fingerprint && (
        <div className="mt-2 flex flex-wrap items-center gap-2 rounded-md bg-sunken px-2 py-1.5">
          <span className="text-12 text-muted">{t('backends.form.fingerprint')}</span>
          <code className="min-w-0 flex-1 font-mono text-12 [overflow-wrap:anywhere]">{fingerprint}</code>
          <CopyButton text={fingerprint} />
          {onTrust && (
            <Button size="small" onClick={() => onTrust(fingerprint)}>
              {t('backends.test.trust')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

type Outcome = 'passed' | 'stopped' | 'notReached';

const TONES: Record<Outcome, Tone> = { passed: 'ok', stopped: 'bad', notReached: 'off' };

function Step({ step, part }: { step: (typeof STEPS)[number]; part: Part }) {
  const t = useT();
  const outcome = outcomeOf(step, part);
  return (
    <li className="flex items-center gap-1.5">
      <ToneShape tone={TONES[outcome]} className="size-2.5" />
      <span className={outcome === 'notReached' ? 'text-muted' : ''}>{t(`backends.test.step.${step}`)}</span>
      <span className="sr-only">{t(`backends.test.outcome.${outcome}`)}</span>
    </li>
  );
}

function outcomeOf(step: (typeof STEPS)[number], { ok, step: reached }: Part): Outcome {
  if (ok || reached === 'done') return 'passed';
  const stop = STEPS.indexOf(reached);
  const own = STEPS.indexOf(step);
  return own < stop ? 'passed' : own === stop ? 'stopped' : 'notReached';
}
