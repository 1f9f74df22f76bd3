import type { SimNetwork } from '../world/model.ts';

/** The first two numbers of a network's addresses. */
export const prefixOf = (network: SimNetwork): string =>
  network.cidr?.split('.').slice(0, 2).join('.') ?? `10.${100 + (network.index % 150)}`;
