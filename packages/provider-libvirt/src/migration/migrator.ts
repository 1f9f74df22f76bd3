import type {
  MigrateControl,
  MigrateRequest,
  MigrateResult,
  Migrator,
  SteerRequest,
  Survey,
  SurveyRequest,
} from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { refersTo } from '../map/interface-filter.ts';
import { filterNameOf } from '../map/nwfilter.ts';
import { moveCold } from './cold-move.ts';
import { planCopies } from './copies.ts';
import { placeDisks } from './disk-places.ts';
import { type Followed, followMove } from './follow.ts';
import { uptimeOf } from './guest-agent.ts';
import { type MoveHandle, writeHandle } from './handle.ts';
import { moveLive } from './live-move.ts';
import {
  destinationLink,
  type Move,
  type MoveTools,
  parsedArgs,
  readInstance,
  stateBefore,
  uuidOf,
} from './move.ts';
import { checkCombination } from './order.ts';
import { steer } from './steer.ts';
import { migratableXml, survey } from './survey.ts';
import { refuseBlocked } from './survey-host.ts';

/** Moves domains between libvirt hosts. */
export class LibvirtMigrator implements Migrator {
  readonly #tools: MoveTools;

  constructor(tools: MoveTools) {
    this.#tools = tools;
  }

  survey = (request: SurveyRequest, signal: AbortSignal): Promise<Survey> =>
    survey(this.#tools, request, signal);

  steer = (request: SteerRequest, signal: AbortSignal): Promise<void> => steer(this.#tools, request, signal);

  follow(request: MigrateRequest, handle: string | null, control: MigrateControl): Promise<Followed> {
    return this.#inItsName(request, () => followMove(this.#tools, { request, control, handle }));
  }

  async migrate(request: MigrateRequest, control: MigrateControl): Promise<MigrateResult> {
    return this.#inItsName(request, () => this.#migrate(request, control));
  }

  async #migrate(request: MigrateRequest, control: MigrateControl): Promise<MigrateResult> {
    const args = parsedArgs(request);
    const { method } = args;
    if (method === 'relocation')
      throw new ProviderError(
        'capability.missing',
        'A virtual machine is not relocated: move it live, block or cold',
      );
    checkCombination(args);
    const tools = this.#tools;
    control.moved({ phase: 'check', cancellable: true });
    const { link: from, facts } = await readInstance(tools, uuidOf(tools, request.id));
    const to = destinationLink(tools, args.toHost);
    const places = to === from ? [] : await placeDisks({ from, to }, facts.definition);
    const xml = await migratableXml(from, facts);
    await refuseBlocked({ tools, from, to, facts, xml, places, args }, method);
    const handle: MoveHandle = {
      from: from.name,
      to: to.name,
      method,
      at: tools.clock.now(),
      was: stateBefore(facts),
      uptime: await uptimeOf(tools, from, facts),
      copies: method === 'live' ? [] : planCopies({ tools, to, args }, places),
      guarded: refersTo(xml, filterNameOf(facts.ref.uuid)),
    };
    control.signal.throwIfAborted();
    control.moved({ phase: 'prepare' });
    await control.bind(writeHandle(handle));
    const move: Move = { tools, request, args, control, from, to, ref: facts.ref, handle };
    const more = { places, persistent: facts.persistent, hasAgent: facts.definition.agent === 'connected' };
    return method === 'cold' ? moveCold({ ...move, ...more }) : moveLive({ ...move, ...more });
  }

  /** What the daemons tell of it meanwhile is its doing. */
  async #inItsName<T>({ id, operation }: MigrateRequest, run: () => Promise<T>): Promise<T> {
    const { own, moving } = this.#tools;
    const uuid = uuidOf(this.#tools, id);
    const end = own.begin(id, operation, ['instance.moved']);
    moving.add(uuid);
    try {
      return await run();
    } finally {
      moving.delete(uuid);
      end();
    }
  }
}
