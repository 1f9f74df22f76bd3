import type { Plugin } from 'vite';

/**
 * sonner writes a <style> element when its module is evaluated, which `style-src 'self'` refuses.
 * The call is removed here; `src/styles/app.css` imports the very same stylesheet as a file.
 */
export function withoutInjectedStyles(): Plugin {
  return {
    name: 'orrery:without-injected-styles',
    transform(code, id) {
      if (!/[\\/]sonner[\\/]dist[\\/]index\.m?js/.test(id)) return null;
      const start = code.indexOf('\n__insertCSS(');
      if (start < 0)
        throw new Error(`sonner no longer calls __insertCSS: look at ${id} and adapt this plugin`);
      const end = code.indexOf(');\n', start);
      return { code: `${code.slice(0, start)}\n${code.slice(end + 3)}`, map: null };
    },
  };
}
