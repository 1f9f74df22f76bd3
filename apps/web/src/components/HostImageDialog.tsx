import type { Host } from '@orrery/contract/resources/host.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveList } from '../api/live-rows.ts';
import { orrery } from '../api/orrery.ts';
import { useT } from '../lib/i18n.ts';
import { useRequestKey } from '../lib/use-request-key.ts';
import { Field } from '../ui/Field.tsx';
import { FileInput } from '../ui/FileInput.tsx';
import { Input } from '../ui/Input.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Select } from '../ui/Select.tsx';
import { FormDialog } from './FormDialog.tsx';

const sources = ['registry', 'context', 'archive'] as const;
type From = (typeof sources)[number];
type Draft = { host: string; from: From; reference: string; recipe: string; file: File | undefined };

type HostImageDialogProps = { host?: Host; onClose: () => void };

/** A host pulls an image, builds it from a context, or loads one that was saved. */
export function HostImageDialog({ host, onClose }: HostImageDialogProps) {
  const t = useT();
  const nothing: Draft = {
    host: host?.id ?? '',
    from: 'registry',
    reference: '',
    recipe: '',
    file: undefined,
  };
  const [draft, setDraft] = useState(nothing);
  const change = (part: Partial<Draft>) => setDraft(now => ({ ...now, ...part }));
  const key = useRequestKey(draft);
  const make = useMutation({
    mutationFn: async () => {
      const args = await argsOf(draft);
      return orrery.act('host', { id: draft.host, action: 'makeImage', args }, { idempotencyKey: key() });
    },
    onSuccess: onClose,
  });
  const missing = missingIn(draft);
  return (
    <FormDialog
      title={t('hostImages.title')}
      submit={t('hostImages.submit')}
      onSubmit={() => make.mutate()}
      onClose={onClose}
      busy={make.isPending}
      error={make.error}
      disabledReason={missing && t(`hostImages.${missing}`)}
    >
      <SegmentedControl
        label={t('hostImages.from')}
        segments={sources.map(value => ({ value, label: t(`hostImages.${value}`) }))}
        value={draft.from}
        onValueChange={from => change({ from })}
      />
      {!host && <HostField value={draft.host} onChange={id => change({ host: id })} />}
      {draft.from !== 'archive' && <NameFields draft={draft} change={change} />}
      {draft.from !== 'registry' && <FileField draft={draft} change={change} />}
    </FormDialog>
  );
}

function missingIn({ host, from, reference, file }: Draft) {
  if (host === '') return 'hostMissing';
  if (from !== 'archive' && reference.trim() === '') return 'referenceMissing';
  return from !== 'registry' && !file ? 'fileMissing' : undefined;
}

async function argsOf({ from, reference, recipe, file }: Draft): Promise<Record<string, unknown>> {
  if (from === 'registry' || !file) return { from: 'registry', reference: reference.trim() };
  const { id: archive } = await orrery.hostImages.sendArchive(file);
  if (from === 'archive') return { from, archive };
  return { from, archive, tag: reference.trim(), recipe: recipe.trim() === '' ? null : recipe.trim() };
}

function HostField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useT();
  const { rows } = useLiveList('host', { q: 'runs:container', sort: 'name', limit: 500 });
  const able = rows.filter(({ actions }) => actions.some(a => a.name === 'makeImage' && a.allowed));
  const options = [
    { value: '', label: t('actions.choose') },
    ...able.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('hostImages.host')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}

type PartProps = { draft: Draft; change: (part: Partial<Draft>) => void };

function NameFields({ draft: { from, reference, recipe }, change }: PartProps) {
  const t = useT();
  return (
    <>
      <Field
        label={t(from === 'registry' ? 'hostImages.reference' : 'hostImages.tag')}
        hint={t('hostImages.referenceHint')}
      >
        {ids => (
          <Input
            {...ids}
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            value={reference}
            onChange={e => change({ reference: e.target.value })}
          />
        )}
      </Field>
      {from === 'context' && (
        <Field label={t('hostImages.recipe')} hint={t('hostImages.recipeHint')}>
          {ids => <Input {...ids} value={recipe} onChange={e => change({ recipe: e.target.value })} />}
        </Field>
      )}
    </>
  );
}

function FileField({ draft: { from, file }, change }: PartProps) {
  const t = useT();
  return (
    <Field label={t(from === 'context' ? 'hostImages.contextFile' : 'hostImages.archiveFile')}>
      {ids => <FileInput {...ids} accept=".tar" file={file} onPick={picked => change({ file: picked })} />}
    </Field>
  );
}
