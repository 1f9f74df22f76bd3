import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { packTar } from '../../../lib/tar/pack-tar.ts';

type Put = { path: string; files: readonly File[] };

const sizeOf = (files: readonly File[]) => files.reduce((sum, { size }) => sum + size, 0);

/** Files into a folder, in one go; what would be replaced is asked first. */
export function usePutFiles(instance: string, existing: ReadonlySet<string>) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Put>();
  const control = useRef<AbortController>(undefined);
  const sending = useMutation({
    mutationFn: async ({ path, files }: Put) => {
      const abort = new AbortController();
      control.current = abort;
      const tar = packTar(
        files.map(file => ({ name: file.name, content: file, modifiedAt: file.lastModified })),
      );
      try {
        await orrery.insides.writeFiles(instance, path, tar, abort.signal);
        return path;
      } catch (error) {
        if (abort.signal.aborted) return undefined;
        throw error;
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: filesKey(instance) }),
  });
  const put = (wanted: Put) => {
    if (wanted.files.length === 0) return;
    if (wanted.files.some(({ name }) => existing.has(name))) setAsked(wanted);
    else sending.mutate(wanted);
  };
  const { files = [] } = sending.variables ?? {};
  return {
    put,
    /** How many, and their size, while they are sent. */
    sending: sending.isPending ? { count: files.length, bytes: sizeOf(files) } : undefined,
    /** How many came last, and into which folder. */
    done: sending.data === undefined ? undefined : { path: sending.data, count: files.length },
    error: sending.error,
    cancel: () => control.current?.abort(),
    replaced: asked?.files.filter(({ name }) => existing.has(name)).map(({ name }) => name) ?? [],
    answer: (yes: boolean) => {
      if (asked && yes) sending.mutate(asked);
      setAsked(undefined);
    },
  };
}

export const filesKey = (instance: string) => ['files', instance] as const;
