import { RestSession } from '@orrery/vim25/rest/rest-session.ts';
import { upload } from '@orrery/vim25/transport/upload.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import type { LabVcenter } from '../../support/vsphere-lab.ts';

const library = '/com/vmware/content/library';

/** Puts content libraries and items there, as people do in vCenter. */
export class LibraryHands {
  readonly rest: RestSession;
  readonly #endpoint: VimSession['endpoint'];
  readonly #signal = new AbortController().signal;

  constructor({ endpoint }: VimSession, { username, password }: LabVcenter) {
    this.#endpoint = endpoint;
    this.rest = new RestSession({ endpoint, username, password });
  }

  /** Answers its id. */
  async make(name: string, datastore: string): Promise<string> {
    const storage = [{ datastore_id: datastore, type: 'DATASTORE' }];
    const body = { create_spec: { name, type: 'LOCAL', storage_backings: storage } };
    const path = '/com/vmware/content/local-library';
    return String(await this.rest.call({ method: 'POST', path, body, signal: this.#signal }));
  }

  async add(libraryId: string, name: string, type: 'ovf' | 'iso'): Promise<string> {
    const body = { create_spec: { library_id: libraryId, name, type, description: 'From the lab' } };
    const path = `${library}/item`;
    return String(await this.rest.call({ method: 'POST', path, body, signal: this.#signal }));
  }

  /** The descriptor is all that the simulator needs of an OVF. */
  async upload(item: string, name: string, bytes: string): Promise<void> {
    const call = (path: string, body: unknown) =>
      this.rest.call({ method: 'POST', path: `${library}/item${path}`, body, signal: this.#signal });
    const session = String(await call('/update-session', { create_spec: { library_item_id: item } }));
    const file = { name, source_type: 'PUSH', size: Buffer.byteLength(bytes) };
    const added = await call(`/updatesession/file/id:${session}?~action=add`, { file_spec: file });
    // As the API answers.
    const { upload_endpoint: to } = added as { upload_endpoint: { uri: string } };
    // Whoever knows the transfer may write to it.
    const headers = { 'vmware-api-session-id': session };
    const { url } = this.#endpoint;
    await upload(this.#endpoint, {
      ...{ url: new URL(new URL(to.uri).pathname, url).href, thumbprint: '', method: 'PUT', headers },
      ...{ sizeBytes: file.size, sent: () => {}, signal: this.#signal },
      bytes: (async function* content() {
        yield Buffer.from(bytes);
      })(),
    });
    await call(`/update-session/id:${session}?~action=complete`, {});
  }

  async remove(libraryId: string): Promise<void> {
    const path = `/com/vmware/content/local-library/id:${libraryId}`;
    await this.rest.call({ method: 'DELETE', path, signal: this.#signal });
  }
}
