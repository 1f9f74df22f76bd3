import { createKeypairSchema, createdKeypairSchema, keypairsSchema } from '../keypairs/keypairs.ts';
import {
  changeFlavorSchema,
  changeNetworkSchema,
  createFlavorSchema,
  createNetworkSchema,
  createVolumeSchema,
} from '../launch/creation-bodies.ts';
import { launchCheckSchema, launchReplySchema, launchBodySchema } from '../launch/launch.ts';
import { volumeContentFactsSchema } from '../launch/volume-content.ts';
import * as quota from '../quota/quota.ts';
import { resourceRegistry } from '../resources/registry.ts';
import { operationReplySchema } from './bodies.ts';
import type { RouteSpec } from './route.ts';

const route = <const S extends RouteSpec>(spec: S) => spec;

const creationRoutes = [
  route({
    id: 'launchInstances',
    method: 'POST',
    path: '/instances',
    summary: 'Launch instances; honours Idempotency-Key',
    permission: 'instance.create',
    body: launchBodySchema,
    response: launchReplySchema,
    status: 202,
  }),
  route({
    id: 'checkLaunch',
    method: 'POST',
    path: '/instances/launch-check',
    summary: 'Would this launch be accepted now, what would it take, and where would it fit',
    permission: 'instance.create',
    body: launchBodySchema,
    response: launchCheckSchema,
    status: 200,
    routine: true,
  }),
  route({
    id: 'createVolume',
    method: 'POST',
    path: '/volumes',
    summary: 'Make a volume, empty or as a copy; honours Idempotency-Key',
    permission: 'volume.change',
    body: createVolumeSchema,
    response: operationReplySchema,
    status: 202,
  }),
  route({
    id: 'volumeContentFacts',
    method: 'GET',
    path: '/volumes/{id}/content/facts',
    summary: 'Whether the bytes of a volume can be had now, and how many they are (needs volume.change)',
    permission: 'row',
    response: volumeContentFactsSchema,
    status: 200,
  }),
  route({
    id: 'downloadVolume',
    method: 'GET',
    path: '/volumes/{id}/content',
    summary: 'The bytes of a volume in its own format (needs volume.change)',
    permission: 'row',
    response: null,
    status: 200,
    stream: 'response',
  }),
  route({
    id: 'createNetwork',
    method: 'POST',
    path: '/networks',
    summary: 'Make a network; honours Idempotency-Key',
    permission: 'network.create',
    body: createNetworkSchema,
    response: operationReplySchema,
    status: 202,
  }),
  route({
    id: 'changeNetwork',
    method: 'PATCH',
    path: '/networks/{id}',
    summary: 'Offer a network to all projects, or withdraw it',
    permission: 'network.change',
    body: changeNetworkSchema,
    response: resourceRegistry.network.schema,
    status: 200,
  }),
];

const flavorRoutes = [
  route({
    id: 'createFlavor',
    method: 'POST',
    path: '/flavors',
    summary: 'Make a flavor, for all or for one project',
    permission: 'flavor.manage',
    body: createFlavorSchema,
    response: resourceRegistry.flavor.schema,
    status: 201,
  }),
  route({
    id: 'changeFlavor',
    method: 'PATCH',
    path: '/flavors/{id}',
    summary: 'Change a flavor; instances launched with it stay as they are',
    permission: 'flavor.manage',
    body: changeFlavorSchema,
    response: resourceRegistry.flavor.schema,
    status: 200,
  }),
  route({
    id: 'deleteFlavor',
    method: 'DELETE',
    path: '/flavors/{id}',
    summary: 'Delete a flavor; instances launched with it stay as they are',
    permission: 'flavor.manage',
    response: null,
    status: 204,
  }),
];

const keypairRoutes = [
  route({
    id: 'listKeypairs',
    method: 'GET',
    path: '/keypairs',
    summary: 'My SSH keys',
    permission: 'session.self',
    response: keypairsSchema,
    status: 200,
  }),
  route({
    id: 'createKeypair',
    method: 'POST',
    path: '/keypairs',
    summary: 'Import a public key, or make a new pair whose private key is shown once',
    permission: 'session.self',
    body: createKeypairSchema,
    response: createdKeypairSchema,
    status: 201,
  }),
  route({
    id: 'deleteKeypair',
    method: 'DELETE',
    path: '/keypairs/{id}',
    summary: 'Forget one of my SSH keys; instances that have it keep it',
    permission: 'session.self',
    response: null,
    status: 204,
  }),
];

const quotaRoutes = [
  route({
    id: 'getProjectQuota',
    method: 'GET',
    path: '/projects/{id}/quota',
    summary: 'Limits of a project, what is used and reserved of them, and drift',
    permission: 'inventory.read',
    response: quota.projectQuotaSchema,
    status: 200,
  }),
  route({
    id: 'repairProjectQuota',
    method: 'POST',
    path: '/projects/{id}/quota/repair',
    summary: 'Give back what is reserved for things that never appeared',
    permission: 'quota.manage',
    response: quota.projectQuotaSchema,
    status: 200,
  }),
  route({
    id: 'getProjectUsage',
    method: 'GET',
    path: '/projects/{id}/usage',
    summary: 'Use of a project day by day',
    permission: 'inventory.read',
    query: quota.usageQuerySchema,
    response: quota.projectUsageSchema,
    status: 200,
  }),
  route({
    id: 'requestQuota',
    method: 'POST',
    path: '/projects/{id}/quota-requests',
    summary: 'Ask for more quota',
    permission: 'row',
    body: quota.requestQuotaSchema,
    response: quota.quotaRequestSchema,
    status: 201,
  }),
  route({
    id: 'listQuotaRequests',
    method: 'GET',
    path: '/quota-requests',
    summary: 'Requests for quota of the projects that I see, newest first',
    permission: 'inventory.read',
    response: quota.quotaRequestsSchema,
    status: 200,
  }),
  route({
    id: 'decideQuotaRequest',
    method: 'POST',
    path: '/quota-requests/{id}/decision',
    summary: 'Approve or deny a request for quota',
    permission: 'quota.manage',
    body: quota.decideQuotaSchema,
    response: quota.quotaRequestSchema,
    status: 200,
  }),
];

/** What tenants do for themselves, and what admins do so that they can. */
export const selfServiceRoutes = [...creationRoutes, ...flavorRoutes, ...keypairRoutes, ...quotaRoutes];
