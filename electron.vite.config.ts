import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

// docker-modem's ssh and dockerode's BuildKit session are never used by Skep; leaving them out keeps their native and
// gRPC parts from being loaded.
const unused = ['ssh2', 'cpu-features', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'tar-fs']

/** Replaces modules that nothing calls by an empty one. */
const withoutUnused = {
  name: 'without-unused',
  enforce: 'pre' as const,
  resolveId: (id: string) => (unused.includes(id) ? '\0unused' : null),
  load: (id: string) => (id === '\0unused' ? 'export default {}' : null)
}

export default defineConfig({
  main: {
    plugins: [withoutUnused],
    build: {
      target: 'node20.18',
      externalizeDeps: { include: ['libsql'] },
      lib: { entry: 'src/main/index.ts', formats: ['es'] }
    }
  },
  preload: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      lib: { entry: 'src/preload/index.ts', formats: ['cjs'] },
      rollupOptions: { external: ['electron'], output: { entryFileNames: 'index.cjs' } }
    }
  },
  renderer: {
    plugins: [svelte()],
    build: {
      target: 'chrome130',
      minify: true,
      rollupOptions: { input: 'src/renderer/index.html' },
      // Strict CSP: fonts and images are files of their own, never data URLs in styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false }
    }
  }
})
