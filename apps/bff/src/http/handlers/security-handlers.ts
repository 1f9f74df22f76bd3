import {
  changeSecurityGroupSchema,
  createSecurityGroupSchema,
  securityGroupQuerySchema,
} from '@orrery/contract/security/security-groups.ts';
import type { SelfService } from '../../launch/self-service.ts';
import { type Handlers, param, plain, withBody, withQuery } from '../handler.ts';

export interface SecurityHandlerDeps {
  selfService: Pick<SelfService, 'security'>;
}

export function securityHandlers({ selfService: { security } }: SecurityHandlerDeps): Handlers {
  return {
    listSecurityGroups: withQuery(securityGroupQuerySchema, ({ viewer }, { project }) => ({
      body: { items: security.list(viewer, project) },
    })),
    getSecurityGroup: plain(context => ({ body: security.get(context.viewer, param(context, 'id')) })),
    createSecurityGroup: withBody(createSecurityGroupSchema, async ({ viewer, note }, wanted) => {
      note({ detail: { ...wanted } });
      const body = await security.create(viewer, wanted);
      note({ target: body.id, detail: { ...wanted } });
      return { body };
    }),
    changeSecurityGroup: withBody(changeSecurityGroupSchema, async (context, change) => {
      context.note({ detail: { ...change } });
      return { body: await security.change(context.viewer, param(context, 'id'), change) };
    }),
    deleteSecurityGroup: plain(async context => {
      await security.remove(context.viewer, param(context, 'id'));
      return {};
    }),
  };
}
