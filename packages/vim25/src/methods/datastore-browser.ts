import type { CallOptions, VimSession } from '../session.ts';
import { asNumber, asObjects, asText, type MoRef, type VimValue } from '../values.ts';
import { each, el } from '../xml/write.ts';
import { startTask } from './tasks.ts';

export interface DatastoreFile {
  /** `[datastore] folder/`; without a folder, `[datastore] `. */
  folder: string;
  name: string;
  sizeBytes: number | null;
  modifiedAt: string | null;
}

/** Looks for files by their names, in all folders beneath `path`: a task that may take minutes. */
export const searchSubFolders = (
  session: VimSession,
  browser: MoRef,
  { path, patterns }: { path: string; patterns: readonly string[] },
  options?: CallOptions,
): Promise<MoRef> => {
  const details = [
    el('fileType', false),
    el('fileSize', true),
    el('modification', true),
    el('fileOwner', false),
  ];
  const spec = [el('details', details), el('searchCaseInsensitive', true), ...each('matchPattern', patterns)];
  const args = [el('datastorePath', path), el('searchSpec', spec)];
  return startTask(session, { method: 'SearchDatastoreSubFolders_Task', self: browser, args }, options);
};

/** Servers differ in what stands between the datastore and the folder, and at the end. */
function normal(folder: string): string {
  const [, datastore = '', inside = ''] = /^(\[[^\]]*\])[\s/]*(.*?)\/*$/.exec(folder) ?? [];
  return `${datastore} ${inside}${inside === '' ? '' : '/'}`;
}

/** What such a task has found. */
export const foundFiles = (result: VimValue | null): DatastoreFile[] =>
  asObjects(result).flatMap(found => {
    const folder = asText(found['folderPath']) ?? '';
    return asObjects(found['file']).map(file => ({
      folder: normal(folder),
      name: asText(file['path']) ?? '',
      sizeBytes: asNumber(file['fileSize']),
      modifiedAt: asText(file['modification']),
    }));
  });
