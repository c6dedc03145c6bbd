import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { rememberSources, singleFile } from './single-file.js'

/** Builds the page into one file, site/dist/index.html: `npm run site`. */
export default defineConfig({
  root: import.meta.dirname,
  // The library writes XML without packages of Node's here (`imports` in package.json).
  resolve: { alias: { '#write-xml': resolve(import.meta.dirname, '../src/xml/write-xml.ts') } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // A page that was opened as a file cannot start a module as its worker.
  worker: { format: 'iife', plugins: () => [rememberSources()] },
  plugins: [singleFile()],
})
