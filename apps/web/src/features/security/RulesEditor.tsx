import { X } from 'lucide-react';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { directions, hasPorts, presets, protocols, type RuleTexts, toRule } from './rule-form.ts';

type RulesEditorProps = { rules: readonly RuleTexts[]; onChange: (rules: readonly RuleTexts[]) => void };

const presetNames = ['ssh', 'http', 'https', 'ping'] as const;

/** What is let through, one line a rule. */
export function RulesEditor({ rules, onChange }: RulesEditorProps) {
  const t = useT();
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-13 font-medium">{t('security.rules')}</legend>
      <p className="text-12 text-muted">{t('security.rulesHint')}</p>
      {rules.map((rule, at) => (
        // Rules have no name: two alike differ by their place alone.
        // oxlint-disable-next-line react/no-array-index-key
        <RuleFields
          key={at}
          number={at + 1}
          rule={rule}
          onChange={changed => onChange(rules.with(at, changed))}
          onRemove={() => onChange(rules.toSpliced(at, 1))}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        {presetNames.map(name => (
          <Button key={name} size="small" onClick={() => onChange([...rules, presets[name]])}>
            + {t(`security.presets.${name}`)}
          </Button>
        ))}
        <Button size="small" onClick={() => onChange([...rules, { ...presets.ssh, ports: '' }])}>
          + {t('security.otherRule')}
        </Button>
      </div>
    </fieldset>
  );
}

type RuleFieldsProps = {
  number: number;
  rule: RuleTexts;
  onChange: (rule: RuleTexts) => void;
  onRemove: () => void;
};

function RuleFields({ number, rule, onChange, onRemove }: RuleFieldsProps) {
  const t = useT();
  const wrong = toRule(rule) === 'ports';
  const label = (field: string) => `${field} (${number})`;
  return (
    <div className="flex flex-col gap-1 rounded-md border p-2">
      <div className="grid grid-cols-[1fr_1fr_2rem] items-center gap-2 sm:grid-cols-[5.5rem_6rem_1fr_1.4fr_2rem]">
        <Select
          aria-label={label(t('security.direction'))}
          value={rule.direction}
          options={directions.map(value => ({ value, label: t(`security.directions.${value}`) }))}
          onValueChange={direction => onChange({ ...rule, direction })}
        />
        <Select
          aria-label={label(t('security.protocol'))}
          value={rule.protocol}
          options={protocols.map(value => ({ value, label: t(`security.protocols.${value}`) }))}
          onValueChange={protocol => onChange({ ...rule, protocol })}
        />
        <Input
          aria-label={label(t('security.ports'))}
          aria-invalid={wrong || undefined}
          className="font-mono text-12 max-sm:col-start-1"
          placeholder={t('security.allPorts')}
          disabled={!hasPorts(rule.protocol)}
          value={hasPorts(rule.protocol) ? rule.ports : ''}
          onChange={event => onChange({ ...rule, ports: event.target.value })}
        />
        <Input
          aria-label={label(t('security.remote'))}
          className="font-mono text-12"
          placeholder={t('security.anybody')}
          value={rule.remote}
          onChange={event => onChange({ ...rule, remote: event.target.value })}
        />
        <IconButton icon={X} label={t('security.removeRule', { number })} onClick={onRemove} />
      </div>
      {wrong && (
        <p role="alert" className="text-12 text-bad-text">
          {t('security.portsWrong')}
        </p>
      )}
    </div>
  );
}
