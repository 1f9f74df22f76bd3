import { expect, it } from 'vitest';
import { vncListener } from './vnc-listener.ts';

const domain = (graphics: string) => `<domain><devices>${graphics}</devices></domain>`;

it.each([
  [
    `<graphics type='vnc' port='5901' listen='0.0.0.0'><listen type='address' address='0.0.0.0'/></graphics>`,
    { address: '0.0.0.0', port: 5901 },
  ],
  [`<graphics type='vnc' port='5901'/>`, { address: '127.0.0.1', port: 5901 }],
  [
    `<graphics type='vnc' port='-1'><listen type='socket' socket='/run/vnc.sock'/></graphics>`,
    { path: '/run/vnc.sock' },
  ],
  [
    `<graphics type='spice' port='5900'/><graphics type='vnc' port='5902'/>`,
    { address: '127.0.0.1', port: 5902 },
  ],
  // Not running: no port has been given to it.
  [`<graphics type='vnc' port='-1' autoport='yes'/>`, null],
  [`<graphics type='spice' port='5900'/>`, null],
  ['', null],
])('%s', (graphics, expected) => expect(vncListener(domain(graphics))).toEqual(expected));
