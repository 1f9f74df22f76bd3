import type { CreateVolumeInput } from '@orrery/contract/launch/creation-bodies.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useT } from '../../lib/i18n.ts';
import { useRequestKey } from '../../lib/use-request-key.ts';
import type { Picked } from './FileField.tsx';
import { uploadVolume } from './upload-volume.ts';

const GIB = 1_073_741_824;

export const beginnings = ['empty', 'copy', 'file'] as const;
type Beginning = (typeof beginnings)[number];

interface Draft {
  from: Beginning;
  name: string;
  /** GiB. */
  size: string;
  pool: string;
  /** Id of an instance that is to be able to attach it. */
  instance: string;
  copyOf: string;
  picked?: Picked;
}
const nothingYet: Draft = { from: 'empty', name: '', size: '10', pool: '', instance: '', copyOf: '' };

/** What was chosen and typed for a new volume, what is missing of it, and how it is asked for. */
export function useVolumeDraft(project: string | null, onDone: () => void) {
  const t = useT();
  const [draft, setDraft] = useState<Draft>(nothingYet);
  const { from, name, size, pool, instance, copyOf, picked } = draft;
  const capacityBytes = size.trim() === '' ? null : Math.round(Number(size) * GIB);
  const orNull = (id: string) => (id === '' ? null : id);
  const wish = {
    ...{ name: name.trim(), project, capacityBytes },
    ...{ pool: orNull(pool), instance: orNull(instance) },
  };
  const key = useRequestKey([wish, from, copyOf, picked?.file.name]);
  const create = useMutation({
    mutationFn: async () => {
      const idempotencyKey = key();
      if (from === 'file' && picked) {
        const format = picked.format === 'auto' ? null : picked.format;
        return uploadVolume(t, { ...wish, idempotencyKey }, { file: picked.file, format });
      }
      const source: CreateVolumeInput['source'] = from === 'copy' ? { from: 'volume', volume: copyOf } : null;
      await orrery.own.createVolume(
        { ...wish, capacityBytes: capacityBytes ?? 0, source },
        { idempotencyKey },
      );
    },
    onSuccess: onDone,
  });
  const missing = () => {
    if (from === 'file' && !picked) return t('storage.volumes.pickFile');
    if (from === 'copy' && copyOf === '') return t('storage.volumes.pickVolume');
    if (wish.name === '') return t('storage.volumes.nameMissing');
    if (from === 'file' && capacityBytes === null) return undefined;
    return Number(size) > 0 ? undefined : t('storage.volumes.sizeMissing');
  };
  const change = (what: Partial<Draft>) => setDraft({ ...draft, ...what });
  return {
    draft,
    change,
    create,
    missing,
    /** As large as what is in a file, unless somebody says more. */
    begin: (with_: Beginning) =>
      change({ from: with_, size: with_ === 'file' ? '' : size || nothingYet.size }),
    pick: (next: Picked) => change({ picked: next, name: name || next.file.name.replace(/\.[^.]*$/, '') }),
  };
}
