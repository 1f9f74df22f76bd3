import type { MigrationSetting } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationWay } from '@orrery/contract/migrations/options.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../../api/live-rows.ts';
import { useT } from '../../../lib/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Input } from '../../../ui/Input.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { isNumber, isRight, numberFields, type NumberSetting, type Settings } from './move-draft.ts';

type MoveSettingsProps = {
  way: MigrationWay;
  backend: string | null;
  settings: Settings;
  onChange: (setting: MigrationSetting, value: string | boolean) => void;
};

/** What the API takes for granted (migrate-args.ts) where nothing is said. */
const ON_BY_ITSELF: readonly MigrationSetting[] = ['persist', 'undefineSource', 'abortOnError'];

/** Only what this way to this host can be told; folded, since none of it is needed. */
export function MoveSettings({ way, backend, settings, onChange }: MoveSettingsProps) {
  const t = useT();
  if (way.settings.length === 0) return null;
  return (
    <details className="rounded-md border">
      <summary className="cursor-pointer px-3 py-2 text-13 font-medium">
        {t('migrations.dialog.advanced')}
      </summary>
      <div className="grid gap-x-6 gap-y-3 border-t p-3 sm:grid-cols-2">
        {way.settings.map(setting => (
          <Setting
            key={setting}
            setting={setting}
            backend={backend}
            value={settings[setting]}
            onChange={value => onChange(setting, value)}
          />
        ))}
      </div>
    </details>
  );
}

type SettingProps = {
  setting: MigrationSetting;
  backend: string | null;
  value: string | boolean | undefined;
  onChange: (value: string | boolean) => void;
};

function Setting({ setting, backend, value, onChange }: SettingProps) {
  const t = useT();
  const label = t(`migrations.dialog.settings.${setting}`);
  if (isNumber(setting)) return <NumberField setting={setting} value={value} onChange={onChange} />;
  if (setting === 'transport')
    return <TransportField label={label} value={String(value ?? '')} onChange={onChange} />;
  if (setting === 'storagePool')
    return <PoolField label={label} backend={backend} value={String(value ?? '')} onChange={onChange} />;
  return (
    <label className="flex min-h-8 items-center justify-between gap-4 text-13">
      {label}
      <Switch
        aria-label={label}
        checked={value === undefined ? ON_BY_ITSELF.includes(setting) : value === true}
        onCheckedChange={onChange}
      />
    </label>
  );
}

type NumberFieldProps = {
  setting: NumberSetting;
  value: string | boolean | undefined;
  onChange: (value: string) => void;
};

function NumberField({ setting, value, onChange }: NumberFieldProps) {
  const t = useT();
  const { least, most, unit } = numberFields[setting];
  return (
    <Field
      label={t(`migrations.dialog.settings.${setting}`)}
      error={isRight(setting, value) ? undefined : t('migrations.dialog.wrongNumber', { least, most })}
    >
      {ids => (
        <Input
          {...ids}
          inputMode="numeric"
          autoComplete="off"
          placeholder={t('migrations.dialog.own')}
          suffix={unit}
          value={String(value ?? '')}
          onChange={event => onChange(event.target.value.trim())}
        />
      )}
    </Field>
  );
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void };

function TransportField({ label, value, onChange }: ChoiceProps) {
  const t = useT();
  const transports = ['peer-to-peer', 'managed', 'tunnelled'] as const;
  const options = transports.map(one => ({ value: one, label: t(`migrations.dialog.transports.${one}`) }));
  return (
    <Field label={label}>
      {ids => (
        <Select
          {...ids}
          options={options}
          value={transports.find(one => one === value) ?? 'peer-to-peer'}
          onValueChange={onChange}
        />
      )}
    </Field>
  );
}

function PoolField({ label, backend, value, onChange }: ChoiceProps & { backend: string | null }) {
  const t = useT();
  const { rows } = useLiveList('storage-pool', {
    q: backend === null ? '' : `backend:${quoteIfNeeded(backend)}`,
    limit: 200,
  });
  const options = [
    { value: '', label: t('migrations.dialog.anyPool') },
    ...rows.map(pool => ({ value: pool.id, label: pool.name })),
  ];
  return (
    <Field label={label}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}
