import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { withoutInjectedStyles } from './build/without-injected-styles.ts';

const bff = process.env.ORRERY_BFF ?? 'http://127.0.0.1:8780';

export default defineConfig({
  plugins: [react(), tailwindcss(), withoutInjectedStyles()],
  resolve: {
    alias: {
      // Radix locks scrolling with a <style> element, which a strict CSP refuses. Ours adopts a stylesheet.
      'react-style-singleton': fileURLToPath(new URL('./src/lib/style-singleton.ts', import.meta.url)),
    },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // No data: URLs, so that font-src and img-src can stay 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // React and the router change less often than the application: a release keeps them cached.
          groups: [
            { name: 'vendor', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: bff },
      '/socket.io': { target: bff, ws: true },
    },
  },
});
