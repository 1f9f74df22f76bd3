import { backendKinds } from '@orrery/contract/backends/kinds.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import type { Found } from '../../../components/FoundHere.tsx';
import { useListSearch } from '../../../components/use-list-search.ts';
import { ADDING } from '../../../lib/list-search.ts';
import { type BackendDraft, emptyDraft } from './draft.ts';
import type { SettingValues } from './setting-forms.ts';

export function draftOf({
  backendKind,
  address,
}: Pick<Found, 'backendKind' | 'address'>): BackendDraft | undefined {
  const kind = backendKinds.find(one => one === backendKind);
  if (kind !== 'libvirt' && kind !== 'docker') return undefined;
  const host: SettingValues = kind === 'libvirt' ? { uri: address } : { url: address };
  return { ...emptyDraft(), kind, id: `local-${kind}`, name: `local ${kind}`, lists: { hosts: [host] } };
}

/** What the overview has found and was chosen there stands in the address; the form begins with it, once. */
export function useFoundInAddress(onFound: (draft: BackendDraft) => void): void {
  const { search } = useListSearch();
  const wanted = search.tab === ADDING ? search.sel : undefined;
  const [taken, setTaken] = useState<string>();
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => orrery.admin.setup(),
    enabled: wanted !== undefined,
  });
  if (wanted === undefined || wanted === taken || !setup.data) return;
  setTaken(wanted);
  const found = setup.data.found.find(({ address }) => address === wanted);
  const draft = found && draftOf(found);
  if (draft) onFound(draft);
}
