import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import { type Translate, useT } from '../../../lib/i18n.ts';
import { intlLocale } from '../../../lib/locale.ts';
import { sentenceOf } from '../../../lib/sentences.ts';
import { ToneShape } from '../../../ui/ToneShape.tsx';

/** Which rule, with what it needs and what was found; the server's own words where they are the reader's language. */
export function reasonText(t: Translate, { code, message, needed, found }: MigrationReason): string {
  const rule = t(`migrations.rules.${code}`);
  const measured =
    needed !== null && found !== null
      ? t('migrations.dialog.needs', { needed, found })
      : needed !== null
        ? t('migrations.dialog.needsOnly', { needed })
        : found !== null && t('migrations.dialog.foundOnly', { found });
  const said = intlLocale() === 'en' ? message : rule;
  return measured ? `${said}: ${measured}` : said;
}

/** Providers know best what to do; what has no words in the reader's language is left to the rule. */
function Advice({ text }: { text: string }) {
  const said = sentenceOf(text);
  if (intlLocale() === 'en') return <> {text}.</>;
  return said === undefined ? null : <> {said}。</>;
}

export function ReasonLine({ reason }: { reason: MigrationReason }) {
  const t = useT();
  return (
    <span className="flex items-start gap-1.5 text-12 text-muted">
      <ToneShape tone={reason.severity === 'blocks' ? 'off' : 'warn'} className="mt-0.5 size-2.5 shrink-0" />
      <span className="min-w-0">
        {reasonText(t, reason)}
        {reason.advice && <Advice text={reason.advice} />}
      </span>
    </span>
  );
}
