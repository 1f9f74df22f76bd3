import http from 'node:http';
import https from 'node:https';
import { inspect } from 'node:util';
import type { Endpoint } from '../settings.ts';
import { SshAgent } from './ssh-agent.ts';

/**
 * Keeps connections of one engine open between calls, at most `maxSockets` at once; the rest waits its turn.
 * docker-modem prints its options, the agent among them, to its debug log at each call, read or not: an agent that
 * prints short spares most of a call's cost.
 */
export function agentOf(endpoint: Endpoint, maxSockets: number): http.Agent {
  if (endpoint.transport === 'ssh') return new SshAgent(endpoint, maxSockets);
  const options = { keepAlive: true, maxSockets, keepAliveMsecs: 10_000 };
  const agent = endpoint.transport === 'tls' ? new https.Agent(options) : new http.Agent(options);
  return Object.assign(agent, { [inspect.custom]: () => 'Agent' });
}
