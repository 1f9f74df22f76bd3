import { routes } from '@orrery/contract/http/routes.ts';
import type { Backends } from '../../backends/api.ts';
import type { BootLogs } from '../../console/boot-log/boot-logs.ts';
import type { ConsoleService } from '../../console/console-service.ts';
import type { InsidesService } from '../../console/insides-service.ts';
import type { ImagesService } from '../../images/images-service.ts';
import type { VolumeContents } from '../../images/volume-contents.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import type { SelfService } from '../../launch/self-service.ts';
import type { MovesService } from '../../migrations/moves-service.ts';
import type { Operations } from '../../operations/api.ts';
import { type Handlers, publicPlain } from '../handler.ts';
import { describeApi } from '../openapi.ts';
import { type AuditReader, auditHandlers } from './audit-handlers.ts';
import { type BackendImageDeps, backendImageHandlers } from './backend-image-handlers.ts';
import { backendHandlers } from './backend-handlers.ts';
import { collectionHandlers } from './collection-handlers.ts';
import { consoleHandlers } from './console-handlers.ts';
import { identityHandlers } from './identity-handlers.ts';
import { imageHandlers } from './image-handlers.ts';
import { insideHandlers } from './inside-handlers.ts';
import { instanceHandlers } from './instance-handlers.ts';
import { launchHandlers } from './launch-handlers.ts';
import { migrationHandlers } from './migration-handlers.ts';
import { quotaHandlers } from './quota-handlers.ts';
import { priceHandlers } from './price-handlers.ts';
import { securityHandlers } from './security-handlers.ts';
import { viewHandlers } from './view-handlers.ts';
import { volumeHandlers } from './volume-handlers.ts';
import { type SessionHandlerDeps, sessionHandlers } from './session-handlers.ts';

export interface HandlerDeps extends SessionHandlerDeps {
  reader: InventoryReader;
  operations: Operations;
  backends: Backends;
  audit: AuditReader;
  selfService: SelfService;
  moves: MovesService;
  images: ImagesService;
  volumeContents: VolumeContents;
  consoles: ConsoleService;
  bootLogs: BootLogs;
  insides: InsidesService;
  archives: BackendImageDeps['archives'];
  provider: BackendImageDeps['provider'];
}

/** Every handler there is, by the id of its route. */
export function createHandlers(deps: HandlerDeps): Handlers {
  // Made when first asked for: it takes some milliseconds that a start need not wait for.
  let description: Record<string, unknown> | undefined;
  return {
    ...sessionHandlers(deps),
    ...collectionHandlers(deps),
    ...instanceHandlers(deps),
    ...launchHandlers(deps),
    ...migrationHandlers(deps),
    ...quotaHandlers(deps),
    ...priceHandlers(deps),
    ...securityHandlers(deps),
    ...viewHandlers(deps),
    ...imageHandlers(deps),
    ...volumeHandlers(deps),
    ...consoleHandlers(deps),
    ...insideHandlers(deps),
    ...backendImageHandlers(deps),
    ...backendHandlers(deps),
    ...identityHandlers(deps),
    ...auditHandlers(deps.audit),
    openapi: publicPlain(() => ({
      body: (description ??= describeApi(routes, deps.about().version)),
    })),
  };
}
