import path from 'node:path';
import type { NextConfig } from 'next';

const root = path.join(import.meta.dirname, '../..');

const config: NextConfig = {
  transpilePackages: ['@recado/ui', '@recado/i18n', '@recado/core'],
  typedRoutes: true,
  poweredByHeader: false,
  // compression belongs to the proxy in front; streams and nonces pass through here untouched
  compress: false,
  devIndicators: false,
  // types are checked once, by the check of the whole house; a start does not wait for it
  typescript: { ignoreBuildErrors: true },
  outputFileTracingRoot: root,
  turbopack: { root },
};

export default config;
