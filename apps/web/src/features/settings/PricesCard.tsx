import { type Prices, pricesSchema } from '@orrery/contract/prices/prices.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { showToast } from '../../ui/toast.tsx';

const queryKey = ['prices'];
const amounts = ['vcpuHour', 'memoryGiBHour', 'volumeGiBHour'] as const;

/** What an hour costs, for the whole of Orrery; nobody sees a cost while nothing is priced. */
export function PricesCard() {
  const t = useT();
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => orrery.own.prices(signal) });
  return (
    <Card title={t('settings.prices')} className="mt-4 max-w-3xl">
      {/* Mounted with what is set, so that a later answer does not overwrite what is typed. */}
      {data !== undefined && <PricesForm prices={data} />}
    </Card>
  );
}

function PricesForm({ prices }: { prices: Prices | null }) {
  const t = useT();
  const queries = useQueryClient();
  const [texts, setTexts] = useState(() => textsOf(prices));
  const save = useMutation({
    mutationFn: (wanted: Prices | null) => orrery.own.setPrices(wanted),
    onSuccess: async (_, wanted) => {
      queries.setQueryData(queryKey, wanted);
      setTexts(textsOf(wanted));
      showToast('ok', { title: t(wanted ? 'settings.pricesSaved' : 'settings.pricesDropped') });
      await queries.invalidateQueries({ queryKey: ['cost'] });
    },
  });
  const typed = toPrices(texts);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const wrong = (name: keyof typeof texts): string | undefined =>
    texts[name] === '' || !left.has(name) || isRight(name, texts[name])
      ? undefined
      : t(name === 'currency' ? 'settings.currencyWrong' : 'settings.amountWrong');
  const field = (name: keyof typeof texts) => ({
    value: texts[name],
    onChange: (event: { target: { value: string } }) => setTexts({ ...texts, [name]: event.target.value }),
    // Half of a number is no mistake while it is typed.
    onBlur: () => setLeft(now => new Set(now).add(name)),
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={event => {
        event.preventDefault();
        if (typed) save.mutate(typed);
      }}
    >
      <p className="text-13 text-muted">{t(prices ? 'settings.pricesHint' : 'settings.noPrices')}</p>
      <div className="grid grid-cols-4 items-start gap-3 max-md:grid-cols-2">
        <Field label={t('settings.currency')} error={wrong('currency')}>
          {ids => <Input {...ids} maxLength={3} placeholder="EUR" {...field('currency')} />}
        </Field>
        {amounts.map(name => (
          <Field key={name} label={t(`settings.${name}`)} error={wrong(name)}>
            {ids => <Input {...ids} inputMode="decimal" placeholder="0.01" {...field(name)} />}
          </Field>
        ))}
      </div>
      {save.error && <ErrorState failure={failureOf(save.error)} />}
      <div className="flex gap-2">
        <Button
          type="submit"
          tone="primary"
          busy={save.isPending}
          disabledReason={typed ? undefined : t('settings.pricesWrong')}
        >
          {t('settings.savePrices')}
        </Button>
        {prices && (
          <Button busy={save.isPending} onClick={() => save.mutate(null)}>
            {t('settings.dropPrices')}
          </Button>
        )}
      </div>
    </form>
  );
}

const textsOf = (prices: Prices | null) => ({
  currency: prices?.currency ?? '',
  vcpuHour: shown(prices?.vcpuHour),
  memoryGiBHour: shown(prices?.memoryGiBHour),
  volumeGiBHour: shown(prices?.volumeGiBHour),
});

const shown = (amount: number | undefined): string => (amount === undefined ? '' : String(amount));

const amountOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));

function isRight(name: keyof Prices, text: string): boolean {
  const value = name === 'currency' ? text.trim().toUpperCase() : amountOf(text);
  return pricesSchema.shape[name].safeParse(value).success;
}

function toPrices(texts: ReturnType<typeof textsOf>): Prices | undefined {
  const parsed = pricesSchema.safeParse({
    currency: texts.currency.trim().toUpperCase(),
    vcpuHour: amountOf(texts.vcpuHour),
    memoryGiBHour: amountOf(texts.memoryGiBHour),
    volumeGiBHour: amountOf(texts.volumeGiBHour),
  });
  return parsed.success ? parsed.data : undefined;
}
