import { operationReplySchema } from '@orrery/contract/http/bodies.ts';
import * as keypairs from '@orrery/contract/keypairs/keypairs.ts';
import { type LaunchInput, launchCheckSchema, launchReplySchema } from '@orrery/contract/launch/launch.ts';
import type { CreateNetworkInput, CreateVolumeInput } from '@orrery/contract/launch/creation-bodies.ts';
import { volumeContentFactsSchema } from '@orrery/contract/launch/volume-content.ts';
import * as prices from '@orrery/contract/prices/prices.ts';
import * as quota from '@orrery/contract/quota/quota.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import * as security from '@orrery/contract/security/security-groups.ts';
import type { ActOptions } from './act-options.ts';
import { ask } from './ask.ts';
import { errorOf } from './orrery-error.ts';
import type { Call, Transport } from './transport.ts';

/** What tenants do for themselves: launch, keys. Reach it as `orrery.own`. */
export class SelfServiceClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Launches instances; answers with the operations that make them. */
  launch(launch: LaunchInput, options: ActOptions = {}) {
    return ask(this.#transport, 'launchInstances', launchReplySchema, { body: launch, ...options });
  }

  /** Would this launch be accepted now, and what would it take? Nothing is reserved. */
  checkLaunch(launch: LaunchInput, signal?: AbortSignal) {
    return ask(this.#transport, 'checkLaunch', launchCheckSchema, { body: launch, signal });
  }

  async keypairs(signal?: AbortSignal): Promise<keypairs.Keypair[]> {
    return (await ask(this.#transport, 'listKeypairs', keypairs.keypairsSchema, { signal })).items;
  }

  /** With `publicKey: null` a new pair is made; its private key is in the answer, this once. */
  createKeypair(keypair: { name: string; publicKey: string | null }): Promise<keypairs.CreatedKeypair> {
    return ask(this.#transport, 'createKeypair', keypairs.createdKeypairSchema, { body: keypair });
  }

  async deleteKeypair(id: string): Promise<void> {
    await this.#transport.call('deleteKeypair', { params: { id } });
  }

  createVolume(volume: CreateVolumeInput, options: ActOptions = {}) {
    return this.#operation('createVolume', { body: volume, ...options });
  }

  /** Whether the bytes of a volume can be had now, and how many they are. */
  volumeContentFacts(id: string, signal?: AbortSignal) {
    const call = { params: { id }, signal };
    return ask(this.#transport, 'volumeContentFacts', volumeContentFactsSchema, call);
  }

  /** The bytes of a volume in its own format. */
  async downloadVolume(id: string, signal?: AbortSignal): Promise<Response> {
    const answer = await this.#transport.send('downloadVolume', { params: { id }, signal }, { headers: {} });
    if (!answer.ok) throw await errorOf(answer);
    return answer;
  }

  createNetwork(network: CreateNetworkInput, options: ActOptions = {}) {
    return this.#operation('createNetwork', { body: network, ...options });
  }

  /** Offers a network that nobody owns to all projects, or withdraws it. */
  offerNetwork(id: string, offered: boolean) {
    const call = { params: { id }, body: { offered } };
    return ask(this.#transport, 'changeNetwork', resourceRegistry.network.schema, call);
  }

  createFlavor(flavor: CreateFlavor) {
    return ask(this.#transport, 'createFlavor', resourceRegistry.flavor.schema, { body: flavor });
  }

  changeFlavor(id: string, change: Partial<Omit<CreateFlavor, 'project'>> & { disabled?: boolean }) {
    const call = { params: { id }, body: change };
    return ask(this.#transport, 'changeFlavor', resourceRegistry.flavor.schema, call);
  }

  async deleteFlavor(id: string): Promise<void> {
    await this.#transport.call('deleteFlavor', { params: { id } });
  }

  /** Limits of a project, and what is used and reserved of them. */
  quota(project: string, signal?: AbortSignal) {
    const call = { params: { id: project }, signal };
    return ask(this.#transport, 'getProjectQuota', quota.projectQuotaSchema, call);
  }

  /** Gives back what is reserved for things that never appeared. */
  repairQuota(project: string) {
    return ask(this.#transport, 'repairProjectQuota', quota.projectQuotaSchema, { params: { id: project } });
  }

  /** Use of a project, day by day. */
  usage(project: string, days: number, signal?: AbortSignal) {
    const call = { params: { id: project }, query: { days }, signal };
    return ask(this.#transport, 'getProjectUsage', quota.projectUsageSchema, call);
  }

  requestQuota(project: string, request: { quota: Partial<Quota>; reason: string }) {
    const call = { params: { id: project }, body: request };
    return ask(this.#transport, 'requestQuota', quota.quotaRequestSchema, call);
  }

  async quotaRequests(signal?: AbortSignal): Promise<quota.QuotaRequest[]> {
    return (await ask(this.#transport, 'listQuotaRequests', quota.quotaRequestsSchema, { signal })).items;
  }

  /** `quota`: what is granted instead; null: what was asked for. */
  decideQuotaRequest(
    id: string,
    decision: { approve: boolean; quota: quota.QuotaRequest['quota'] | null; note: string | null },
  ) {
    const call = { params: { id }, body: decision };
    return ask(this.#transport, 'decideQuotaRequest', quota.quotaRequestSchema, call);
  }

  /** Security groups of the projects that I see. */
  async securityGroups(project?: string, signal?: AbortSignal): Promise<security.SecurityGroup[]> {
    const call = { query: project === undefined ? {} : { project }, signal };
    return (await ask(this.#transport, 'listSecurityGroups', security.securityGroupsSchema, call)).items;
  }

  createSecurityGroup(group: security.CreateSecurityGroupInput) {
    return ask(this.#transport, 'createSecurityGroup', security.securityGroupSchema, { body: group });
  }

  /** Changed rules are applied to its instances by the operations of `batch`. */
  changeSecurityGroup(id: string, change: security.ChangeSecurityGroupInput) {
    const call = { params: { id }, body: change };
    return ask(this.#transport, 'changeSecurityGroup', security.changedSecurityGroupSchema, call);
  }

  async deleteSecurityGroup(id: string): Promise<void> {
    await this.#transport.call('deleteSecurityGroup', { params: { id } });
  }

  /** Null while nothing is priced. */
  async prices(signal?: AbortSignal): Promise<prices.Prices | null> {
    return (await ask(this.#transport, 'getPrices', prices.priceSettingSchema, { signal })).prices;
  }

  async setPrices(wanted: prices.Prices | null): Promise<void> {
    await this.#transport.call('setPrices', { body: { prices: wanted } });
  }

  /** What a project cost in a month such as 2026-11; left out, in this one. */
  cost(project: string, month?: string, signal?: AbortSignal): Promise<prices.ProjectCost> {
    const call = { params: { id: project }, query: month === undefined ? {} : { month }, signal };
    return ask(this.#transport, 'getProjectCost', prices.projectCostSchema, call);
  }

  async #operation(route: string, call: Call): Promise<Operation> {
    return (await ask(this.#transport, route, operationReplySchema, call)).operation;
  }
}

interface CreateFlavor {
  name: string;
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
  description: string | null;
  project: string | null;
}
