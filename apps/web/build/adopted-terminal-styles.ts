import type { Plugin } from 'vite';

/**
 * xterm.js writes its colours and cell sizes into <style> elements, which `style-src 'self'` refuses. Here they become
 * elements of our own (src/lib/adopted-style.ts) that adopt a stylesheet instead.
 */
export function adoptedTerminalStyles(): Plugin {
  return {
    name: 'orrery:adopted-terminal-styles',
    transform(code, id) {
      if (!/[\\/]@xterm[\\/]xterm[\\/]lib[\\/]xterm\.m?js/.test(id)) return null;
      const adapted = code.replaceAll('createElement("style")', 'createElement("adopted-style")');
      if (adapted === code)
        throw new Error(`xterm.js no longer makes style elements: look at ${id} and adapt this plugin`);
      return { code: adapted, map: null };
    },
  };
}
