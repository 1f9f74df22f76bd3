import { dockerLab } from '../../support/docker-lab.ts';
import { kvmLab } from '../../support/kvm-lab.ts';
import { ToxicTcp } from '../../support/toxic-tcp.ts';
import { vsphereLab } from '../../support/vsphere-lab.ts';

/** A real back end that Orrery reaches through proxies only. */
export interface ProxiedBackend {
  kind: string;
  backend: Record<string, unknown> & { id: string };
  proxies: ToxicTcp[];
}

async function proxied(targets: readonly { host: string; port: number }[]): Promise<ToxicTcp[]> {
  const proxies = targets.map(target => new ToxicTcp(target));
  await Promise.all(proxies.map(proxy => proxy.open()));
  return proxies;
}

async function kvm(): Promise<ProxiedBackend> {
  const hosts = await kvmLab.hosts();
  if (hosts.length === 0) throw new Error('no host is up');
  const proxies = await proxied(
    hosts.map(({ uri }) => {
      const [, host = '', port = ''] = /\/\/([\d.]+):(\d+)\//.exec(uri) ?? [];
      return { host, port: Number(port) };
    }),
  );
  const uris = proxies.map(({ port }) => ({ uri: `qemu+tcp://127.0.0.1:${port}/system` }));
  return {
    kind: 'libvirt',
    backend: { id: 'toxic', kind: 'libvirt', name: 'Behind a proxy', hosts: uris },
    proxies,
  };
}

async function docker(): Promise<ProxiedBackend> {
  const engines = await dockerLab.engines();
  if (engines.length === 0) throw new Error('no engine is up');
  const proxies = await proxied(engines.map(({ port }) => ({ host: '127.0.0.1', port })));
  const hosts = engines.map(({ tls }, index) => ({
    url: `tcp://127.0.0.1:${proxies[index]?.port ?? 0}`,
    ...(tls ? { tls } : {}),
  }));
  return { kind: 'docker', backend: { id: 'toxic', kind: 'docker', name: 'Behind a proxy', hosts }, proxies };
}

async function vsphere(): Promise<ProxiedBackend> {
  const { url, username, password, ca } = await vsphereLab.vcenter();
  const { port, pathname } = new URL(url);
  const [proxy] = await proxied([{ host: '127.0.0.1', port: Number(port) }]);
  if (!proxy) throw new Error('no proxy was made');
  const backend = {
    id: 'toxic',
    kind: 'vsphere',
    name: 'Behind a proxy',
    url: `https://127.0.0.1:${proxy.port}${pathname}`,
    username,
    password,
    tls: { ca },
  };
  return { kind: 'vsphere', backend, proxies: [proxy] };
}

/** By name, each opened when its turn comes; one whose lab is not up throws. */
export const proxiedBackends = { kvm, docker, vsphere };
