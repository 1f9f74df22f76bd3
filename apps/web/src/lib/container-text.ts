const words = (text: string): string[] => text.split(/[\s,]+/).filter(word => word !== '');

/** A command and its arguments, apart by spaces; undefined: the image's own. */
export function commandIn(text: string): string[] | undefined {
  const command = text.split(/\s+/).filter(word => word !== '');
  return command.length === 0 ? undefined : command;
}

/** `A=b` lines; a line without `=` is a name without a value. */
export function environmentIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return Object.fromEntries(
    lines.map(line => {
      const at = line.indexOf('=');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1)];
    }),
  );
}

/** `8080:80`, `80`, `53/udp`. What is no port becomes 0, which the server refuses by name. */
export function portsIn(text: string) {
  return words(text).map(word => {
    const [numbers = '', protocol] = word.split('/');
    const [first = '', second] = numbers.split(':');
    const number = (digits: string) => (/^\d+$/.test(digits) ? Number(digits) : 0);
    return {
      port: number(second ?? first),
      hostPort: second === undefined ? null : number(first),
      protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
    };
  });
}
