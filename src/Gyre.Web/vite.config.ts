import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { licences } from './scripts/licences.js';

export default defineConfig({
  // Relative addresses: the server may live under a base path, which <base href> in index.html names.
  base: './',
  plugins: [react(), licences()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2023',
    manifest: true,
    modulePreload: { polyfill: false },
    // A data: address in CSS is allowed by the policy, but one more file costs nothing and caches better.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One chunk of libraries that every page uses: it comes with the first page and outlives most upgrades.
          groups: [
            {
              name: 'base',
              test: /node_modules[\\/](?:react|react-dom|scheduler|use-sync-external-store|@mantine|@floating-ui|@tanstack|react-remove-scroll|react-remove-scroll-bar|react-style-singleton|react-textarea-autosize|react-number-format|use-callback-ref|use-sidecar|clsx)[\\/]/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/ajax-api', '/get-artifact', '/health', '/openapi'].map((path) => [path, 'http://127.0.0.1:5050']),
    ),
  },
  test: { include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.js'], environment: 'node' },
});
