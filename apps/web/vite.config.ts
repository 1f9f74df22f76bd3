import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { adoptedTerminalStyles } from './build/adopted-terminal-styles.ts';
import { precompressed } from './build/precompressed.ts';
import { withoutInjectedStyles } from './build/without-injected-styles.ts';

const bff = process.env.ORRERY_BFF ?? 'http://127.0.0.1:8780';

export default defineConfig({
  plugins: [react(), tailwindcss(), withoutInjectedStyles(), adoptedTerminalStyles(), precompressed()],
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
          // A group takes what its modules need with them. Few files: each is a request, and a busy server answers
          // sixty small ones much later than three large ones.
          groups: [
            // React and the router change less often than the application: a release keeps them cached.
            {
              name: 'vendor',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next)[\\/]/,
              priority: 3,
            },
            // What the frame and every list need: of a page itself there is little, and it comes as its own chunk.
            {
              name: 'app',
              test: /src[\\/](main|components[\\/]ListPage|features[\\/]instances[\\/]InstancesPage)\.tsx$/,
              priority: 2,
            },
            { name: 'detail', test: /src[\\/]components[\\/]DetailPage\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      // Consoles are websockets below it.
      '/api': { target: bff, ws: true },
      '/socket.io': { target: bff, ws: true },
    },
  },
});
