import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1' },
  // In this repository the package is not installed but lies beside. Your app needs no alias.
  resolve: { alias: { 'preamp/client': fileURLToPath(new URL('../../src/client/index.ts', import.meta.url)) } },
});
