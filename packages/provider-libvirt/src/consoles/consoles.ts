import type { Connection } from '@orrery/libvirt/connection.ts';
import { ConnectionError, isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import { ofDuplex } from '@orrery/provider-kit/console-stream.ts';
import type { ConsoleEnd, ConsoleKind, ConsoleStream } from '@orrery/provider-kit/console.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { isActive } from '../map/power.ts';
import { ofRpcStream } from './streams.ts';
import { vncListener } from './vnc-listener.ts';

export interface ConsolesOptions {
  backend: string;
  clock: Clock;
  inventory: ClusterInventory;
  links: readonly HostLink[];
}

interface Target {
  link: HostLink;
  ref: DomainRef;
  signal: AbortSignal;
}

const openDeadlineMs = 10_000;
const settleMs = 3_000;
const lookEveryMs = 200;

/** Opens the consoles of running domains, each on a connection of its own: a slow viewer holds up nothing else. */
export class LibvirtConsoles {
  readonly #options: ConsolesOptions;

  constructor(options: ConsolesOptions) {
    this.#options = options;
  }

  async open(id: string, kind: ConsoleKind, signal: AbortSignal): Promise<ConsoleStream> {
    const target = this.#target(id, kind, signal);
    const stream = kind === 'vnc' ? await this.#openVnc(target) : await this.#openSerial(target);
    const close = () => void stream.close();
    signal.addEventListener('abort', close, { once: true });
    void stream.ended.then(() => signal.removeEventListener('abort', close));
    if (signal.aborted) close();
    return stream;
  }

  #target(id: string, kind: ConsoleKind, signal: AbortSignal): Target {
    const { backend, inventory, links } = this.#options;
    const native = nativeOf(backend, id);
    const copy = native === null ? undefined : inventory.primary(native);
    if (!copy) throw new ProviderError('resource.not-found', `There is no instance ${id}`);
    if (kind === 'exec')
      throw new ProviderError(
        'capability.missing',
        'Commands are run in containers, not in virtual machines',
      );
    if (!isActive(copy.facts.state))
      throw new ProviderError('resource.state', 'It does not run, so it has no console', {
        advice: 'Start it first',
      });
    if (!copy.facts.definition.consoles.includes(kind))
      throw new ProviderError('capability.missing', `It has no ${kind} console`);
    const link = links.find(l => l.record === copy.host);
    if (!link) throw new ProviderError('backend.unavailable', 'Its host is out of reach now');
    return { link, ref: copy.facts.ref, signal };
  }

  /** Without force: whoever has it open at the host itself keeps it. */
  async #openSerial({ link, ref, signal }: Target): Promise<ConsoleStream> {
    const connection: Connection = await link.dedicated(signal);
    try {
      const args = { domain: ref, device: null, flags: 0 };
      const options = { signal, deadlineMs: openDeadlineMs };
      const stream = await connection.openStream(domain.openConsole, args, options);
      return ofRpcStream(connection, stream, failure => this.#why(ref.uuid, link, failure));
    } catch (error) {
      connection.close();
      if (isLibvirtError(error, 'OPERATION_FAILED') && /active console/i.test(error.message))
        throw new ProviderError('backend.refused', 'Somebody has its serial console open at the host', {
          cause: error,
          advice: 'Close it there (virsh console, virt-manager), then try again',
        });
      throw error;
    }
  }

  async #openVnc({ link, ref, signal }: Target): Promise<ConsoleStream> {
    const options = { signal, deadlineMs: openDeadlineMs };
    const connection = await link.work();
    const xml = await connection.call(domain.getXml, { domain: ref, flags: 0 }, options);
    const listener = vncListener(xml);
    if (!listener) throw new ProviderError('capability.missing', 'Its screen is not offered by VNC');
    const pipe = await link.reach(listener, signal).catch((error: unknown) => {
      if (!(error instanceof ConnectionError)) throw error;
      // Tenants read the message; the addresses stay in the cause, and what an admin can do in the advice.
      throw new ProviderError('backend.unavailable', 'Its screen cannot be reached from here', {
        cause: error,
        advice:
          'An administrator can connect to its host by ssh, or let VNC listen where Orrery can reach it',
      });
    });
    return ofDuplex(pipe, failure => this.#why(ref.uuid, link, failure));
  }

  /** The pipe ends before the daemon has written down that the instance is off. */
  async #why(uuid: string, link: HostLink, failure: Error | null): Promise<ConsoleEnd> {
    const { clock, inventory } = this.#options;
    const latest = clock.now() + settleMs;
    for (;;) {
      const now = await this.#stateOn(link, uuid);
      const elsewhere = inventory.primary(uuid);
      if (elsewhere && elsewhere.host !== link.record && isActive(elsewhere.facts.state))
        return { reason: 'moved', message: 'The instance has moved; open its console again' };
      if (now === 'off') return { reason: 'stopped', message: 'The instance is off' };
      if (now === 'unknown' || failure !== null)
        return { reason: 'lost', message: 'The connection was lost' };
      if (clock.now() > latest)
        return { reason: 'taken', message: 'Somebody else has opened it at the host' };
      await pause(clock, lookEveryMs);
    }
  }

  async #stateOn(link: HostLink, uuid: string): Promise<'on' | 'off' | 'unknown'> {
    try {
      const connection = await link.work();
      const options = { deadlineMs: openDeadlineMs };
      const ref = await connection.call(domain.lookupByUuid, { uuid }, options);
      const state = await connection.call(domain.getState, { domain: ref, flags: 0 }, options);
      return isActive(state) ? 'on' : 'off';
    } catch (error) {
      return isLibvirtError(error, 'NO_DOMAIN') ? 'off' : 'unknown';
    }
  }
}
