import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { saveBlob } from '../../../lib/save-blob.ts';
import { fetchFile, fileNameOf } from './fetch-file.ts';
import type { FileRow } from './read-place.ts';

/** One download at a time, with the bytes that came. */
export function useDownload(instance: string) {
  const [bytes, setBytes] = useState(0);
  const control = useRef<AbortController>(undefined);
  const fetching = useMutation({
    mutationFn: async (row: FileRow) => {
      const abort = new AbortController();
      control.current = abort;
      setBytes(0);
      try {
        saveBlob(
          await fetchFile(instance, row, { signal: abort.signal, progress: setBytes }),
          fileNameOf(row),
        );
      } catch (error) {
        // Whoever called it off knows.
        if (!abort.signal.aborted) throw error;
      }
    },
  });
  return {
    row: fetching.isPending ? fetching.variables : undefined,
    bytes,
    error: fetching.error,
    start: fetching.mutate,
    cancel: () => control.current?.abort(),
  };
}
