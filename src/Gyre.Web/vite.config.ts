import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { licences } from './scripts/licences.js';

/** Parts of ECharts that only kinds beside lines use. */
const ofOtherCharts = new RegExp(
  [
    'chart/(?:bar|boxplot|lines|parallel|scatter)/',
    'chart/helper/(?:axisSnippets|createSeriesDataSimply|EffectLine|EffectPolyline|LargeLineDraw|LargeSymbolDraw)',
    'chart/helper/(?:Line|LineDraw|LinePath|Polyline|sectorHelper|whiskerBoxCommon)\\.js',
    'component/(?:axis/[pP]arallel|legend/|parallel/)',
    'component/helper/(?:Brush|brush|cursorHelper|interactionMutex|listComponent|sliderMove)',
    'coord/(?:parallel/|axisStatisticsMetricsImpl)',
    'label/sectorLabel|layout/bar|util/shape/sausage',
  ]
    .map((part) => `echarts/lib/(?:${part})`)
    .join('|'),
);

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
            // What lines need, and other charts too, in one: packed together it is smaller than shared parts on their own.
            {
              name: 'lines',
              test: (id: string) => /node_modules[\\/](?:echarts|zrender)[\\/]/.test(id) && !ofOtherCharts.test(id),
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
