import type { PowerState } from '@orrery/contract/resources/instance.ts';

/** What QEMU needs to show its BIOS: such a guest reacts to nothing and costs next to nothing. */
const idleMemoryMiB = 32;
/** With 64 MiB the kernel panics for want of memory, and boots for ever. */
const guestMemoryMiB = 96;

const escape = (text: string) => text.replace(/[<>&"']/g, c => `&#${c.codePointAt(0)};`);
export const unescape = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');

/** What stands between the tags of an element. */
export const inner = (xml: string, element: string): string | null => {
  const match = new RegExp(`<${element}(?:\\s[^>]*)?>([\\s\\S]*?)</${element}>`).exec(xml);
  return match?.[1] === undefined ? null : unescape(match[1]);
};

export function powerOf(state: string, saved: boolean): PowerState {
  if (state === 'running') return 'running';
  if (state === 'paused') return 'paused';
  if (state === 'crashed') return 'crashed';
  if (state === 'shut off') return saved ? 'suspended' : 'stopped';
  return 'unknown';
}

export function domainXml({ name, path, listens }: { name: string; path: string; listens: boolean }): string {
  const agent = listens
    ? `<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>`
    : '';
  const screen = listens ? `<graphics type='vnc' autoport='yes'/>` : '';
  return `<domain type='qemu'><name>${escape(name)}</name>
<metadata><o:orrery-conformance xmlns:o='https://orrery.dev/ns/conformance'/></metadata>
<memory unit='MiB'>${listens ? guestMemoryMiB : idleMemoryMiB}</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
<features><acpi/><apic/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
<cpu mode='custom' match='exact'><model fallback='forbid'>qemu64</model></cpu>
<on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${path}'/><target dev='vda' bus='virtio'/></disk>
<serial type='pty'/>${agent}${screen}<video><model type='vga' vram='4096'/></video><memballoon model='virtio'><stats period='2'/></memballoon></devices></domain>`;
}
