import { consoleRequestSchema } from '@orrery/contract/console/console.ts';
import type { ConsoleService } from '../../console/console-service.ts';
import { type Handlers, param, withBody } from '../handler.ts';

export interface ConsoleHandlerDeps {
  consoles: ConsoleService;
}

export function consoleHandlers({ consoles }: ConsoleHandlerDeps): Handlers {
  return {
    openConsole: withBody(consoleRequestSchema, (context, { kind }) => {
      const instance = param(context, 'id');
      context.note({ targetKind: 'instance', detail: { kind } });
      const { principal } = context.auth;
      const grant = { instance, kind, credential: principal.credential, address: context.facts.address };
      return { body: consoles.ticket(principal, grant) };
    }),
  };
}
