import { consoleRequestSchema } from '@orrery/contract/console/console.ts';
import type { BootLogs } from '../../console/boot-log/boot-logs.ts';
import type { ConsoleService } from '../../console/console-service.ts';
import { type Handlers, param, plain, withBody } from '../handler.ts';

export interface ConsoleHandlerDeps {
  consoles: ConsoleService;
  bootLogs: BootLogs;
}

export function consoleHandlers({ consoles, bootLogs }: ConsoleHandlerDeps): Handlers {
  return {
    openConsole: withBody(consoleRequestSchema, (context, { kind }) => {
      const instance = param(context, 'id');
      context.note({ targetKind: 'instance', detail: { kind } });
      const { principal } = context.auth;
      const grant = { instance, kind, credential: principal.credential, address: context.facts.address };
      return { body: consoles.ticket(principal, grant) };
    }),
    bootLog: plain(context => {
      context.note({ targetKind: 'instance' });
      return { body: bootLogs.read(context.auth.principal, param(context, 'id')) };
    }),
  };
}
