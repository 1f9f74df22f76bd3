import type { CallOptions, VimSession } from '../session.ts';
import { asText, type MoRef, type VimValue } from '../values.ts';
import { el, type Xml } from '../xml/write.ts';
import { retrieveAll, viewSelection } from './properties.ts';
import { startTask } from './tasks.ts';
import { createContainerView, destroyView } from './views.ts';

export interface DistributedSwitch {
  ref: MoRef;
  name: string;
}

export interface Portgroup {
  ref: MoRef;
  description: string;
  /** By path, as asked for. */
  properties: Record<string, VimValue>;
}

async function all(session: VimSession, type: string, paths: readonly string[], options: CallOptions) {
  const view = await createContainerView(session, [type], options);
  try {
    return await retrieveAll(
      session,
      { properties: { [type]: paths }, objects: [viewSelection(view)] },
      options,
    );
  } finally {
    await destroyView(session, view, { deadlineMs: 2_000 }).catch(() => undefined);
  }
}

export async function listSwitches(
  session: VimSession,
  options: CallOptions = {},
): Promise<DistributedSwitch[]> {
  const found = await all(session, 'VmwareDistributedVirtualSwitch', ['name'], options).catch(() => []);
  const any = found.length > 0 ? found : await all(session, 'DistributedVirtualSwitch', ['name'], options);
  return any.map(({ ref, properties }) => ({ ref, name: asText(properties['name']) ?? ref.value }));
}

export async function listPortgroups(session: VimSession, options: CallOptions = {}): Promise<Portgroup[]> {
  const paths = ['name', 'host', 'config.description', 'config.defaultPortConfig'];
  const found = await all(session, 'DistributedVirtualPortgroup', paths, options);
  return found.map(({ ref, properties }) => ({
    ref,
    description: asText(properties['config.description']) ?? '',
    properties,
  }));
}

export interface PortgroupSpec {
  name: string;
  description: string;
  /** Null: none of its own. */
  vlan: number | null;
}

/** Ports grow with what is connected. In the order of the schema. */
export function addPortgroup(
  session: VimSession,
  self: MoRef,
  { name, description, vlan }: PortgroupSpec,
  options?: CallOptions,
): Promise<MoRef> {
  const setting: Xml = el(
    'defaultPortConfig',
    [
      el(
        'vlan',
        [el('inherited', false), el('vlanId', vlan ?? 0)],
        'VmwareDistributedVirtualSwitchVlanIdSpec',
      ),
    ],
    'VMwareDVSPortSetting',
  );
  const spec = [
    el('name', name),
    el('numPorts', 8),
    setting,
    el('description', description),
    el('type', 'earlyBinding'),
    el('autoExpand', true),
  ];
  const call = { method: 'AddDVPortgroup_Task', self, args: [el('spec', spec)] };
  return startTask(session, call, options);
}
