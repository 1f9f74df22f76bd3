import { nativeOfRef } from '@orrery/provider-vsphere/ids.ts';
import { asRef, asText } from '@orrery/vim25/values.ts';
import { el } from '@orrery/vim25/xml/write.ts';
import type { VsphereLab } from '../../support/vsphere-lab.ts';
import type { LabHands } from './lab-hands.ts';
import { commonFixture, labParts, type VsphereFixture } from './vsphere-fixture.ts';

const networkName = 'conf-net';

/** The port group of a standard switch that instances are attached to; made when it is first asked for. */
async function network(hands: LabHands): Promise<string> {
  const named = async () =>
    (await hands.list('Network', ['name'])).find(({ properties: p }) => asText(p['name']) === networkName);
  const found = (await named()) ?? (await addNetwork(hands).then(named));
  if (!found) throw new Error('AddPortGroup has made nothing');
  return nativeOfRef(found.ref);
}

async function addNetwork(hands: LabHands): Promise<void> {
  const path = 'configManager.networkSystem';
  const [host] = await hands.list('HostSystem', [path]);
  const self = asRef(host?.properties[path]);
  if (!self) throw new Error('The lab has no network system');
  const spec = [el('name', networkName), el('vlanId', 0), el('vswitchName', 'vSwitch0'), el('policy', [])];
  await hands.session.call({ method: 'AddPortGroup', self, args: [el('portgrp', spec)] });
}

/** A single ESXi host behind the conformance suite: what only a vCenter can do is not claimed, and refused. */
export async function esxiFixture(lab: VsphereLab): Promise<VsphereFixture> {
  const parts = await labParts(lab);
  return {
    ...commonFixture(parts),
    attachable: {
      volume: () => Promise.reject(new Error('Nothing attaches volumes here')),
      network: () => network(parts.hands),
    },
  };
}
