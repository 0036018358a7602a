import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** scripts/build.mjs builds into a folder of its own and puts it in place when it is complete. */
const out = process.env.GATEHOUSE_OUT_DIR ?? 'out';

/**
 * Three bundles: the main process (with the command line and the sandbox worker as entries of their own),
 * the preload script and the user interface. The targets suit the oldest runtime the project runs on, the
 * Electron 33 that stands in where the pinned one cannot be fetched (Node 20.18, Chromium 130).
 */
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      outDir: at(`./${out}/main`),
      sourcemap: true,
      // Dependencies stay in node_modules: better-sqlite3 is native, and oidc-provider loads files of its own.
      // The typeface of the pages is a file of a package, and goes into the bundle.
      externalizeDeps: { exclude: ['@fontsource-variable/inter'] },
      rolldownOptions: {
        input: {
          main: at('./src-main/main.ts'),
          cli: at('./src-main/cli.ts'),
          'sandbox-entry': at('./src-main/sandbox-entry.ts'),
          'checkpoint-thread': at('./src-main/events/checkpoint-thread.ts'),
          'script-thread': at('./src-main/identity/extensions/engine/script-thread.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: at(`./${out}/preload`),
      sourcemap: true,
      // A sandboxed preload can require nothing but Electron, so all it uses is in the one file, and it must
      // be CommonJS: an ES module preload silently does not load there.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('./src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('./src-renderer'),
    // Relative addresses: the same files are served by the app's own protocol and over HTTP.
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome130',
      // Half the text to read and parse at each start.
      minify: true,
      outDir: at(`./${out}/renderer`),
      emptyOutDir: true,
      rolldownOptions: { input: at('./src-renderer/index.html') },
    },
  },
});
